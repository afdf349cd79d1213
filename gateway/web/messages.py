"""My messages: what the platform told this person, newest first."""

from flask import Blueprint, Response, url_for

from gateway import auth, i18n, rpc
from gateway.web.rendering import given, page, see

pages = Blueprint("messages", __name__)


@pages.get("/messages")
def index() -> Response:
    auth.require_person()
    found = rpc.call("notifications", "list_messages", **given({}))
    return page(
        "messages/index.html",
        title=i18n.t("messages.title"),
        section="messages",
        found=found,
    )


@pages.post("/messages/<message>/read")
def read(message: str) -> Response:
    auth.require_person()
    rpc.call("notifications", "mark_read", id=message)
    return see(url_for("messages.index"), "message_read")

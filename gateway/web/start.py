"""The start page: what this is, three ways in, what is new."""

from flask import Blueprint, Response

from gateway import i18n, rpc
from gateway.web import feeds
from gateway.web.rendering import page, part, shared

pages = Blueprint("start", __name__)
SHOWN = 3


@pages.get("/")
def show() -> Response:
    here = i18n.language()
    courses = part(
        lambda: rpc.public("learning", "list_courses", language=here, limit=SHOWN)
    )
    items = part(
        lambda: rpc.public("content", "list_items", language=here, limit=SHOWN)
    )
    response = page(
        "start.html",
        title=i18n.t("start.title"),
        description=i18n.t("start.lead"),
        courses=None if courses is None else courses["items"],
        feed=feeds.offered(),
        items=None if items is None else items["items"],
    )
    if courses is None or items is None:
        return response  # an incomplete page must not be kept
    return shared(response, "learning", "content")

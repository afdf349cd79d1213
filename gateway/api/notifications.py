"""Messages for the person who asks."""

from typing import Any

from flask import Blueprint

from gateway import rpc
from gateway.api.operation import operation
from shared.contracts.notifications_rpc import ListMessages, MessagePageView

bp = Blueprint("api_notifications", __name__)


@operation(
    bp,
    "GET",
    "/me/notifications",
    tag="notifications",
    query=ListMessages(),
    returns=MessagePageView(),
)
def list_messages(query: dict[str, Any]) -> Any:
    """One's messages, newest first."""
    return rpc.call("notifications", "list_messages", **query)


@operation(
    bp,
    "POST",
    "/me/notifications/<id>/read",
    tag="notifications",
    status=204,
    refusals=(404,),
)
def mark_message_read(id: str) -> None:  # noqa: A002  # the path says it so
    """Mark a message as read."""
    rpc.call("notifications", "mark_read", id=id)

"""Skills that fade: questions that come back, answered one at a time."""

from typing import Any

from flask import Blueprint

from gateway import rpc
from gateway.api.operation import operation
from gateway.i18n import language
from shared.contracts.refreshers_rpc import (
    CardAnswer,
    ListRefreshers,
    NextCardView,
    RefreshersView,
    ReviewView,
)

bp = Blueprint("api_refreshers", __name__)
PATH = "/me/refreshers"


@operation(
    bp,
    "GET",
    PATH,
    tag="refreshers",
    query=ListRefreshers(),
    returns=RefreshersView(),
)
def list_refreshers(query: dict[str, Any]) -> Any:
    """One's completed courses whose skills fade, what is due soonest first."""
    return rpc.call("learning", "list_refreshers", **query)


@operation(
    bp,
    "GET",
    f"{PATH}/<slug>",
    tag="refreshers",
    returns=NextCardView(),
    refusals=(404,),
)
def get_card(slug: str) -> Any:
    """The question that has been due for the longest, without what is right."""
    return rpc.call("learning", "get_card", slug=slug, language=language())


@operation(
    bp,
    "POST",
    f"{PATH}/<slug>/reviews",
    tag="refreshers",
    body=CardAnswer(),
    returns=ReviewView(),
    status=201,
    refusals=(404, 409),
)
def answer_card(slug: str, body: dict[str, Any]) -> Any:
    """Answer a question that is due; tells what was right."""
    return rpc.call("learning", "answer_card", slug=slug, language=language(), **body)


@operation(
    bp,
    "GET",
    f"{PATH}/<slug>/reviews/<review>",
    tag="refreshers",
    returns=ReviewView(),
    refusals=(404,),
)
def get_review(slug: str, review: str) -> Any:
    """An answer one gave, and what was right."""
    return rpc.call(
        "learning", "get_review", slug=slug, review=review, language=language()
    )

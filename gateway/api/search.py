"""Search across library, courses and hubs, and the words they are sorted by."""

from typing import Any

from flask import Blueprint

from gateway import rpc
from gateway.api.operation import operation
from shared.contracts.search_rpc import (
    ConceptsView,
    SearchAll,
    SearchView,
    Suggest,
    SuggestionsView,
)

bp = Blueprint("api_search", __name__)


@operation(
    bp,
    "GET",
    "/search",
    tag="search",
    query=SearchAll(),
    returns=SearchView(),
    signed_in=False,
    kept=("content",),
)
def search(query: dict[str, Any]) -> Any:
    """What answers a question, of every kind."""
    return rpc.public("content", "search", **query)


@operation(
    bp,
    "GET",
    "/search/suggestions",
    tag="search",
    query=Suggest(),
    returns=SuggestionsView(),
    signed_in=False,
    kept=("content",),
)
def suggest(query: dict[str, Any]) -> Any:
    """Titles for a question that is still being typed."""
    return rpc.public("content", "suggest", **query)


@operation(
    bp,
    "GET",
    "/taxonomy",
    tag="search",
    returns=ConceptsView(),
    signed_in=False,
    kept=("content",),
)
def list_concepts() -> Any:
    """The words that things are sorted by, with their labels."""
    return rpc.public("content", "list_concepts")

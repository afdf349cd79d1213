"""The library, as code reads it."""

from typing import Any

from flask import Blueprint

from gateway import item_files, rpc
from gateway.api.operation import ANYTHING, operation
from gateway.i18n import language
from shared.contracts.content_rpc import ItemView
from shared.contracts.files_rpc import FileQuery
from shared.contracts.search_rpc import LibrarySearchView, SearchLibrary

bp = Blueprint("api_library", __name__)


@operation(
    bp,
    "GET",
    "/library",
    tag="library",
    query=SearchLibrary(),
    returns=LibrarySearchView(),
    signed_in=False,
    kept=("content",),
)
def list_items(query: dict[str, Any]) -> Any:
    """Items of the library: the newest, or those that answer a question."""
    return rpc.public("content", "search_library", **query)


@operation(
    bp,
    "GET",
    "/library/<slug>",
    tag="library",
    returns=ItemView(),
    signed_in=False,
    kept=("content",),
    refusals=(404,),
)
def get_item(slug: str) -> Any:
    """One item of the library, with its text in Markdown."""
    return rpc.public("content", "get_item", slug=slug, language=language())


@operation(
    bp,
    "GET",
    "/library/<slug>/files/<name>",
    tag="library",
    query=FileQuery(),
    media_type=ANYTHING,
    also=(206,),
    signed_in=False,
    refusals=(404, 416),
)
def get_item_file(slug: str, name: str, query: dict[str, Any]) -> Any:
    """A file of an item, whole or by `Range`."""
    return item_files.send(slug, name, **query)

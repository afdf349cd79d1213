"""Collections of library items, as code reads them and editors keep them."""

from typing import Any

from flask import Blueprint

from gateway import rpc
from gateway.api.operation import operation
from gateway.i18n import language
from shared.contracts.collections_rpc import (
    CollectionListView,
    CollectionView,
    EditedCollectionView,
    SaveCollection,
)

bp = Blueprint("api_collections", __name__)
ONE = "/collections/<slug>"


@operation(
    bp,
    "GET",
    "/collections",
    tag="library",
    returns=CollectionListView(),
    signed_in=False,
    kept=("content",),
)
def list_collections() -> Any:
    """Collections that hold something, by title."""
    return rpc.public("content", "list_collections", language=language())


@operation(
    bp,
    "GET",
    ONE,
    tag="library",
    returns=CollectionView(),
    signed_in=False,
    kept=("content",),
    refusals=(404,),
)
def get_collection(slug: str) -> Any:
    """One collection with its items, in the order they are best read in."""
    return rpc.public("content", "get_collection", slug=slug, language=language())


@operation(
    bp,
    "GET",
    f"{ONE}/work",
    tag="library editing",
    returns=EditedCollectionView(),
    refusals=(403, 404),
)
def get_edited_collection(slug: str) -> Any:
    """A collection as its editors have it, in both languages."""
    return rpc.call("content", "get_edited_collection", slug=slug)


@operation(
    bp,
    "PUT",
    ONE,
    tag="library editing",
    body=SaveCollection(exclude=("slug",)),
    returns=EditedCollectionView(),
    refusals=(403, 404, 409),
)
def save_collection(slug: str, body: dict[str, Any]) -> Any:
    """Begin a collection with `version` 0, or change the one that was read."""
    return rpc.call("content", "save_collection", slug=slug, **body)

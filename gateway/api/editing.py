"""The library, as its editors and reviewers work on it through the API."""

from typing import Any

from flask import Blueprint

from gateway import accounts, auth, rpc
from gateway.api.operation import operation
from gateway.i18n import language
from shared.contracts.editing_rpc import (
    CommentItem,
    CreateItem,
    ListWorks,
    MoveItem,
    SaveItem,
    WorkPageView,
    WorkView,
)
from shared.contracts.revisions_rpc import (
    CompareRevisions,
    ComparisonView,
    HistoryView,
    RestoreRevision,
    RevisionListView,
    RevisionView,
)

bp = Blueprint("api_editing", __name__)
ITEM = "/library/<slug>"
TAG = "library editing"


@operation(
    bp,
    "POST",
    "/library",
    tag=TAG,
    body=CreateItem(),
    returns=WorkView(),
    status=201,
    refusals=(403, 409),
)
def create_item(body: dict[str, Any]) -> Any:
    """Begin an item, as a draft."""
    return rpc.call("content", "create_item", **body)


@operation(
    bp,
    "GET",
    "/library-works",
    tag=TAG,
    query=ListWorks(),
    returns=WorkPageView(),
    refusals=(403,),
)
def list_works(query: dict[str, Any]) -> Any:
    """Items as their editors have them, drafts included."""
    return rpc.call("content", "list_works", **query)


@operation(bp, "GET", f"{ITEM}/work", tag=TAG, returns=WorkView(), refusals=(403, 404))
def get_work(slug: str) -> Any:
    """The newest revision of an item, published or not."""
    return rpc.call("content", "get_work", slug=slug, language=language())


@operation(
    bp,
    "PUT",
    ITEM,
    tag=TAG,
    body=SaveItem(exclude=("slug",)),
    returns=WorkView(),
    refusals=(403, 404, 409),
)
def save_item(slug: str, body: dict[str, Any]) -> Any:
    """Write the next revision; `revision` is that which was read."""
    return rpc.call("content", "save_item", slug=slug, **body)


@operation(
    bp,
    "POST",
    f"{ITEM}/transitions",
    tag=TAG,
    body=MoveItem(exclude=("slug",)),
    returns=WorkView(),
    refusals=(403, 404, 409),
)
def move_item(slug: str, body: dict[str, Any]) -> Any:
    """Take an item to another state, or let its publication wait for a moment."""
    return rpc.call("content", "move_item", slug=slug, **with_reviewer(body))


@operation(
    bp,
    "POST",
    f"{ITEM}/comments",
    tag=TAG,
    body=CommentItem(exclude=("slug",)),
    status=204,
    refusals=(403, 404, 409),
)
def comment_item(slug: str, body: dict[str, Any]) -> Any:
    """Say something about an item to those who work on it."""
    return rpc.call("content", "comment_item", slug=slug, **body)


@operation(
    bp, "GET", f"{ITEM}/history", tag=TAG, returns=HistoryView(), refusals=(403, 404)
)
def get_history(slug: str) -> Any:
    """Who did what to an item, the newest first."""
    return rpc.call("content", "get_history", slug=slug)


@operation(
    bp,
    "GET",
    f"{ITEM}/revisions",
    tag=TAG,
    returns=RevisionListView(),
    refusals=(403, 404),
)
def list_revisions(slug: str) -> Any:
    """Every revision of an item, the newest first."""
    return rpc.call("content", "list_revisions", slug=slug)


@operation(
    bp,
    "GET",
    f"{ITEM}/revisions/<int:revision>",
    tag=TAG,
    returns=RevisionView(),
    refusals=(403, 404),
)
def get_revision(slug: str, revision: int) -> Any:
    """One revision of an item, as its files."""
    return rpc.call("content", "get_revision", slug=slug, revision=revision)


@operation(
    bp,
    "GET",
    f"{ITEM}/comparison",
    tag=TAG,
    query=CompareRevisions(exclude=("slug",)),
    returns=ComparisonView(),
    refusals=(403, 404),
)
def compare_revisions(slug: str, query: dict[str, Any]) -> Any:
    """What was changed between two revisions of an item."""
    return rpc.call("content", "compare_revisions", slug=slug, **query)


@operation(
    bp,
    "POST",
    f"{ITEM}/restorations",
    tag=TAG,
    body=RestoreRevision(exclude=("slug",)),
    returns=WorkView(),
    refusals=(403, 404, 409),
)
def restore_revision(slug: str, body: dict[str, Any]) -> Any:
    """Write an earlier revision anew, as the next one."""
    return rpc.call("content", "restore_revision", slug=slug, **body)


def with_reviewer(asked: dict[str, Any]) -> dict[str, Any]:
    """Whoever publishes answers for it by their own name, unless they give another."""
    if asked["to"] != "published" or asked.get("reviewed_by"):
        return asked
    person = auth.require_person().person_id
    return {**asked, "reviewed_by": accounts.names(person)[person]}

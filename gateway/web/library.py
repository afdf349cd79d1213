"""The library: a list to search and the items themselves."""

from typing import Any

from flask import Blueprint, Response, request, url_for

from gateway import i18n, item_files, rpc
from gateway.web import feeds, library_files, linked_data, rendering
from gateway.web.rendering import page, shared
from shared.contracts.content_rpc import ITEM_TYPES
from shared.contracts.files_rpc import FileQuery
from shared.vocabulary import AUDIENCES

pages = Blueprint("library", __name__)


@pages.get("/library")
def index() -> Response:
    filters = rendering.asked("q", "type", "audience")
    found = rpc.public(
        "content", "list_items", language=i18n.language(), **rendering.given(filters)
    )
    response = page(
        "library/index.html",
        title=i18n.t("library.title"),
        section="library",
        found=found,
        asked=filters,
        filtered=any(filters.values()),
        feed=feeds.offered(filters),
        types=rendering.choices("type", ITEM_TYPES),
        audiences=rendering.choices("audience", AUDIENCES),
    )
    return shared(response, "content")


@pages.get("/library/<slug>/files/<name>")
def file(slug: str, name: str) -> Response:
    """A picture or a download; of drafts too, for those who work on them."""
    asked = FileQuery().load(request.args.to_dict())
    return item_files.send(slug, name, **asked)


@pages.get("/library/<slug>")
def item(slug: str) -> Response:
    found = rpc.public("content", "get_item", slug=slug, language=i18n.language())
    return _item_page(found)


@pages.get("/library/<slug>/revisions/<int:revision>")
def revision(slug: str, revision: int) -> Response:
    """A text as readers once had it, at an address that stays, to be cited."""
    found = rpc.public(
        "content",
        "get_published_revision",
        slug=slug,
        revision=revision,
        language=i18n.language(),
    )
    return _item_page(found, unlisted=True)


def _item_page(found: dict[str, Any], **values: Any) -> Response:
    response = page(
        "library/item.html",
        title=found["title"],
        description=found["summary"],
        section="library",
        trail=[(i18n.t("library.title"), url_for("library.index"))],
        item=found,
        **values,
        files=library_files.shown(found, found["language"]),
        languages=found["languages"],
        things=[linked_data.item(found)],
        feed=feeds.offered(),
    )
    return shared(response, "content")

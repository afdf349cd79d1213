"""The library: a list to search and the items themselves."""

from base64 import b64decode
from typing import Any

from flask import Blueprint, Response, request, url_for

from gateway import cache, i18n, item_files, rpc
from gateway.web import (
    bundle,
    feeds,
    library_files,
    linked_data,
    rendering,
    searching,
    taxonomy,
)
from gateway.web.rendering import page, shared
from shared.contracts.files_rpc import FileQuery

pages = Blueprint("library", __name__)
# A sheet takes a second or two when it is first asked for; others may be waiting.
PRINT_S = 20.0


@pages.get("/library")
def index() -> Response:
    asked = rendering.asked("q", "type", "audience", "topic", "region")
    answer = searching.ask("search_library", asked)
    is_first = not any(asked.values()) and "cursor" not in request.args
    response = page(
        "library/index.html",
        title=i18n.t("library.title"),
        status=answer.status,
        section="library",
        asked=asked,
        found=answer.found,
        problems=answer.problems,
        address_of=searching.address_of,
        facets=searching.facets(answer.found, asked) if answer.found else (),
        feed=feeds.offered(asked),
        bundle=bundle.offered(),
        collections=_collections() if is_first else (),
    )
    return response if answer.problems else shared(response, "content")


def _collections() -> list[dict[str, Any]]:
    listed = rpc.public("content", "list_collections", language=i18n.language())
    found: list[dict[str, Any]] = listed["items"]
    return found


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


@pages.get("/library/<slug>.pdf")
def sheet(slug: str) -> Response:
    """An item as PDF; a new revision has a new one, under the same address."""
    printed = rpc.public(
        "library-printer",
        "print_item",
        deadline_s=PRINT_S,
        slug=slug,
        language=i18n.language(),
    )
    response = Response(b64decode(printed["content"]), mimetype="application/pdf")
    name = f"{slug}-{printed['revision']}-{i18n.language()}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return cache.public(response, tags=["content"])


def _item_page(found: dict[str, Any], **values: Any) -> Response:
    response = page(
        "library/item.html",
        title=found["title"],
        description=found["summary"],
        section="library",
        trail=[(i18n.t("library.title"), url_for("library.index"))],
        item=found,
        topics=[(topic, taxonomy.label(topic)) for topic in found["topics"]],
        **values,
        files=library_files.shown(found, found["language"]),
        languages=found["languages"],
        things=[linked_data.item(found)],
        feed=feeds.offered(),
    )
    return shared(response, "content")

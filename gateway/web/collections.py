"""Collections of library items, as readers see them."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from gateway import i18n, rpc
from gateway.web import linked_data
from gateway.web.rendering import page, shared

pages = Blueprint("collections", __name__)


@pages.get("/collections")
def index() -> Response:
    found = rpc.public("content", "list_collections", language=i18n.language())
    response = page(
        "library/collections.html",
        title=i18n.t("collections.title"),
        section="library",
        trail=_trail(),
        collections=found["items"],
    )
    return shared(response, "content")


@pages.get("/collections/<slug>")
def show(slug: str) -> Response:
    found = rpc.public("content", "get_collection", slug=slug, language=i18n.language())
    response = page(
        "library/collection.html",
        title=found["title"],
        description=found["summary"],
        section="library",
        trail=[*_trail(), (i18n.t("collections.title"), url_for("collections.index"))],
        collection=found,
        things=[linked_data.collection(found)],
    )
    return shared(response, "content")


def _trail() -> list[tuple[str, str]]:
    return [(i18n.t("library.title"), url_for("library.index"))]

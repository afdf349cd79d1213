"""Collections for editors: the list, and a form for one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for

from gateway import auth, i18n, rpc
from gateway.web import editing, forms, typed
from gateway.web.rendering import page, see
from shared.errors import Conflict, Invalid, ServiceError
from shared.identity import LIBRARY_EDITORS, LIBRARY_STAFF
from shared.languages import LANGUAGES

pages = Blueprint("editing_collections", __name__)
ALL = "/teaching/collections"
ORDER = ("title_uk", "title_en", "summary_uk", "summary_en", "items", "slug")


@pages.get(ALL)
def index() -> Response:
    auth.require_role(*LIBRARY_STAFF)
    found = rpc.call("content", "list_edited_collections")["items"]
    return page(
        "editing/collections.html",
        title=i18n.t("collections.title"),
        section="teaching",
        trail=editing.trail(),
        collections=found,
        editor=editing.is_editor(),
    )


@pages.route(f"{ALL}/new", methods=["GET", "POST"])
def new() -> Response:
    auth.require_role(*LIBRARY_EDITORS)
    return _form(None, i18n.t("collections.new"))


@pages.route(f"{ALL}/<slug>", methods=["GET", "POST"])
def change(slug: str) -> Response:
    auth.require_role(*LIBRARY_EDITORS)
    found = rpc.call("content", "get_edited_collection", slug=slug)
    return _form(found, found["title"][i18n.language()])


def _form(found: dict[str, Any] | None, title: str) -> Response:
    refusal: ServiceError | None = None
    if request.method == "POST":
        try:
            rpc.call(
                "content",
                "save_collection",
                slug=found["slug"] if found else typed.line("slug"),
                version=typed.number("version") or 0,
                title=typed.both("title"),
                summary=typed.both("summary"),
                items=[_short_name(line) for line in typed.lines("items")],
            )
            return see(url_for("editing_collections.index"), "collection_saved")
        except (Invalid, Conflict) as refused:
            refusal = refused
    overtaken = refusal is not None and refusal.code == "overtaken"
    problems = _problems(refusal)
    return page(
        "editing/collection.html",
        title=title,
        status=409 if overtaken else 422 if problems else 200,
        section="teaching",
        trail=[
            *editing.trail(),
            (i18n.t("collections.title"), url_for("editing_collections.index")),
        ],
        collection=found,
        problems=problems,
        overtaken=overtaken,
        asked=request.form or _as_typed(found),
    )


def _short_name(line: str) -> str:
    """An item's address may stand in place of its short name."""
    return line.partition("?")[0].rstrip("/").rpartition("/")[2]


def _as_typed(found: dict[str, Any] | None) -> dict[str, str]:
    if found is None:
        return {}
    both = {
        f"{name}_{language}": found[name][language]
        for name in ("title", "summary")
        for language in LANGUAGES
    }
    return {**both, "items": "\n".join(found["items"])}


def _problems(refusal: ServiceError | None) -> dict[str, str]:
    """Field to a sentence; a refusal as a whole stands under the empty name."""
    if refusal is None:
        return {}
    if refusal.code == "slug_taken":
        return {"slug": i18n.t("problem.collections.slug_taken")}
    if not isinstance(refusal, Invalid) or not refusal.fields:
        return {"": forms.general(refusal)}
    found = {}
    for place in refusal.fields:
        name, _, rest = place.partition(".")
        if name == "items":
            lines = sorted(
                int(p.split(".")[1]) + 1 for p in refusal.fields if "s." in p
            )
            numbers = ", ".join(map(str, lines))
            found[name] = i18n.t("problem.collections.items", lines=numbers)
        else:
            field = f"{name}_{rest}" if rest in LANGUAGES else name
            found[field] = i18n.t(f"problem.collections.{field}")
    return {name: found[name] for name in ORDER if name in found}

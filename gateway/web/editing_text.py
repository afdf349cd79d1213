"""The text of an item: written in both languages side by side, and looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request, url_for

from gateway import auth, i18n, rpc
from gateway.web import editing, library_files, rendering, taxonomy, typed
from gateway.web.rendering import page, see
from shared.contracts.content_rpc import ITEM_TYPES, CaseSchema
from shared.errors import Conflict, Invalid, ServiceError
from shared.identity import LIBRARY_EDITORS
from shared.languages import LANGUAGES
from shared.vocabulary import AUDIENCES, LICENCES

pages = Blueprint("editing_text", __name__)
CASE = tuple(CaseSchema().fields)
TICKED = ("audiences", "topics", "regions")
# Fields as they follow one another on the page.
ORDER = (
    *("title_uk", "title_en", "summary_uk", "summary_en", "body_uk", "body_en"),
    *("type", "audiences", "topics", "regions", "country", "period"),
    *(f"{name}_{language}" for name in CASE for language in LANGUAGES),
    *("related", "licence", "review_on", "sources", "original", "slug"),
)


@pages.route(f"{editing.WORKS}/new", methods=["GET", "POST"])
def new() -> Response:
    auth.require_role(*LIBRARY_EDITORS)

    def save() -> Response:
        slug = typed.line("slug") or None
        made = rpc.call("content", "create_item", slug=slug, **content())
        return _on(made["slug"], "item_begun")

    return _form(None, i18n.t("editing.new"), save)


@pages.route(f"{editing.WORK}/text", methods=["GET", "POST"])
def text(slug: str) -> Response:
    auth.require_role(*LIBRARY_EDITORS)
    work = editing.read(slug)

    def save() -> Response:
        revision = typed.number("revision") or 0
        rpc.call("content", "save_item", slug=slug, revision=revision, **content())
        return _on(slug, "item_saved")

    return _form(work, i18n.t("editing.text.title", title=work["title"]), save)


def _on(slug: str, notice: str) -> Response:
    if typed.line("then") == "preview":
        return see(url_for("editing_text.preview", slug=slug))
    return see(editing.address(slug), notice)


@pages.get(f"{editing.WORK}/preview")
def preview(slug: str) -> Response:
    work = editing.read(slug)
    return page(
        "editing/preview.html",
        title=i18n.t("editing.preview_of", title=work["title"]),
        section="teaching",
        trail=editing.trail(work),
        work=work,
        files={code: library_files.shown(work, code) for code in work["translations"]},
        editor=editing.is_editor(),
    )


def _form(work: editing.Work | None, title: str, save: Any) -> Response:
    """The form; on POST it is saved first, and shown again where that is refused."""
    problems: dict[str, str] = {}
    refusal: ServiceError | None = None
    asked: Mapping[str, Any] = fields_of(work) if work else {}
    chosen = {name: asked.get(name, []) for name in TICKED}
    if request.method == "POST":
        try:
            return save()  # type: ignore[no-any-return]
        except (Invalid, Conflict) as refused:
            problems, refusal = _in_order(refused), refused
        asked = request.form
        chosen = {name: asked.getlist(name) for name in TICKED}
    overtaken = isinstance(refusal, Conflict) and refusal.code == "overtaken"
    return page(
        "editing/text.html",
        title=title,
        status=409 if overtaken else 422 if problems else 200,
        section="teaching",
        trail=editing.trail(work),
        work=work,
        problems=problems,
        overtaken=overtaken,
        asked=asked,
        chosen=chosen,
        case=CASE,
        types=rendering.choices("type", ITEM_TYPES)[1:],
        choices={
            "audiences": [(one, rendering.word("audience", one)) for one in AUDIENCES],
            "topics": taxonomy.choices("topic"),
            "regions": taxonomy.choices("region"),
        },
        licences=[(one, rendering.word("licence", one)) for one in LICENCES],
    )


def _in_order(refusal: ServiceError) -> dict[str, str]:
    found = editing.problems_of(refusal)
    if refusal.code == "slug_taken":
        found = {"slug": found[""]}
    known = [name for name in ORDER if name in found]
    return {name: found[name] for name in (*known, *found)}


def content() -> dict[str, Any]:
    """What was typed, as ``editing_rpc.ItemContent`` takes it."""
    kind = typed.line("type")
    return {
        "type": kind,
        "original": typed.line("original") or None,
        **{name: request.form.getlist(name) for name in TICKED},
        "related": typed.names("related"),
        "licence": typed.line("licence"),
        "review_on": typed.line("review_on") or None,
        "country": typed.line("country") or None,
        "period": typed.line("period") or None,
        "sources": [_source(line) for line in typed.lines("sources")],
        "translations": {
            language: _text(language, kind)
            for language in LANGUAGES
            if any(typed.line(f"{name}_{language}") for name in ("title", "body"))
        },
    }


def _text(language: str, kind: str) -> dict[str, Any]:
    written = {
        name: typed.line(f"{name}_{language}") for name in ("title", "summary", "body")
    }
    case = {name: typed.line(f"{name}_{language}") for name in CASE}
    with_case = kind == "case_study" and any(case.values())
    return {**written, "case": case if with_case else None}


def _source(line: str) -> dict[str, str]:
    """``title | address | licence | day``."""
    parts = [part.strip() for part in line.split("|")]
    names = ("title", "url", "licence", "checked_on")
    return dict(zip(names, [*parts, "", "", ""], strict=False))


def fields_of(work: editing.Work) -> dict[str, Any]:
    """A work as its form shows it."""
    texts = {
        f"{name}_{language}": shown[name]
        for language, shown in work["translations"].items()
        for name in ("title", "summary", "body")
    }
    cases = {
        f"{name}_{language}": line
        for language, shown in work["translations"].items()
        for name, line in (shown["case"] or {}).items()
    }
    plain = {
        name: work[name] or ""
        for name in ("type", "original", "licence", "review_on", "country", "period")
    }
    sources = [
        " | ".join(source[name] for name in ("title", "url", "licence", "checked_on"))
        for source in work["sources"]
    ]
    return {
        **texts,
        **cases,
        **plain,
        **{name: work[name] for name in TICKED},
        "related": " ".join(work["related"]),
        "sources": "\n".join(sources),
    }

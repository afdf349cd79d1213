"""What a draft says about itself and which parts it has: forms over its outline."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from marshmallow import ValidationError

from gateway import i18n
from gateway.clock import now
from gateway.web import desk, draft_problems, typed
from gateway.web.desk_courses import (
    DELICATE,
    in_both,
    modules_of,
    other_courses,
    plain_topics,
    short_name,
    sources_of,
    topics,
)
from gateway.web.rendering import see
from shared.contracts.learning_rpc import (
    PURPOSES,
)
from shared.editorial import SourceSchema
from shared.errors import NotFound
from shared.languages import LANGUAGES
from shared.vocabulary import AUDIENCES, LICENCES

pages = Blueprint("desk_outline", __name__)
PART = f"{desk.DRAFT}/<any(module, lesson, quiz):kind>"
FACTS = ("title", "summary")


@pages.route(f"{desk.DRAFT}/facts", methods=["GET", "POST"])
def facts(slug: str) -> Response:
    draft = desk.open_to_write(slug)

    def save() -> Response:
        desk.check_seen(draft, desk.OUTLINE)
        desk.change("change_outline", draft, facts=_facts_typed())
        return desk.to_draft(slug, "draft_saved")

    asked = _facts_asked() if request.method == "POST" else _facts_of(draft)
    return desk.form(
        "desk/facts.html",
        title=i18n.t("desk.facts.title"),
        draft=draft,
        save=save,
        left=_problems_of(draft, "facts"),
        asked=asked,
        audiences=AUDIENCES,
        delicate=DELICATE,
        topics=plain_topics(asked["topics"]),
        others=other_courses(slug),
        seen=desk.seen(draft, desk.OUTLINE),
    )


def _facts_typed() -> dict[str, Any]:
    minutes = typed.number("minutes")
    named = topics()
    wrong = [] if minutes else ["minutes"]
    wrong += [] if named else ["topics"]
    if wrong:
        raise desk.wrong(*wrong)
    return {
        **{name: typed.both(name) for name in FACTS},
        "objectives": {code: typed.lines(f"objectives_{code}") for code in LANGUAGES},
        "minutes": minutes,
        "audiences": request.form.getlist("audiences"),
        "topics": named,
        "prerequisites": request.form.getlist("prerequisites"),
    }


def _facts_asked() -> dict[str, Any]:
    """What was typed, as the form shows it again."""
    both = ("title", "summary", "objectives")
    return {
        **{
            f"{n}_{code}": typed.text(f"{n}_{code}") for n in both for code in LANGUAGES
        },
        "minutes": typed.text("minutes"),
        "topics": topics(),
        "chosen": [
            *request.form.getlist("audiences"),
            *topics(),
            *request.form.getlist("prerequisites"),
        ],
    }


def _facts_of(draft: desk.Draft) -> dict[str, Any]:
    """What the outline says, as the form shows it."""
    outline = draft["outline"]
    shown = {
        f"{name}_{code}": str(text)
        for name in FACTS
        for code, text in in_both(outline, name).items()
    }
    for code, sentences in in_both(outline, "objectives").items():
        shown[f"objectives_{code}"] = "\n".join(_texts(sentences))
    named = _texts(outline.get("topics"))
    return {
        **shown,
        "minutes": str(outline.get("minutes") or ""),
        "topics": named,
        "chosen": [
            *_texts(outline.get("audiences")),
            *named,
            *_texts(outline.get("prerequisites")),
        ],
    }


def _texts(listed: object) -> list[str]:
    return [str(one) for one in listed] if isinstance(listed, list) else []


@pages.route(f"{desk.DRAFT}/sources", methods=["GET", "POST"])
def sources(slug: str) -> Response:
    """The list, and a form for one more."""
    draft = desk.open_to_write(slug)
    listed = sources_of(draft)

    def save() -> Response:
        names = ("title", "url", "licence", "checked_on")
        source = {name: typed.line(f"source_{name}") for name in names}
        try:
            SourceSchema().load(source)
        except ValidationError as refused:
            raise desk.wrong(
                *(f"source_{name}" for name in refused.messages_dict)
            ) from None
        desk.change("change_outline", draft, facts={"sources": [*listed, source]})
        return see(request.path, "source_added")

    return desk.form(
        "desk/sources.html",
        title=i18n.t("desk.sources.title"),
        draft=draft,
        save=save,
        left=_problems_of(draft, "sources"),
        sources=listed,
        licences=[(one, i18n.t(f"licence.{one}")) for one in LICENCES],
        asked=request.form or {"source_checked_on": now().date().isoformat()},
    )


@pages.post(f"{desk.DRAFT}/sources/removal")
def remove_source(slug: str) -> Response:
    """The form names the source by its address."""
    draft = desk.open_to_write(slug)
    kept = [s for s in sources_of(draft) if s.get("url") != typed.line("url")]
    desk.change("change_outline", draft, facts={"sources": kept})
    return see(f"{request.path.removesuffix('/removal')}", "source_removed")


@pages.route(f"{desk.DRAFT}/text", methods=["GET", "POST"])
def text(slug: str) -> Response:
    """``course.yaml`` as a whole, for who knows the format."""
    draft = desk.open_to_write(slug)

    def save() -> Response:
        desk.check_seen(draft, desk.OUTLINE)
        desk.change("write_file", draft, path=desk.OUTLINE, text=typed.text("text"))
        return desk.to_draft(slug, "draft_saved")

    posted = request.method == "POST"
    return desk.form(
        "desk/text.html",
        title=i18n.t("desk.text.title"),
        draft=draft,
        save=save,
        left=draft_problems.of_file(draft, desk.OUTLINE),
        text=typed.text("text") if posted else desk.text_of(draft, desk.OUTLINE),
        seen=desk.seen(draft, desk.OUTLINE),
    )


@pages.route(
    f"{desk.DRAFT}/new-<any(module, lesson, quiz):kind>", methods=["GET", "POST"]
)
def add(slug: str, kind: str) -> Response:
    draft = desk.open_to_write(slug)

    def save() -> Response:
        title = typed.both("title")
        part = typed.line("id") or short_name(title["en"]) or kind
        asked: dict[str, Any] = {"kind": kind, "id": part, "title": title}
        if kind != "module":
            asked["module"] = typed.line("module")
        if kind == "quiz":
            asked["pass_mark"] = typed.number("pass_mark") or 0
            asked["purpose"] = typed.line("purpose")
        desk.change("add_part", draft, **asked)
        if kind == "module":
            return desk.to_draft(slug, "part_added", f"module-{part}")
        return see(draft_problems.address_of_part(slug, kind, part), "part_added")

    return desk.form(
        "desk/new_part.html",
        title=i18n.t(f"desk.add.{kind}"),
        draft=draft,
        save=save,
        kind=kind,
        modules=[(module["id"], module["title"]) for module in modules_of(draft)],
        purposes=[(one, i18n.t(f"quiz.purpose.{one}")) for one in PURPOSES],
        asked=request.form or {"module": request.args.get("module", "")},
    )


@pages.route(f"{desk.DRAFT}/modules/<module>", methods=["GET", "POST"])
def rename_module(slug: str, module: str) -> Response:
    draft = desk.open_to_write(slug)
    found = _module(draft, module)

    def save() -> Response:
        desk.change("rename_module", draft, module=module, title=typed.both("title"))
        return desk.to_draft(slug, "draft_saved", f"module-{module}")

    return desk.form(
        "desk/module.html",
        title=i18n.t("desk.module.title"),
        draft=draft,
        save=save,
        module=module,
        asked=request.form
        or {f"title_{k}": v for k, v in in_both(found, "title").items()},
    )


def _module(draft: desk.Draft, module: str) -> dict[str, Any]:
    for found in draft["outline"].get("modules") or []:
        if isinstance(found, dict) and found.get("id") == module:
            return found
    raise NotFound("module_not_found", "This course has no such module.")


@pages.post(f"{PART}/<part>/move")
def move(slug: str, kind: str, part: str) -> Response:
    """One place up. Pressed on an old page it moves what stands there now, which
    destroys nothing."""
    draft = desk.open_to_write(slug)
    desk.change("move_part", draft, kind=kind, id=part)
    return see(desk.address(slug, f"{kind}-{part}"))


@pages.route(f"{PART}/<part>/removal", methods=["GET", "POST"])
def remove(slug: str, kind: str, part: str) -> Response:
    draft = desk.open_to_write(slug)
    title = _title_of(draft, kind, part)

    def save() -> Response:
        desk.change("remove_part", draft, revision=desk.looked_at(), kind=kind, id=part)
        return desk.to_draft(slug, "part_removed", "contents")

    return desk.form(
        "desk/confirm.html",
        title=i18n.t(f"desk.remove.{kind}", title=title),
        draft=draft,
        save=save,
        text=i18n.t(f"desk.remove.{kind}_text"),
        button=i18n.t("desk.remove.submit"),
    )


def _title_of(draft: desk.Draft, kind: str, part: str) -> str:
    for module in modules_of(draft):
        if kind == "module" and module["id"] == part:
            return str(module["title"])
        for found in module["parts"]:
            if (found["kind"], found["id"]) == (kind, part):
                return str(found["title"])
    raise NotFound(f"{kind}_not_found", f"This course has no such {kind}.")


def _problems_of(draft: desk.Draft, page: str) -> list[dict[str, Any]]:
    """Those of the outline that this page mends."""
    return [
        problem
        for problem in draft_problems.shown(draft, draft["problems"])
        if problem["page"] == page
    ]

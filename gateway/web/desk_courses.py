"""Courses being written: the list, a new one, one draft, its review, its end."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Response, request, url_for

from gateway import auth, i18n, rpc
from gateway.web import (
    desk,
    desk_lessons,
    desk_quizzes,
    draft_problems,
    taxonomy,
    typed,
)
from gateway.web.rendering import page, see
from shared.errors import Conflict, Invalid
from shared.identity import COURSE_AUTHORS, COURSE_REVIEWERS, COURSE_STAFF
from shared.languages import LANGUAGES
from shared.vocabulary import AUDIENCES, REVIEWED_TOPICS

pages = Blueprint("desk_courses", __name__)
DELICATE = tuple(sorted(REVIEWED_TOPICS))


@pages.get("/teaching/courses")
def index() -> Response:
    auth.require_role(*COURSE_STAFF)
    drafts = desk.ask("list_drafts", language=i18n.language())["items"]
    found = rpc.public(
        "learning",
        "list_courses",
        language=i18n.language(),
        limit=100,
        cursor=request.args.get("cursor"),
    )
    return page(
        "desk/index.html",
        title=i18n.t("desk.title"),
        section="teaching",
        trail=desk.trail()[:1],
        drafts=drafts,
        courses=found,
        drafted={draft["slug"] for draft in drafts},
        author=desk.is_author(),
    )


@pages.route("/teaching/new-course", methods=["GET", "POST"])
def start() -> Response:
    auth.require_role(*COURSE_AUTHORS)

    def save() -> Response:
        title = typed.both("title")
        begun = desk.ask(
            "start_course",
            slug=typed.line("slug") or short_name(title["en"]) or "course",
            title=title,
            summary=typed.both("summary"),
            audiences=request.form.getlist("audiences"),
            topics=topics(),
            language=i18n.language(),
        )
        return desk.to_draft(begun, "draft_begun")

    return desk.form(
        "desk/new_course.html",
        title=i18n.t("desk.new.title"),
        save=save,
        audiences=AUDIENCES,
        delicate=DELICATE,
        topics=plain_topics(topics()),
        asked=request.form,
        chosen=[
            chosen
            for name in ("audiences", "delicate", "topics")
            for chosen in request.form.getlist(name)
        ],
    )


def short_name(title: str) -> str:
    """A name for addresses out of an English title."""
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:64].strip("-")


def topics() -> list[str]:
    """Those that were ticked, the delicate ones first."""
    together = [*request.form.getlist("delicate"), *request.form.getlist("topics")]
    return list(dict.fromkeys(filter(None, together)))


def plain_topics(held: list[str]) -> list[tuple[str, str]]:
    """``(id, label)`` of topics that need no reviewer, and of those held already,
    which an older taxonomy may have had."""
    offered = dict(taxonomy.choices("topic"))
    offered |= {topic: taxonomy.label(topic) for topic in held}
    return [(topic, label) for topic, label in offered.items() if topic not in DELICATE]


@pages.post("/teaching/courses/<slug>/next-version")
def open_next(slug: str) -> Response:
    auth.require_role(*COURSE_AUTHORS)
    opened = desk.ask("open_draft", slug=slug, language=i18n.language())
    return see(desk.address(opened))


@pages.get(desk.DRAFT)
def draft(slug: str) -> Response:
    return _draft(desk.read(slug))


@pages.post(f"{desk.DRAFT}/publication")
def publish(slug: str) -> Response:
    """Publish the draft, or send it to a reviewer; the service tells which."""
    found = desk.open_to_write(slug)
    try:
        done = desk.ask("publish_draft", slug=slug, revision=desk.looked_at())
    except (Invalid, Conflict) as refusal:
        return _draft(found, refusal)
    if done["status"] == "awaiting_review":
        return desk.to_draft(slug, "draft_sent")
    return see(url_for("courses.course", slug=slug), "course_published")


def _draft(found: desk.Draft, refusal: Invalid | Conflict | None = None) -> Response:
    problems = desk.problems_of(refusal) if refusal else {}
    fields = refusal.fields if isinstance(refusal, Invalid) else {}
    left = [{"place": place, "messages": said} for place, said in fields.items()]
    return page(
        "desk/draft.html",
        title=found["title"],
        status=desk.status_of(problems, refusal),
        section="teaching",
        trail=desk.trail(),
        draft=found,
        modules=modules_of(found),
        left=draft_problems.gathered(
            draft_problems.shown(found, left or found["problems"])
        ),
        problems=problems,
        author=desk.is_author(),
        reviewer=desk.is_reviewer(),
        needs_reviewer=needs_reviewer(found),
    )


def needs_reviewer(draft: desk.Draft) -> bool:
    return bool(draft["delicate"]) and not draft["outline"].get("reviewed_by")


def modules_of(draft: desk.Draft) -> list[dict[str, Any]]:
    """``{id, title, parts}``; parts ``{kind, id, title, first}`` in their order.

    The outline may be anything its author wrote; what is no module is left out.
    """
    titles = draft["titles"]
    shown: list[dict[str, Any]] = []
    listed = draft["outline"].get("modules")
    for module in listed if isinstance(listed, list) else []:
        if not isinstance(module, dict):
            continue
        parts = [
            {
                "kind": kind,
                "id": part,
                "title": titles.get(f"{folder}/{part}") or part,
                "first": not shown and at == 0,
            }
            for kind, folder in (("lesson", "lessons"), ("quiz", "quizzes"))
            for at, part in enumerate(_ids(module.get(folder)))
        ]
        title = module.get("title")
        words = title.get(draft["language"]) if isinstance(title, dict) else None
        name = str(module.get("id"))
        shown.append({"id": name, "title": words or name, "parts": parts})
    return shown


def _ids(listed: object) -> list[str]:
    return [str(one) for one in listed] if isinstance(listed, list) else []


@pages.route(f"{desk.DRAFT}/review", methods=["GET", "POST"])
def review(slug: str) -> Response:
    """Everything to read, and the place to answer for it by name."""
    auth.require_role(*COURSE_REVIEWERS)
    found = desk.read(slug)

    def save() -> Response:
        if not request.form.get("answers"):
            raise desk.wrong("answers")
        desk.ask(
            "review_draft",
            slug=slug,
            revision=desk.looked_at(),
            reviewed_by=typed.line("reviewed_by"),
        )
        return see(url_for("courses.course", slug=slug), "course_published")

    return desk.form(
        "desk/review.html",
        title=i18n.t("desk.review.title", title=found["title"]),
        draft=found,
        save=save,
        parts=_to_read(found),
        objectives=in_both(found["outline"], "objectives")[i18n.language()],
        sources=sources_of(found),
        asked=request.form,
    )


@pages.route(f"{desk.DRAFT}/removal", methods=["GET", "POST"])
def discard(slug: str) -> Response:
    found = desk.open_to_write(slug)

    def save() -> Response:
        desk.ask("discard_draft", slug=slug, revision=desk.looked_at())
        return see(url_for("desk_courses.index"), "draft_discarded")

    return desk.form(
        "desk/confirm.html",
        title=i18n.t("desk.discard.title", title=found["title"]),
        draft=found,
        save=save,
        text=i18n.t("desk.discard.text"),
        button=i18n.t("desk.discard.submit"),
    )


def _to_read(draft: desk.Draft) -> list[dict[str, Any]]:
    """Every lesson and quiz, one under the other on one page."""
    shown = []
    for module in modules_of(draft):
        for part in module["parts"]:
            show = desk_lessons.show if part["kind"] == "lesson" else desk_quizzes.show
            shown.append({"kind": part["kind"], **show(draft["slug"], part["id"])})
    return shown


def sources_of(draft: desk.Draft) -> list[dict[str, Any]]:
    listed = draft["outline"].get("sources")
    entries = listed if isinstance(listed, list) else []
    return [entry for entry in entries if isinstance(entry, dict)]


def other_courses(slug: str) -> list[tuple[str, str]]:
    """``(slug, title)`` of published courses that may come before this one."""
    found = rpc.public("learning", "list_courses", language=i18n.language(), limit=100)
    return [(c["slug"], c["title"]) for c in found["items"] if c["slug"] != slug]


def in_both(outline: dict[str, Any], name: str) -> dict[str, Any]:
    """``{uk, en}`` of the outline, or nothing in either where it holds no such pair."""
    found = outline.get(name)
    pair = found if isinstance(found, dict) else {}
    return {language: pair.get(language) or "" for language in LANGUAGES}

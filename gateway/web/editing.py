"""The library for editors and reviewers: the list, one item, the steps it takes."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for

from gateway import accounts, auth, i18n, rpc
from gateway.web import course_problems, forms, rendering, typed
from gateway.web.rendering import page, see
from shared.contracts.editing_rpc import STATES
from shared.errors import Conflict, Forbidden, Invalid, ServiceError
from shared.identity import LIBRARY_EDITORS, LIBRARY_STAFF
from shared.vocabulary import REVIEWED_TOPICS

pages = Blueprint("editing", __name__)
WORKS = "/teaching/library"
WORK = f"{WORKS}/<slug>"

Work = dict[str, Any]
Trail = list[tuple[str, str]]


def read(slug: str) -> Work:
    """The newest revision, for those who write and approve.

    Raises:
        Unauthenticated, Forbidden: for nobody else.
        NotFound: ``item_not_found``.
    """
    auth.require_role(*LIBRARY_STAFF)
    found: Work = rpc.call("content", "get_work", slug=slug, language=i18n.language())
    return found


def is_editor() -> bool:
    return auth.has_role(*LIBRARY_EDITORS)


def address(slug: str, anchor: str | None = None) -> str:
    return url_for("editing.show", slug=slug, _anchor=anchor)


def trail(work: Work | None = None) -> Trail:
    above = [
        (i18n.t("teaching.title"), url_for("teaching.index")),
        (i18n.t("editing.title"), url_for("editing.index")),
    ]
    return [*above, (work["title"], address(work["slug"]))] if work else above


@pages.get(WORKS)
def index() -> Response:
    auth.require_role(*LIBRARY_STAFF)
    asked = rendering.asked("state")
    found = rpc.call(
        "content", "list_works", language=i18n.language(), **rendering.given(asked)
    )
    return page(
        "editing/index.html",
        title=i18n.t("editing.title"),
        section="teaching",
        trail=trail()[:1],
        found=found,
        asked=asked,
        states=rendering.choices("item_state", STATES),
        editor=is_editor(),
    )


@pages.get(WORK)
def show(slug: str) -> Response:
    return work_page(read(slug))


def work_page(work: Work, problems: dict[str, str] | None = None) -> Response:
    """The page of an item, and what was refused on it."""
    slug = work["slug"]
    history = rpc.call("content", "get_history", slug=slug)["items"]
    revisions = rpc.call("content", "list_revisions", slug=slug)["items"]
    people = {entry["by"] for entry in [*history, *revisions] if entry["by"]}
    return page(
        "editing/work.html",
        title=work["title"],
        status=422 if problems else 200,
        section="teaching",
        trail=trail(),
        work=work,
        history=history,
        revisions=revisions,
        names=accounts.names(*people),
        problems=problems or {},
        asked=request.form,
        editor=is_editor(),
        own_name=own_name(),
        delicate=sorted(REVIEWED_TOPICS.intersection(work["topics"])),
    )


def own_name() -> str:
    person = auth.require_person().person_id
    return accounts.names(person).get(person, "")


@pages.post(f"{WORK}/steps")
def step(slug: str) -> Response:
    """Take the item to the state whose button was pressed."""
    work = read(slug)
    to = typed.line("to")
    asked: dict[str, Any] = {
        "to": to,
        "revision": typed.number("revision") or 0,
        "comment": typed.text("comment").strip(),
    }
    if to == "published":
        moments = {name: typed.line(name) or None for name in ("at", "until")}
        asked |= {**moments, "reviewed_by": typed.line("reviewed_by") or None}
    try:
        moved = rpc.call("content", "move_item", slug=slug, **asked)
    except (Invalid, Conflict, Forbidden) as refusal:
        return work_page(work, problems_of(refusal))
    waits = moved["scheduled_at"] and to == "published"
    return see(address(slug), "item_scheduled" if waits else f"item_{to}")


@pages.post(f"{WORK}/comments")
def comment(slug: str) -> Response:
    work = read(slug)
    try:
        rpc.call("content", "comment_item", slug=slug, text=typed.text("text"))
    except (Invalid, Conflict) as refusal:
        return work_page(work, problems_of(refusal))
    return see(address(slug, "history"), "item_commented")


@pages.get(f"{WORK}/revisions/<int:revision>")
def compare(slug: str, revision: int) -> Response:
    """What a revision changed, against the one before it or another."""
    work = read(slug)
    against = request.args.get("against", "")
    old = int(against) if against.isdecimal() and len(against) < 6 else revision - 1
    found = rpc.call(
        "content", "compare_revisions", slug=slug, old=max(old, 1), new=revision
    )
    return page(
        "editing/revision.html",
        title=i18n.t("editing.revision", number=revision),
        section="teaching",
        trail=trail(work),
        work=work,
        revision=revision,
        compared=found,
        editor=is_editor(),
    )


@pages.post(f"{WORK}/restoration")
def restore(slug: str) -> Response:
    """Write an earlier revision anew over the one that was looked at."""
    work = read(slug)
    asked = {name: typed.number(name) or 0 for name in ("revision", "restored")}
    try:
        rpc.call("content", "restore_revision", slug=slug, **asked)
    except (Invalid, Conflict) as refusal:
        return work_page(work, problems_of(refusal))
    return see(address(slug), "item_restored")


def problems_of(refusal: ServiceError) -> dict[str, str]:
    """Field to a sentence; a refusal as a whole stands under the empty name."""
    if not isinstance(refusal, Invalid) or refusal.code != "invalid_fields":
        field = "reviewed_by" if refusal.code == "reviewer_required" else ""
        return {field: forms.general(refusal)}
    found: dict[str, str] = {}
    for place, messages in refusal.fields.items():
        field = field_of(place)
        key = f"problem.editing.{field}"
        found.setdefault(field, i18n.t(key) if i18n.has(key) else _said(messages[0]))
    return found


def _said(message: str) -> str:
    """What is wrong with a line of a text."""
    line, _, problem = message.partition(": ")
    number = line.removeprefix("Line ")
    if not number.isdecimal():
        return course_problems.in_words(message)
    return i18n.t("editing.line", number=number, said=course_problems.in_words(problem))


def field_of(place: str) -> str:
    """``translations.uk.body`` is of ``body_uk``, ``sources.0.url`` of ``sources``."""
    parts = place.split(".")
    if parts[0] != "translations":
        return parts[0]
    return f"{parts[-1]}_{parts[1]}" if len(parts) > 2 else "title_uk"

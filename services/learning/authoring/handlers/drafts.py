"""Drafts: begun, looked at, reviewed, published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from services.learning.authoring.domain import outline_text
from services.learning.authoring.domain.draft import (
    AUTHORS,
    AWAITING_REVIEW,
    DRAFT,
    READERS,
    REVIEWERS,
    Draft,
    check,
    needs_review,
)
from services.learning.authoring.domain.showing import show_draft
from services.learning.catalogue.domain.course import Course
from services.learning.catalogue.domain.folder import Folder
from services.learning.catalogue.domain.outline import PATH
from services.learning.catalogue.handlers import Courses, Now
from services.learning.topics.handlers import Topics, check_topics
from shared.envelope import Cause
from shared.errors import Conflict, Forbidden, Invalid, NotFound
from shared.identity import Identity


class Drafts(Protocol):
    def find(self, slug: str) -> Draft | None: ...
    def all(self) -> list[Draft]: ...
    def put(self, draft: Draft) -> None: ...
    def save(self, draft: Draft) -> Draft: ...
    def remove(self, slug: str) -> None: ...


def list_drafts(drafts: Drafts, caller: Identity, *, language: str) -> dict[str, Any]:
    """``{items}``, the last changed first.

    Raises:
        Forbidden: ``role_required``.
    """
    caller.require_role(*READERS)
    return {
        "items": [show_draft(draft, check(draft), language) for draft in drafts.all()]
    }


def get_draft(
    drafts: Drafts, caller: Identity, *, slug: str, language: str
) -> dict[str, Any]:
    """The draft with its files and with all that is wrong with them.

    Raises:
        Forbidden: ``role_required``.
        NotFound: ``draft_not_found``.
    """
    caller.require_role(*READERS)
    draft = find(drafts, slug)
    return show_draft(draft, check(draft), language)


def start_course(
    drafts: Drafts,
    courses: Courses,
    now: Now,
    caller: Identity,
    *,
    slug: str,
    title: Mapping[str, str],
    summary: Mapping[str, str],
    audiences: list[str],
    topics: list[str],
    language: str,
) -> dict[str, Any]:
    """Begin a course that does not exist yet.

    Raises:
        Forbidden: ``role_required``.
        Conflict: ``slug_taken``: there is such a course, or such a draft.
    """
    caller.require_role(*AUTHORS)
    if drafts.find(slug) is not None or newest_of(courses, slug) is not None:
        raise Conflict("slug_taken", "There is a course with this short name already.")
    outline = outline_text.new_outline(slug, title, summary, audiences, topics)
    draft = Draft(slug, Folder({PATH: outline}), DRAFT, now(), caller.person_id)
    return shown(drafts.save(draft), language)


def open_draft(
    drafts: Drafts,
    courses: Courses,
    now: Now,
    caller: Identity,
    *,
    slug: str,
    language: str,
) -> dict[str, Any]:
    """The draft of the next version of a published course; the one there is, if so.

    Raises:
        Forbidden: ``role_required``.
        NotFound: ``course_not_found``.
    """
    caller.require_role(*AUTHORS)
    found = drafts.find(slug)
    if found is not None:
        return shown(found, language)
    newest = courses.newest(slug)
    folder = courses.folder(slug, newest)
    outline = outline_text.next_version(folder.texts[PATH], newest)
    folder = replace(folder, texts={**folder.texts, PATH: outline})
    draft = Draft(slug, folder, DRAFT, now(), caller.person_id)
    return shown(drafts.save(draft), language)


def publish_draft(
    drafts: Drafts,
    courses: Courses,
    topics: Topics,
    now: Now,
    caller: Identity,
    *,
    slug: str,
    revision: int,
    cause: Cause,
) -> dict[str, Any]:
    """Publish the draft as it was looked at; ``{slug, version, status}``.

    Raises:
        Forbidden, NotFound, Conflict ``stale``, and as ``folders.import_course``.
    """
    caller.require_role(*AUTHORS)
    draft = at_revision(find(drafts, slug), revision)
    course = _sound(draft)
    check_topics(topics, course)
    if needs_review(course, caller):
        waiting = replace(
            draft,
            status=AWAITING_REVIEW,
            updated_at=now(),
            updated_by=caller.person_id,
        )
        drafts.save(waiting)
        status = AWAITING_REVIEW
    else:
        status = courses.publish(course, draft.folder, at=now(), cause=cause)
        drafts.remove(slug)
    return {"slug": slug, "version": course.version, "status": status}


def review_draft(
    drafts: Drafts,
    courses: Courses,
    topics: Topics,
    now: Now,
    caller: Identity,
    *,
    slug: str,
    revision: int,
    reviewed_by: str,
    cause: Cause,
) -> dict[str, Any]:
    """Answer for the draft by name, and publish it; ``{slug, version, status}``.

    Whoever wrote the last revision cannot review it.

    Raises:
        Forbidden: ``role_required`` or ``not_your_own``.
        Otherwise as ``publish_draft``; Conflict ``not_awaiting_review``.
    """
    caller.require_role(*REVIEWERS)
    draft = at_revision(find(drafts, slug), revision)
    if draft.status != AWAITING_REVIEW:
        raise Conflict("not_awaiting_review", "Nobody asked to have this reviewed yet.")
    if draft.updated_by is not None and draft.updated_by == caller.person_id:
        raise Forbidden("not_your_own", "Somebody else must answer for your words.")
    outline = outline_text.set_facts(
        draft.folder.texts[PATH], {"reviewed_by": reviewed_by}
    )
    reviewed = draft.with_texts({PATH: outline})
    course = _sound(reviewed)
    check_topics(topics, course)
    status = courses.publish(course, reviewed.folder, at=now(), cause=cause)
    drafts.remove(slug)
    return {"slug": slug, "version": course.version, "status": status}


def discard_draft(
    drafts: Drafts, caller: Identity, *, slug: str, revision: int
) -> None:
    """Throw the draft away; what is published stays.

    Raises:
        Forbidden, NotFound, Conflict ``stale``.
    """
    caller.require_role(*AUTHORS)
    at_revision(find(drafts, slug), revision)
    drafts.remove(slug)


def find(drafts: Drafts, slug: str) -> Draft:
    found = drafts.find(slug)
    if found is None:
        raise NotFound("draft_not_found", "There is no draft of this course.")
    return found


def at_revision(draft: Draft, revision: int) -> Draft:
    if draft.revision != revision:
        raise Conflict("stale", "Someone else changed this draft; look at it again.")
    return draft


def shown(draft: Draft, language: str) -> dict[str, Any]:
    return show_draft(draft, check(draft), language)


def newest_of(courses: Courses, slug: str) -> int | None:
    try:
        return courses.newest(slug)
    except NotFound:
        return None


def _sound(draft: Draft) -> Course:
    checked = check(draft)
    if checked.course is None:
        raise Invalid(
            "broken_course", "The course folder has problems.", dict(checked.problems)
        )
    return checked.course

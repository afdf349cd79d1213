"""Bring courses in and out as folders."""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from services.learning.authoring.domain.draft import (
    AUTHORS,
    AWAITING_REVIEW,
    DRAFT,
    READERS,
    Draft,
    needs_review,
    origin,
)
from services.learning.authoring.handlers.drafts import Drafts, newest_of
from services.learning.catalogue.domain.course import Course
from services.learning.catalogue.domain.folder import Folder, read_course
from services.learning.catalogue.handlers import Courses, Now
from services.learning.topics.handlers import Topics, check_topics
from shared.envelope import Cause
from shared.errors import Invalid
from shared.identity import Identity


def import_course(
    drafts: Drafts,
    courses: Courses,
    topics: Topics,
    now: Now,
    caller: Identity,
    files: Mapping[str, str],
    attachments: Mapping[str, str],
    *,
    cause: Cause,
) -> dict[str, Any]:
    """Publish the course in a folder; ``{slug, version, status}``.

    One about a delicate topic that no reviewer answers for becomes a draft, with the
    status ``awaiting_review``; ``draft_kept`` if an author is at work on one.

    Args:
        attachments: name inside ``files/`` to content in base 64.

    Raises:
        Forbidden: ``role_required``.
        Invalid: ``broken_course``, with every problem by file and line, or
            ``orphaned_progress``.
        Conflict: ``version_published``, ``version_outdated`` or ``stale``.
    """
    caller.require_role(*AUTHORS)
    folder = Folder(dict(files), _decoded(attachments))
    course = read_course(folder)
    check_topics(topics, course)
    if needs_review(course, caller):
        status = _await_review(drafts, courses, now, caller, course, folder)
    else:
        status = courses.publish(course, folder, at=now(), cause=cause)
        waiting = drafts.find(course.slug)
        if status == "imported" and waiting and waiting.status == AWAITING_REVIEW:
            drafts.remove(course.slug)  # this is what it waited for
    return {"slug": course.slug, "version": course.version, "status": status}


def _await_review(
    drafts: Drafts,
    courses: Courses,
    now: Now,
    caller: Identity,
    course: Course,
    folder: Folder,
) -> str:
    """The status of what nobody answers for yet: the same folder sent again, as at
    every start of the local platform, changes nothing, and never what an author or a
    reviewer has made of it since."""
    newest = newest_of(courses, course.slug)
    if newest is not None:
        published = courses.get(course.slug, newest)
        reviewed = replace(course, reviewed_by=published.reviewed_by)
        if reviewed.digest() == published.digest():
            return "unchanged"
    came_from = origin(folder)
    found = drafts.find(course.slug)
    if found is not None and found.came_from == came_from:
        return "unchanged"
    if found is not None and found.status == DRAFT:
        return "draft_kept"
    drafts.put(
        Draft(
            course.slug,
            folder,
            AWAITING_REVIEW,
            now(),
            caller.person_id,
            came_from=came_from,
        )
    )
    return AWAITING_REVIEW


def export_course(
    drafts: Drafts,
    courses: Courses,
    caller: Identity,
    *,
    slug: str,
    version: int | None,
) -> dict[str, Any]:
    """``{slug, files, attachments}`` as they came in, byte for byte.

    The newest published version where none is named; the draft of a course that was
    never published.

    Raises:
        Forbidden: ``role_required``.
        NotFound: ``course_not_found``.
    """
    caller.require_role(*READERS)
    draft = drafts.find(slug) if version is None else None
    if draft is not None:
        folder = draft.folder
    else:
        number = courses.newest(slug) if version is None else version
        folder = courses.folder(slug, number)
    return {"slug": slug, "files": folder.texts, "attachments": _encoded(folder)}


def _encoded(folder: Folder) -> dict[str, str]:
    return {
        name: b64encode(content).decode()
        for name, content in folder.attachments.items()
    }


def _decoded(attachments: Mapping[str, str]) -> dict[str, bytes]:
    decoded = {}
    for name, content in attachments.items():
        try:
            decoded[name] = b64decode(content, validate=True)
        except (NotBase64, ValueError):
            raise Invalid(
                "broken_course",
                "The course folder has problems.",
                {f"files/{name}:1": ["This file did not arrive whole; send it again."]},
            ) from None
    return decoded

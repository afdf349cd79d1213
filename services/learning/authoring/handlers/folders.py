"""Bring courses in and out as folders."""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from typing import Any

from services.learning.authoring.domain.draft import (
    AUTHORS,
    AWAITING_REVIEW,
    READERS,
    Draft,
    delicate_topics,
)
from services.learning.authoring.handlers.drafts import Drafts
from services.learning.catalogue.domain.folder import Folder, read_course
from services.learning.catalogue.handlers import Courses, Now
from shared.envelope import Cause
from shared.errors import Invalid
from shared.identity import Identity


def import_course(
    drafts: Drafts,
    courses: Courses,
    now: Now,
    caller: Identity,
    files: Mapping[str, str],
    attachments: Mapping[str, str],
    *,
    cause: Cause,
) -> dict[str, Any]:
    """Publish the course in a folder; ``{slug, version, status}``.

    One about a delicate topic that no reviewer answers for becomes a draft, with the
    status ``awaiting_review``.

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
    if delicate_topics(course):
        draft = Draft(course.slug, folder, AWAITING_REVIEW, now(), caller.person_id)
        drafts.put(draft)
        status = AWAITING_REVIEW
    else:
        status = courses.publish(course, folder, at=now(), cause=cause)
        drafts.remove(course.slug)
    return {"slug": course.slug, "version": course.version, "status": status}


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

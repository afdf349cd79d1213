"""A draft as learners would see it, for those who write and review it."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from services.learning.authoring.domain.draft import READERS, check
from services.learning.authoring.domain.part_files import lesson_path, show_lesson
from services.learning.authoring.handlers.drafts import Drafts, find
from services.learning.catalogue.domain.showing import show_lesson as show_as_learners
from shared.errors import NotFound
from shared.identity import Identity
from shared.languages import LANGUAGES


def preview_lesson(
    drafts: Drafts, caller: Identity, *, slug: str, lesson: str, language: str
) -> dict[str, Any]:
    """The lesson as learners would see it, sound or not.

    Raises:
        Forbidden: ``role_required``.
        NotFound: ``draft_not_found`` or ``lesson_not_found``.
    """
    caller.require_role(*READERS)
    draft = find(drafts, slug)
    course = check(draft).course
    if course is not None:
        return {**show_as_learners(course, lesson, language), "sound": True}
    text = draft.folder.texts.get(lesson_path(lesson, language))
    if text is None:
        raise NotFound("lesson_not_found", "This course has no such lesson.")
    found = show_lesson(lesson_path(lesson, language), text)
    return {
        "slug": slug,
        "version": 0,
        "title": found.title,
        "course_title": slug,
        "language": language,
        "languages": list(LANGUAGES),
        "id": lesson,
        "minutes": found.minutes,
        "body": found.body,
        "files": [],
        "position": 1,
        "of": 1,
        "previous": None,
        "next": None,
        "quizzes": [],
        "sound": False,
    }


def get_draft_file(
    drafts: Drafts, caller: Identity, *, slug: str, name: str
) -> dict[str, Any]:
    """As ``catalogue.handlers.get_file``, of a draft."""
    caller.require_role(*READERS)
    draft = find(drafts, slug)
    course = check(draft).course
    if course is None or name not in draft.folder.attachments:
        raise NotFound("file_not_found", "This course has no such file.")
    file = course.file(name)
    return {
        "name": file.id,
        "media_type": file.media_type,
        "digest": file.digest,
        "content": b64encode(draft.folder.attachments[name]).decode(),
    }

"""A draft's parts, for those who write and review it.

Every one of them raises:
    Forbidden: ``role_required``.
    NotFound: ``draft_not_found``, or that of the part.
"""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from services.learning.authoring.domain import previews
from services.learning.authoring.domain.draft import READERS, Draft
from services.learning.authoring.handlers.drafts import Drafts, find
from services.learning.catalogue.domain.attachments import media_type, problems_of
from shared.attachments import digest
from shared.errors import NotFound
from shared.identity import Identity


def get_draft_lesson(
    drafts: Drafts, caller: Identity, *, slug: str, lesson: str
) -> dict[str, Any]:
    """The lesson's texts in every language, to be changed."""
    return previews.lesson_texts(_read(drafts, caller, slug), lesson)


def preview_lesson(
    drafts: Drafts, caller: Identity, *, slug: str, lesson: str, language: str
) -> dict[str, Any]:
    """The lesson as learners would see it, as far as it can be shown."""
    return previews.preview_lesson(_read(drafts, caller, slug), lesson, language)


def preview_quiz(
    drafts: Drafts, caller: Identity, *, slug: str, quiz: str, language: str
) -> dict[str, Any]:
    """The quiz with its right answers, if nothing is wrong with it."""
    return previews.preview_quiz(_read(drafts, caller, slug), quiz, language)


def get_draft_file(
    drafts: Drafts, caller: Identity, *, slug: str, name: str
) -> dict[str, Any]:
    """As ``catalogue.handlers.get_file``, of a draft. What a course may not hold is
    not shown either."""
    content = _read(drafts, caller, slug).folder.attachments.get(name)
    if content is None or any(problems_of(name, content)):
        raise NotFound("file_not_found", "This course has no such file.")
    return {
        "name": name,
        "media_type": media_type(name),
        "digest": digest(content),
        "content": b64encode(content).decode(),
    }


def _read(drafts: Drafts, caller: Identity, slug: str) -> Draft:
    caller.require_role(*READERS)
    return find(drafts, slug)

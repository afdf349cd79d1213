"""Changes to a draft, each of the revision that its author has looked at.

Every one of them raises:
    Forbidden: ``role_required``.
    NotFound: ``draft_not_found``.
    Conflict: ``stale``: somebody else has changed the draft since.
    Invalid: ``broken_course`` where the outline must be mended by hand first.
"""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from marshmallow import ValidationError

from services.learning.authoring.domain import outline_text
from services.learning.authoring.domain.draft import AUTHORS, Draft
from services.learning.authoring.domain.part_files import (
    LessonText,
    lesson_path,
    new_lesson,
    new_quiz,
    part_path,
    quiz_path,
    with_question,
    write_lesson,
)
from services.learning.authoring.handlers.drafts import (
    Drafts,
    at_revision,
    find,
    newest_of,
    shown,
)
from services.learning.catalogue.domain.attachments import MAX_SIZE
from services.learning.catalogue.domain.outline import PATH, is_file_name
from services.learning.catalogue.handlers import Courses, Now
from shared.errors import Invalid, NotFound
from shared.identity import Identity
from shared.languages import LANGUAGES

Change = Callable[[Draft], Draft]


def change_outline(
    drafts: Drafts,
    now: Now,
    caller: Identity,
    *,
    slug: str,
    revision: int,
    facts: Mapping[str, Any],
    language: str,
) -> dict[str, Any]:
    """Give what the course says about itself new values."""

    def change(draft: Draft) -> Draft:
        outline = outline_text.set_facts(draft.folder.texts[PATH], facts)
        return draft.with_texts({PATH: outline})

    return _change(drafts, now, caller, slug, revision, change, language)


def add_part(
    drafts: Drafts,
    now: Now,
    caller: Identity,
    *,
    slug: str,
    revision: int,
    kind: str,
    id: str,  # noqa: A002  # its name on the wire
    title: Mapping[str, str],
    module: str | None,
    pass_mark: int,
    purpose: str,
    language: str,
) -> dict[str, Any]:
    """Add a module, or a lesson or quiz at the end of one.

    Raises besides: Conflict ``part_taken``, NotFound ``module_not_found``.
    """

    def change(draft: Draft) -> Draft:
        outline = draft.folder.texts[PATH]
        if kind == "module":
            return draft.with_texts({PATH: outline_text.add_module(outline, id, title)})
        outline = outline_text.add_part(outline, module or "", kind, id)
        if kind == "lesson":
            return draft.with_texts({PATH: outline, **new_lesson(id, title)})
        files = new_quiz(id, title, pass_mark, purpose)
        return draft.with_texts({PATH: outline, **files})

    return _change(drafts, now, caller, slug, revision, change, language)


def rename_module(
    drafts: Drafts,
    now: Now,
    caller: Identity,
    *,
    slug: str,
    revision: int,
    module: str,
    title: Mapping[str, str],
    language: str,
) -> dict[str, Any]:
    """Raises besides: NotFound ``module_not_found``."""

    def change(draft: Draft) -> Draft:
        outline = draft.folder.texts[PATH]
        return draft.with_texts(
            {PATH: outline_text.rename_module(outline, module, title)}
        )

    return _change(drafts, now, caller, slug, revision, change, language)


def remove_part(
    drafts: Drafts,
    courses: Courses,
    now: Now,
    caller: Identity,
    *,
    slug: str,
    revision: int,
    kind: str,
    id: str,  # noqa: A002
    language: str,
) -> dict[str, Any]:
    """Take a lesson or quiz out, with its files, or an empty module.

    Raises besides: Conflict ``module_not_empty``, NotFound ``module_not_found``.
    """
    newest = newest_of(courses, slug)
    published = newest is not None and id in courses.get(slug, newest).parts()

    def change(draft: Draft) -> Draft:
        outline = draft.folder.texts[PATH]
        if kind == "module":
            return draft.with_texts({PATH: outline_text.remove_module(outline, id)})
        outline = outline_text.remove_part(outline, kind, id, published=published)
        gone = {part_path(kind, id, code): None for code in LANGUAGES}
        return draft.with_texts({PATH: outline, **gone})

    return _change(drafts, now, caller, slug, revision, change, language)


def move_part(
    drafts: Drafts,
    now: Now,
    caller: Identity,
    *,
    slug: str,
    revision: int,
    kind: str,
    id: str,  # noqa: A002
    language: str,
) -> dict[str, Any]:
    """Let a lesson or quiz come one place earlier."""

    def change(draft: Draft) -> Draft:
        outline = outline_text.move_up(draft.folder.texts[PATH], kind, id)
        return draft.with_texts({PATH: outline})

    return _change(drafts, now, caller, slug, revision, change, language)


def write_lessons(
    drafts: Drafts,
    now: Now,
    caller: Identity,
    *,
    slug: str,
    revision: int,
    lesson: str,
    minutes: int,
    title: Mapping[str, str],
    body: Mapping[str, str],
    language: str,
) -> dict[str, Any]:
    """Write a lesson in every language.

    Raises besides: NotFound ``lesson_not_found``.
    """

    def change(draft: Draft) -> Draft:
        if lesson_path(lesson, LANGUAGES[0]) not in draft.folder.texts:
            raise NotFound("lesson_not_found", "This course has no such lesson.")
        return draft.with_texts(
            {
                lesson_path(lesson, code): write_lesson(
                    LessonText(title[code], minutes, body[code])
                )
                for code in LANGUAGES
            }
        )

    return _change(drafts, now, caller, slug, revision, change, language)


def write_quizzes(
    drafts: Drafts,
    now: Now,
    caller: Identity,
    *,
    slug: str,
    revision: int,
    quiz: str,
    texts: Mapping[str, str],
    add: str | None,
    language: str,
) -> dict[str, Any]:
    """Write a quiz's file in every language, with one more question to fill in.

    Args:
        add: the kind of that question; None for none.

    Raises besides: NotFound ``quiz_not_found``.
    """

    def change(draft: Draft) -> Draft:
        if quiz_path(quiz, LANGUAGES[0]) not in draft.folder.texts:
            raise NotFound("quiz_not_found", "This course has no such quiz.")
        return draft.with_texts(
            {
                quiz_path(quiz, code): with_question(text, add) if add else text
                for code, text in texts.items()
            }
        )

    return _change(drafts, now, caller, slug, revision, change, language)


def write_file(
    drafts: Drafts,
    now: Now,
    caller: Identity,
    *,
    slug: str,
    revision: int,
    path: str,
    text: str,
    language: str,
) -> dict[str, Any]:
    """Write one of the draft's text files as a whole.

    Raises besides: NotFound ``file_not_found``.
    """

    def change(draft: Draft) -> Draft:
        if path not in draft.folder.texts:
            raise NotFound("file_not_found", "This course has no such file.")
        return draft.with_texts({path: text})

    return _change(drafts, now, caller, slug, revision, change, language)


def attach(
    drafts: Drafts,
    now: Now,
    caller: Identity,
    *,
    slug: str,
    revision: int,
    name: str,
    title: Mapping[str, str],
    licence: str,
    content: str,
    language: str,
) -> dict[str, Any]:
    """Put a picture or a download into ``files/``, in place of one of its name.

    Args:
        content: base 64.

    Raises besides: Invalid ``invalid_fields``: not a name, or too large.
    """
    held = _content(name, content)

    def change(draft: Draft) -> Draft:
        entry = {"name": name, "title": dict(title), "licence": licence}
        outline = outline_text.set_file(draft.folder.texts[PATH], name, entry)
        return draft.with_texts({PATH: outline}).with_attachment(name, held)

    return _change(drafts, now, caller, slug, revision, change, language)


def detach(
    drafts: Drafts,
    now: Now,
    caller: Identity,
    *,
    slug: str,
    revision: int,
    name: str,
    language: str,
) -> dict[str, Any]:
    """Take a picture or a download out of ``files/``."""

    def change(draft: Draft) -> Draft:
        outline = outline_text.set_file(draft.folder.texts[PATH], name, None)
        return draft.with_texts({PATH: outline}).with_attachment(name, None)

    return _change(drafts, now, caller, slug, revision, change, language)


def _change(
    drafts: Drafts,
    now: Now,
    caller: Identity,
    slug: str,
    revision: int,
    change: Change,
    language: str,
) -> dict[str, Any]:
    caller.require_role(*AUTHORS)
    changed = change(at_revision(find(drafts, slug), revision))
    stamped = replace(changed, updated_at=now(), updated_by=caller.person_id)
    return shown(drafts.save(stamped), language)


def _content(name: str, content: str) -> bytes:
    try:
        is_file_name(name)
    except ValidationError as exc:
        raise _wrong("name", str(exc.messages[0])) from None
    try:
        held = b64decode(content, validate=True)
    except (NotBase64, ValueError):
        raise _wrong(
            "content", "This file did not arrive whole; send it again."
        ) from None
    if len(held) > MAX_SIZE:
        raise _wrong("content", f"The file is larger than {MAX_SIZE // 2**20} MiB.")
    return held


def _wrong(field: str, message: str) -> Invalid:
    return Invalid("invalid_fields", "Some fields need changing.", {field: [message]})

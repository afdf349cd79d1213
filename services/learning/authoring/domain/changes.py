"""Changes to a draft: each gives the draft as it is afterwards. Pure.

Invalid ``broken_course`` is raised by those that change the outline, where it must be
mended by hand first.
"""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError

from services.learning.authoring.domain import outline_text
from services.learning.authoring.domain.draft import Draft
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
from services.learning.catalogue.domain.attachments import MAX_SIZE
from services.learning.catalogue.domain.outline import PATH
from shared.attachments import is_file_name
from shared.errors import Invalid, NotFound
from shared.languages import LANGUAGES


def change_outline(draft: Draft, *, facts: Mapping[str, Any]) -> Draft:
    """Give what the course says about itself new values."""
    outline = outline_text.set_facts(draft.folder.texts[PATH], facts)
    return draft.with_texts({PATH: outline})


def add_part(
    draft: Draft,
    *,
    kind: str,
    id: str,  # noqa: A002  # its name on the wire
    title: Mapping[str, str],
    module: str | None,
    pass_mark: int,
    purpose: str,
) -> Draft:
    """Add a module, or a lesson or quiz at the end of one.

    Raises: Conflict ``part_taken``, NotFound ``module_not_found``.
    """
    outline = draft.folder.texts[PATH]
    if kind == "module":
        return draft.with_texts({PATH: outline_text.add_module(outline, id, title)})
    outline = outline_text.add_part(outline, module or "", kind, id)
    if kind == "lesson":
        return draft.with_texts({PATH: outline, **new_lesson(id, title)})
    files = new_quiz(id, title, pass_mark, purpose)
    return draft.with_texts({PATH: outline, **files})


def rename_module(draft: Draft, *, module: str, title: Mapping[str, str]) -> Draft:
    """Raises: NotFound ``module_not_found``."""
    outline = draft.folder.texts[PATH]
    return draft.with_texts({PATH: outline_text.rename_module(outline, module, title)})


def remove_part(
    draft: Draft,
    *,
    kind: str,
    id: str,  # noqa: A002
    published: bool,
) -> Draft:
    """Take a lesson or quiz out, with its files, or an empty module.

    Raises: Conflict ``module_not_empty``, NotFound ``module_not_found``.
    """
    outline = draft.folder.texts[PATH]
    if kind == "module":
        return draft.with_texts({PATH: outline_text.remove_module(outline, id)})
    outline = outline_text.remove_part(outline, kind, id, published=published)
    gone = {part_path(kind, id, code): None for code in LANGUAGES}
    return draft.with_texts({PATH: outline, **gone})


def move_part(
    draft: Draft,
    *,
    kind: str,
    id: str,  # noqa: A002
) -> Draft:
    """Let a lesson or quiz come one place earlier."""
    outline = outline_text.move_up(draft.folder.texts[PATH], kind, id)
    return draft.with_texts({PATH: outline})


def write_lessons(
    draft: Draft,
    *,
    lesson: str,
    minutes: int,
    title: Mapping[str, str],
    body: Mapping[str, str],
) -> Draft:
    """Write a lesson in every language.

    Raises: NotFound ``lesson_not_found``.
    """
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


def write_quizzes(
    draft: Draft, *, quiz: str, texts: Mapping[str, str], add: str | None
) -> Draft:
    """Write a quiz's file in every language, with one more question to fill in.

    Args:
        add: the kind of that question; None for none.

    Raises: NotFound ``quiz_not_found``.
    """
    if quiz_path(quiz, LANGUAGES[0]) not in draft.folder.texts:
        raise NotFound("quiz_not_found", "This course has no such quiz.")
    return draft.with_texts(
        {
            quiz_path(quiz, code): with_question(text, add) if add else text
            for code, text in texts.items()
        }
    )


def write_file(draft: Draft, *, path: str, text: str) -> Draft:
    """Write one of the draft's text files as a whole.

    Raises: NotFound ``file_not_found``.
    """
    if path not in draft.folder.texts:
        raise NotFound("file_not_found", "This course has no such file.")
    return draft.with_texts({path: text})


def attach(
    draft: Draft, *, name: str, title: Mapping[str, str], licence: str, content: str
) -> Draft:
    """Put a picture or a download into ``files/``, in place of one of its name.

    Args:
        content: base 64.

    Raises: Invalid ``invalid_fields``: not a name, or too large.
    """
    held = _content(name, content)
    entry = {"name": name, "title": dict(title), "licence": licence}
    outline = outline_text.set_file(draft.folder.texts[PATH], name, entry)
    return draft.with_texts({PATH: outline}).with_attachment(name, held)


def detach(draft: Draft, *, name: str) -> Draft:
    """Take a picture or a download out of ``files/``."""
    outline = outline_text.set_file(draft.folder.texts[PATH], name, None)
    return draft.with_texts({PATH: outline}).with_attachment(name, None)


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

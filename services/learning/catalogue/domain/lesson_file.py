"""``lessons/<id>.<language>.md``: one lesson in one language."""

from __future__ import annotations

from dataclasses import dataclass

from marshmallow import Schema

from services.learning.catalogue.domain.outline import (
    MAX_TITLE,
    number_field,
)
from shared.documents import check, read_page
from shared.editorial import line_field
from shared.folders import Problems
from shared.prose import check_prose


class _LessonSchema(Schema):
    title = line_field(MAX_TITLE)
    minutes = number_field(1, 600)


@dataclass(frozen=True, slots=True)
class LessonFile:
    path: str
    title: str
    minutes: int
    minutes_line: int
    body: str  # Markdown


def read_lesson(path: str, text: str, problems: Problems) -> LessonFile | None:
    """The lesson; None, with problems, where there is none to read."""
    page = read_page(path, text, problems)
    if page is None:
        return None
    front = check(page.front, _LessonSchema(), problems)
    check_prose(path, page.body, page.body_line, problems)
    if front is None:
        return None
    return LessonFile(
        path=path,
        title=front["title"],
        minutes=front["minutes"],
        minutes_line=page.front.line("minutes"),
        body=page.body.strip("\n"),
    )


def compare_lessons(first: LessonFile, other: LessonFile, problems: Problems) -> None:
    """Two languages of a lesson take the same time."""
    if first.minutes != other.minutes:
        problems.add(
            other.path,
            other.minutes_line,
            f"minutes: {first.path} says {first.minutes}.",
        )

"""``lessons/<id>.<language>.md``: one lesson in one language."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from marshmallow import Schema

from services.learning.catalogue.domain.outline import (
    MAX_TITLE,
    number_field,
)
from shared.blocks import Block, Callout, Prose, Scenario, Video, parse
from shared.documents import Page, check, read_page
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
    scenarios: tuple[Scenario, ...]
    body_line: int


def read_lesson(
    path: str, text: str, problems: Problems, files: Collection[str] = ()
) -> LessonFile | None:
    """The lesson; None, with problems, where there is none to read."""
    page = read_page(path, text, problems)
    if page is None:
        return None
    front = check(page.front, _LessonSchema(), problems)
    blocks = _check_body(path, page, problems, files)
    if front is None:
        return None
    return LessonFile(
        path=path,
        title=front["title"],
        minutes=front["minutes"],
        minutes_line=page.front.line("minutes"),
        body=page.body.strip("\n"),
        scenarios=tuple(block for block in blocks if isinstance(block, Scenario)),
        body_line=page.body_line,
    )


def _check_body(
    path: str, page: Page, problems: Problems, files: Collection[str]
) -> list[Block]:
    first = page.body_line

    def complain(line: int, problem: str) -> None:
        problems.add(path, first + line, problem)

    blocks = parse(page.body, complain)
    if not blocks and not page.body.strip():
        problems.add(path, first, "There is no text.")
    for line, text in (part for block in blocks for part in _texts(block)):
        check_prose(path, text, first + line, problems, files)
    return blocks


def _texts(block: Block) -> Iterator[tuple[int, str]]:
    """Every Markdown text of a block, with its first line."""
    match block:
        case Prose() | Callout():
            yield block.line, block.text
        case Video():
            yield block.line, block.transcript
        case Scenario():
            yield block.line, block.text
            for way in block.ways:
                yield way.line, way.text
                yield way.line + 1, way.follows


def compare_lessons(first: LessonFile, other: LessonFile, problems: Problems) -> None:
    """Two languages of a lesson take the same time and hold the same scenarios."""
    if first.minutes != other.minutes:
        problems.add(
            other.path,
            other.minutes_line,
            f"minutes: {first.path} says {first.minutes}.",
        )
    if _shape(first) != _shape(other):
        problems.add(
            other.path,
            other.body_line,
            f"The scenarios or their choices differ from those of {first.path}.",
        )


def _shape(lesson: LessonFile) -> list[tuple[str, tuple[tuple[str, str | None], ...]]]:
    return [
        (scenario.id, tuple((way.id, way.onward) for way in scenario.ways))
        for scenario in lesson.scenarios
    ]

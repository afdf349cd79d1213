"""A folder of files becomes a course, or all that is wrong with it is named.

``docs/course-format.md`` describes what it may hold.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from services.learning.catalogue.domain import outline as outlines
from services.learning.catalogue.domain.attachments import check_files, describe
from services.learning.catalogue.domain.course import (
    Course,
    Freshness,
    Lesson,
    Module,
    Skill,
    Source,
)
from services.learning.catalogue.domain.lesson_file import (
    LessonFile,
    compare_lessons,
    read_lesson,
)
from services.learning.catalogue.domain.outline import PATH, Outline, read_outline
from services.learning.catalogue.domain.quiz_file import QuizFile, read_quiz
from services.learning.catalogue.domain.quiz_pair import build_quiz, compare_quizzes
from shared.documents import Document
from shared.folders import SLUG, Problems, clean
from shared.languages import LANGUAGES

F = TypeVar("F", LessonFile, QuizFile)
Languages = dict[str, F]  # language to the file in it

_PART = re.compile(rf"(lessons|quizzes)/({SLUG.pattern})\.({'|'.join(LANGUAGES)})\.md")


@dataclass(slots=True)
class _Parts:
    """The Markdown files by kind, id and language; None where one cannot be read."""

    lessons: dict[str, dict[str, LessonFile | None]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    quizzes: dict[str, dict[str, QuizFile | None]] = field(
        default_factory=lambda: defaultdict(dict)
    )


@dataclass(frozen=True, slots=True)
class Folder:
    """A course as its author's files."""

    texts: dict[str, str]  # path to text, but for what lies in files/
    attachments: dict[str, bytes] = field(default_factory=dict)  # name in files/


def read_course(folder: Folder) -> Course:
    """The course that the folder holds.

    Raises:
        Invalid: ``broken_course``, with every problem under its ``path:line``.
    """
    problems = Problems()
    files, contents = folder.texts, folder.attachments
    readable = clean(files, problems)
    parts = _read_parts(readable, frozenset(contents), problems)
    lessons = _pair(parts.lessons, compare_lessons, problems)
    quizzes = _pair(parts.quizzes, compare_quizzes, problems)
    found = _read_outline(files, readable, problems)
    if found is not None:
        document, outline = found
        _check_listed(document, "lessons", outline, parts.lessons, problems)
        _check_listed(document, "quizzes", outline, parts.quizzes, problems)
        check_files(document, outline, contents, problems)
        _check_refresher(document, outline, quizzes, problems)
    problems.refuse("broken_course", "The course folder has problems.")
    if found is None:  # it never is without a problem
        raise AssertionError("no outline and no problem")
    return _build(found[1], lessons, quizzes, contents)


def _read_outline(
    files: Mapping[str, str], readable: Mapping[str, str], problems: Problems
) -> tuple[Document, Outline] | None:
    if outlines.PATH in readable:
        return read_outline(readable[outlines.PATH], problems)
    if outlines.PATH not in files:  # else why it cannot be read has been said
        problems.add(outlines.PATH, 1, "This file is missing.")
    return None


def _read_parts(
    files: Mapping[str, str], attached: frozenset[str], problems: Problems
) -> _Parts:
    parts = _Parts()
    for path, text in files.items():
        if path == outlines.PATH:
            continue
        named = _PART.fullmatch(path)
        if named is None:
            problems.add(path, 1, "A course folder has no place for this file.")
        elif named[1] == "lessons":
            lesson = read_lesson(path, text, problems, attached)
            parts.lessons[named[2]][named[3]] = lesson
        else:
            parts.quizzes[named[2]][named[3]] = read_quiz(path, text, problems)
    return parts


def _pair(
    parts: Mapping[str, Mapping[str, F | None]],
    compare: Callable[[F, F, Problems], None],
    problems: Problems,
) -> dict[str, dict[str, F]]:
    """Each part's readable languages, in the platform's order, compared."""
    paired = {}
    for part_id, by_language in parts.items():
        read = {
            language: file
            for language in LANGUAGES
            if (file := by_language.get(language)) is not None
        }
        for first, other in pairwise(read.values()):
            compare(first, other, problems)
        paired[part_id] = read
    return paired


def _check_listed(
    document: Document,
    kind: str,
    outline: Outline,
    parts: Mapping[str, Mapping[str, object]],
    problems: Problems,
) -> None:
    """What is listed has a file in every language, and what has a file is listed."""
    if "modules" not in outline:  # they are wrong, which has been said
        return
    listed = outlines.listed(outline, kind)
    for part_id, place in listed:
        for language in LANGUAGES:
            if language not in parts.get(part_id, {}):
                problems.add(
                    document.path,
                    document.line(*place),
                    f"{kind}: there is no {kind}/{part_id}.{language}.md.",
                )
    for part_id in parts.keys() - {part_id for part_id, _ in listed}:
        for language in parts[part_id]:
            problems.add(
                f"{kind}/{part_id}.{language}.md",
                1,
                f"No module in {document.path} has “{part_id}” among its {kind}.",
            )


def _check_refresher(
    document: Document,
    outline: Outline,
    quizzes: Mapping[str, Languages[QuizFile]],
    problems: Problems,
) -> None:
    freshness = outline.get("freshness")
    if not freshness or freshness["quiz"] not in quizzes:
        if freshness:
            line = document.line("freshness", "quiz")
            problems.add(PATH, line, "freshness: this course has no such quiz.")
        return
    if any(file.purpose != "refresher" for file in quizzes[freshness["quiz"]].values()):
        line = document.line("freshness", "quiz")
        problems.add(PATH, line, "freshness: the quiz needs “purpose: refresher”.")


def _build(
    outline: Outline,
    lessons: Mapping[str, Languages[LessonFile]],
    quizzes: Mapping[str, Languages[QuizFile]],
    contents: Mapping[str, bytes],
) -> Course:
    return Course(
        slug=outline["slug"],
        version=outline["version"],
        audiences=tuple(outline["audiences"]),
        topics=tuple(outline["topics"]),
        minutes=outline["minutes"],
        title=_in_order(outline["title"]),
        summary=_in_order(outline["summary"]),
        objectives={
            language: tuple(outline["objectives"][language]) for language in LANGUAGES
        },
        reviewed_by=outline["reviewed_by"],
        sources=tuple(Source(**source) for source in outline["sources"]),
        modules=tuple(
            Module(
                id=module["id"],
                title=_in_order(module["title"]),
                lessons=tuple(_lesson(p, lessons[p]) for p in module["lessons"]),
                quizzes=tuple(build_quiz(p, quizzes[p]) for p in module["quizzes"]),
            )
            for module in outline["modules"]
        ),
        prerequisites=tuple(outline["prerequisites"]),
        files=describe(outline, contents),
        practical=tuple(
            Skill(skill["id"], _in_order(skill["title"]))
            for skill in outline["practical"]
        ),
        freshness=Freshness(**outline["freshness"]) if outline["freshness"] else None,
        replaces=outline["replaces"],
    )


def _in_order(texts: Mapping[str, str]) -> dict[str, str]:
    return {language: texts[language] for language in LANGUAGES}


def _lesson(lesson_id: str, by_language: Languages[LessonFile]) -> Lesson:
    return Lesson(
        id=lesson_id,
        minutes=next(iter(by_language.values())).minutes,
        title={language: file.title for language, file in by_language.items()},
        body={language: file.body for language, file in by_language.items()},
    )

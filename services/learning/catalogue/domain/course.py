"""A course as it is published: complete in every language, and never changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, TypeVar

import cattrs

from services.learning.catalogue.domain.quiz import Quiz, Texts
from shared.errors import NotFound
from shared.fingerprints import fingerprint

N = TypeVar("N", "Lesson", "Quiz", "CourseFile", "Skill")
# Part of an older version to the part that took its place, or None for nothing.
Aliases = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Source:
    title: str
    url: str
    licence: str
    checked_on: str  # ISO 8601 date


@dataclass(frozen=True, slots=True)
class Lesson:
    id: str
    minutes: int
    title: Texts
    body: Texts  # Markdown with the blocks of shared.blocks


@dataclass(frozen=True, slots=True)
class Module:
    id: str
    title: Texts
    lessons: tuple[Lesson, ...]
    quizzes: tuple[Quiz, ...]


@dataclass(frozen=True, slots=True)
class CourseFile:
    """A picture or a download; its bytes are kept by ``digest``."""

    id: str  # its name in files/
    title: Texts
    licence: str
    media_type: str
    size: int  # bytes
    digest: str  # SHA-256, hexadecimal


@dataclass(frozen=True, slots=True)
class Skill:
    """Something done by hand, that a trainer sees and signs."""

    id: str
    title: Texts


@dataclass(frozen=True, slots=True)
class Freshness:
    """A skill that fades."""

    months: int  # how long a certificate holds
    quiz: str  # whose questions come back


@dataclass(frozen=True, slots=True)
class Course:
    slug: str
    version: int
    audiences: tuple[str, ...]
    topics: tuple[str, ...]
    minutes: int
    title: Texts
    summary: Texts
    objectives: dict[str, tuple[str, ...]]  # language to sentences
    reviewed_by: str | None
    sources: tuple[Source, ...]
    modules: tuple[Module, ...]
    prerequisites: tuple[str, ...] = ()  # slugs
    files: tuple[CourseFile, ...] = ()
    practical: tuple[Skill, ...] = ()
    freshness: Freshness | None = None
    replaces: Aliases = field(default_factory=dict)  # parts of the version before
    # Parts of every version before: no content of this one, but follows from them all.
    aliases: Aliases = field(default_factory=dict)

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @property
    def quizzes(self) -> tuple[Quiz, ...]:
        return tuple(quiz for module in self.modules for quiz in module.quizzes)

    def lesson(self, lesson_id: str) -> Lesson:
        """Raises:
        NotFound: ``lesson_not_found``.
        """
        found = by_id(self.lessons, lesson_id)
        if found is None:
            raise NotFound("lesson_not_found", "This course has no such lesson.")
        return found

    def quiz(self, quiz_id: str) -> Quiz:
        """Raises:
        NotFound: ``quiz_not_found``.
        """
        found = by_id(self.quizzes, quiz_id)
        if found is None:
            raise NotFound("quiz_not_found", "This course has no such quiz.")
        return found

    def file(self, name: str) -> CourseFile:
        """Raises:
        NotFound: ``file_not_found``.
        """
        found = by_id(self.files, name)
        if found is None:
            raise NotFound("file_not_found", "This course has no such file.")
        return found

    def has_lesson(self, lesson_id: str) -> bool:
        return by_id(self.lessons, lesson_id) is not None

    def parts(self) -> frozenset[str]:
        """The ids that progress is kept under: lessons, quizzes, practical skills."""
        lessons = {lesson.id for lesson in self.lessons}
        quizzes = {quiz.id for quiz in self.quizzes}
        return frozenset(lessons | quizzes | {skill.id for skill in self.practical})

    def current(self, part_id: str) -> str | None:
        """The part of this version that ``part_id`` of any version stands for.

        None if it was dropped, or never was. An id of this very version stands for
        itself.
        """
        if part_id in self.parts():
            return part_id
        return self.aliases.get(part_id)

    def digest(self) -> str:
        """SHA-256 over the content: equal for folders that say the same."""
        return fingerprint(to_plain(self))


def by_id(parts: Iterable[N], wanted: str) -> N | None:
    for part in parts:
        if part.id == wanted:
            return part
    return None


def to_plain(course: Course) -> dict[str, Any]:
    """The content as JSON can hold it."""
    plain = asdict(course)
    del plain["aliases"]
    return plain


def from_plain(plain: Mapping[str, Any], aliases: Aliases | None = None) -> Course:
    """The inverse of ``to_plain``.

    Versions published before there were modules have their parts at the top; those
    become one module.
    """
    if "modules" not in plain:
        old = dict(plain)
        only = {
            "id": "all",
            "title": old["title"],
            "lessons": old.pop("lessons"),
            "quizzes": old.pop("quizzes"),
        }
        plain = {**old, "modules": [only]}
    return replace(cattrs.structure(plain, Course), aliases=aliases or {})

"""A course as it is published: complete in every language, and never changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from shared.errors import NotFound
from shared.fingerprints import fingerprint

Texts = dict[str, str]  # language to text
N = TypeVar("N", "Lesson", "Quiz")


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
    body: Texts  # Markdown


@dataclass(frozen=True, slots=True)
class Choice:
    id: str
    text: Texts


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    kind: str  # single or multiple
    text: Texts  # Markdown
    choices: tuple[Choice, ...]
    right: tuple[str, ...]  # choice ids, sorted; never shown before submission
    feedback: Texts  # Markdown; never shown before submission


@dataclass(frozen=True, slots=True)
class Quiz:
    id: str
    pass_mark: int  # percent
    title: Texts
    intro: Texts  # Markdown, or empty
    questions: tuple[Question, ...]


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
    lessons: tuple[Lesson, ...]
    quizzes: tuple[Quiz, ...]

    def lesson(self, lesson_id: str) -> Lesson:
        """Raises:
        NotFound: ``lesson_not_found``.
        """
        found = _by_id(self.lessons, lesson_id)
        if found is None:
            raise NotFound("lesson_not_found", "This course has no such lesson.")
        return found

    def quiz(self, quiz_id: str) -> Quiz:
        """Raises:
        NotFound: ``quiz_not_found``.
        """
        found = _by_id(self.quizzes, quiz_id)
        if found is None:
            raise NotFound("quiz_not_found", "This course has no such quiz.")
        return found

    def has_lesson(self, lesson_id: str) -> bool:
        return _by_id(self.lessons, lesson_id) is not None

    def digest(self) -> str:
        """SHA-256 over the content: equal for folders that say the same."""
        return fingerprint(to_plain(self))


def _by_id(parts: Iterable[N], wanted: str) -> N | None:
    return next((part for part in parts if part.id == wanted), None)


def to_plain(course: Course) -> dict[str, Any]:
    """The course as JSON can hold it."""
    return asdict(course)


def from_plain(plain: Mapping[str, Any]) -> Course:
    """The inverse of ``to_plain``."""
    built = {
        "audiences": tuple(plain["audiences"]),
        "topics": tuple(plain["topics"]),
        "objectives": {
            language: tuple(sentences)
            for language, sentences in plain["objectives"].items()
        },
        "sources": tuple(Source(**source) for source in plain["sources"]),
        "lessons": tuple(Lesson(**lesson) for lesson in plain["lessons"]),
        "quizzes": tuple(_quiz(quiz) for quiz in plain["quizzes"]),
    }
    return Course(**{**plain, **built})


def _quiz(plain: Mapping[str, Any]) -> Quiz:
    return Quiz(**{**plain, "questions": tuple(map(_question, plain["questions"]))})


def _question(plain: Mapping[str, Any]) -> Question:
    choices = tuple(Choice(**choice) for choice in plain["choices"])
    return Question(**{**plain, "choices": choices, "right": tuple(plain["right"])})

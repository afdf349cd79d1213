"""The sum of what a person did in a course.

It does not depend on the order in which things arrive, on how often, or from how many
devices: it is made of sets and maxima. So a batch may be added to a sum, and gives what
summing everything anew would give.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from services.learning.catalogue.domain.course import Course, by_id
from services.learning.progress.domain.facts import COMPLETED, VIEWED, Fact, lessons_now
from services.learning.progress.domain.signatures import (
    Signature,
    last_seen,
    skills_signed,
)


@dataclass(frozen=True, slots=True)
class Scored:
    """A submitted attempt, as far as progress needs to know it."""

    quiz: str  # of whichever version
    percent: int
    passed: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class QuizResult:
    """The sum of a person's submitted attempts at a quiz."""

    quiz: str
    best_percent: int
    passed: bool
    attempts: int = 1  # how many

    def plus(self, other: QuizResult) -> QuizResult:
        return QuizResult(
            self.quiz,
            max(self.best_percent, other.best_percent),
            self.passed or other.passed,
            self.attempts + other.attempts,
        )


@dataclass(frozen=True, slots=True)
class Progress:
    """Ids are of the version that the person holds to."""

    viewed: frozenset[str] = frozenset()  # lessons
    done: frozenset[str] = frozenset()  # lessons
    signed: frozenset[str] = frozenset()  # practical skills
    results: tuple[QuizResult, ...] = ()  # one a quiz, by its id
    active_at: datetime | None = None  # the last thing they did, by our clock

    @property
    def has_begun(self) -> bool:
        return bool(self.viewed or self.done or self.signed or self.results)

    def result(self, quiz: str) -> QuizResult | None:
        return next((found for found in self.results if found.quiz == quiz), None)

    def with_facts(self, facts: Sequence[Fact], course: Course) -> Progress:
        happened = {(fact.kind, fact.lesson) for fact in facts}
        now = lessons_now(course)

        def of(kind: str) -> set[str]:
            counted = (now.get(lesson) for found, lesson in happened if found == kind)
            return {lesson for lesson in counted if lesson is not None}

        return replace(
            self,
            viewed=self.viewed | of(VIEWED),
            done=self.done | of(COMPLETED),
            active_at=_later(self.active_at, *(fact.received_at for fact in facts)),
        )

    def with_results(self, scored: Iterable[Scored], course: Course) -> Progress:
        """Each attempt once: they are counted, and only sets forget repetition."""
        results = {result.quiz: result for result in self.results}
        active_at = self.active_at
        for one in scored:
            active_at = _later(active_at, one.at)
            quiz = course.current(one.quiz)
            if quiz is None or by_id(course.quizzes, quiz) is None:
                continue
            added = QuizResult(quiz, one.percent, one.passed)
            before = results.get(quiz)
            results[quiz] = added if before is None else before.plus(added)
        ordered = tuple(results[quiz] for quiz in sorted(results))
        return replace(self, results=ordered, active_at=active_at)

    def with_signatures(self, all_: Sequence[Signature], course: Course) -> Progress:
        """Args:
        all_: every signature there is. They are few, and one may take another back.
        """
        seen = last_seen(all_)
        return replace(
            self,
            signed=skills_signed(all_, course),
            active_at=self.active_at if seen is None else _later(self.active_at, seen),
        )


@dataclass(frozen=True, slots=True)
class History:
    """All that was ever recorded about one person in one course."""

    facts: Sequence[Fact] = ()
    scored: Sequence[Scored] = ()
    signatures: Sequence[Signature] = field(default=())


def fold(history: History, course: Course) -> Progress:
    """The sum of everything, as ``course`` counts it."""
    return (
        Progress()
        .with_facts(history.facts, course)
        .with_results(history.scored, course)
        .with_signatures(history.signatures, course)
    )


def steps_done(progress: Progress, course: Course) -> tuple[int, int]:
    """How many lessons, required quizzes and practical skills are done, of how many."""
    required = [quiz.id for quiz in course.quizzes if quiz.is_required]
    passed = {result.quiz for result in progress.results if result.passed}
    done = (
        sum(lesson.id in progress.done for lesson in course.lessons)
        + sum(quiz in passed for quiz in required)
        + sum(skill.id in progress.signed for skill in course.practical)
    )
    return done, len(course.lessons) + len(required) + len(course.practical)


def _later(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment is not None), default=None)

"""A person's record of one course: facts that are only ever added, and their sum.

The sum does not depend on the order in which facts arrive, on how often, or from how
many devices: it is made of sets and maxima.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from services.learning.catalogue.domain.course import Course
from services.learning.certificates.domain import Certificate
from shared.contracts.learning import CourseCompleted

COMPLETED = "lesson.completed"

Happened = tuple[str, str]  # kind of fact, lesson
Draw = Callable[[], str]  # a new certificate number


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a person did, as a device reported it."""

    id: str  # made by the device
    kind: str
    slug: str
    lesson: str
    at: str  # by the device's clock, as it sent it; only ever shown
    received_at: datetime  # by ours

    def says_the_same_as(self, other: Fact) -> bool:
        return replace(self, received_at=other.received_at) == other


@dataclass(frozen=True, slots=True)
class QuizResult:
    """The sum of a person's submitted attempts at a quiz."""

    quiz: str
    best_percent: int
    passed: bool


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Holds the person to the version of the course that was the newest then."""

    person_id: str
    slug: str
    course_version: int
    enrolled_at: datetime
    completed_at: datetime | None = None
    certificate: str | None = None  # its number


@dataclass(frozen=True, slots=True)
class Record:
    """An enrolment and the sum of what followed."""

    enrolment: Enrolment
    happened: frozenset[Happened] = frozenset()
    results: tuple[QuizResult, ...] = ()

    @property
    def lessons_done(self) -> frozenset[str]:
        return frozenset(lesson for kind, lesson in self.happened if kind == COMPLETED)

    @property
    def has_begun(self) -> bool:
        return bool(self.happened or self.results)

    def result(self, quiz: str) -> QuizResult | None:
        return next((found for found in self.results if found.quiz == quiz), None)

    def with_facts(self, facts: Iterable[Fact]) -> Record:
        added = {(fact.kind, fact.lesson) for fact in facts}
        return replace(self, happened=self.happened | added)

    def with_result(self, added: QuizResult) -> Record:
        old = self.result(added.quiz)
        if old is not None:
            added = QuizResult(
                added.quiz,
                max(old.best_percent, added.best_percent),
                old.passed or added.passed,
            )
        others = tuple(found for found in self.results if found.quiz != added.quiz)
        return replace(self, results=(*others, added))


def steps_done(record: Record, course: Course) -> tuple[int, int]:
    """How many lessons and quizzes are done, of how many."""
    lessons = sum(lesson.id in record.lessons_done for lesson in course.lessons)
    passed = {result.quiz for result in record.results if result.passed}
    quizzes = sum(quiz.id in passed for quiz in course.quizzes)
    return lessons + quizzes, len(course.lessons) + len(course.quizzes)


def certify(
    record: Record, course: Course, *, at: datetime, draw: Draw
) -> Certificate | None:
    """The certificate now due; None if there is more to do, or it was issued."""
    done, of = steps_done(record, course)
    if record.enrolment.certificate is not None or done < of:
        return None
    return Certificate(
        number=draw(),
        person_id=record.enrolment.person_id,
        slug=course.slug,
        course_version=course.version,
        issued_at=at,
    )


def completed(certificate: Certificate) -> CourseCompleted:
    """The fact that the other services learn."""
    return CourseCompleted(
        person_id=certificate.person_id,
        slug=certificate.slug,
        course_version=certificate.course_version,
        certificate_number=certificate.number,
        completed_at=certificate.issued_at,
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one fact of a batch."""

    id: str
    status: str  # recorded, duplicate or refused
    code: str = ""  # why it was refused
    detail: str = ""


NOT_ENROLLED = ("not_enrolled", "Enrol in this course first.")
_NO_LESSON = ("lesson_not_found", "This course has no such lesson.")
_ID_TAKEN = ("fact_id_taken", "Another fact was recorded under this id.")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a batch of facts changes."""

    outcomes: list[Outcome]
    new: list[Fact]
    certificate: Certificate | None


def take(
    record: Record,
    course: Course,
    facts: Sequence[Fact],
    known: Mapping[str, Fact],
    *,
    at: datetime,
    draw: Draw,
) -> Taken:
    """Judge each fact of a batch and add those that are new.

    Args:
        known: facts recorded before, by id, as far as ids in ``facts`` name them.
    """
    seen = dict(known)
    outcomes: list[Outcome] = []
    new: list[Fact] = []
    for fact in facts:
        before = seen.get(fact.id)
        if before is not None and fact.says_the_same_as(before):
            outcomes.append(Outcome(fact.id, "duplicate"))
        elif before is not None:
            outcomes.append(Outcome(fact.id, "refused", *_ID_TAKEN))
        elif not course.has_lesson(fact.lesson):
            outcomes.append(Outcome(fact.id, "refused", *_NO_LESSON))
        else:
            seen[fact.id] = fact
            new.append(fact)
            outcomes.append(Outcome(fact.id, "recorded"))
    due = certify(record.with_facts(new), course, at=at, draw=draw)
    return Taken(outcomes, new, due)

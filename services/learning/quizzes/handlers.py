"""Begin an attempt or go on with it, show it, submit its answers."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from services.learning.catalogue.domain.course import Course
from services.learning.catalogue.domain.quiz import Quiz
from services.learning.catalogue.handlers import Courses, Now
from services.learning.certificates.domain import draw_number
from services.learning.progress.domain.facts import NOT_ENROLLED
from services.learning.progress.domain.progress import Scored
from services.learning.progress.domain.records import Record, Settled, settle
from services.learning.progress.handlers.enrolments import Records
from services.learning.quizzes.domain.attempts import (
    Attempt,
    Given,
    attempts_left,
    begin,
    may_begin,
    still_open,
    submit,
)
from services.learning.quizzes.domain.drawing import SEED_BYTES
from services.learning.quizzes.domain.release import Circumstances
from services.learning.quizzes.domain.showing import show_attempt, show_standing
from shared.envelope import Cause
from shared.errors import NotFound

Begin = Callable[[Record, list[Attempt]], Attempt]
Submitted = tuple[Attempt, Settled]
Decide = Callable[[Attempt, Record], Submitted]


class Attempts(Protocol):
    def find(self, attempt_id: str) -> Attempt | None: ...
    def in_course(self, person_id: str, slug: str) -> list[Attempt]: ...
    def begin(
        self, person_id: str, slug: str, decide: Begin, *, cause: Cause
    ) -> Attempt: ...
    def submit(self, attempt_id: str, decide: Decide, *, cause: Cause) -> Attempt: ...


class Cohorts(Protocol):
    def are_done(self, person_id: str, slug: str, now: datetime) -> bool | None:
        """Whether everybody the person takes this course with is done with it, or the
        time for it is over; None where they take it alone."""


@dataclass(frozen=True, slots=True)
class Quizzes:
    """What every use case here reads."""

    attempts: Attempts
    records: Records
    courses: Courses
    cohorts: Cohorts
    now: Now


def start_attempt(
    on: Quizzes, *, person_id: str, slug: str, quiz: str, language: str, cause: Cause
) -> dict[str, Any]:
    """Begin an attempt at a quiz of the version one is enrolled in.

    An attempt that is open, and in time, is given again: a page that is loaded twice
    uses up no attempt, and nobody fishes for other questions.

    Raises:
        NotFound: ``not_enrolled`` or ``quiz_not_found``.
        Conflict: ``attempts_used``, ``lessons_first`` or ``comes_back_later``.
    """
    at, attempt_id = on.now(), str(uuid.uuid4())
    seed = secrets.token_hex(SEED_BYTES)
    _held(on, _record(on, person_id, slug)).quiz(quiz)

    def decide(record: Record, attempts: list[Attempt]) -> Attempt:
        course = _held(on, record)
        past = _at_quiz(attempts, course, quiz)
        return begin(
            attempt_id, record, course, course.quiz(quiz), past, at=at, seed=seed
        )

    attempt = on.attempts.begin(person_id, slug, decide, cause=cause)
    shown = _shown(on, attempt, at, language)
    return {**shown, "created": attempt.id == attempt_id}


def list_attempts(
    on: Quizzes, *, person_id: str, slug: str, quiz: str, language: str
) -> dict[str, Any]:
    """One's attempts at a quiz, how many are left, and why none may begin, if so.

    Raises:
        NotFound: ``not_enrolled`` or ``quiz_not_found``.
    """
    at = on.now()
    record = _record(on, person_id, slug)
    course = _held(on, record)
    found = course.quiz(quiz)
    past = _at_quiz(on.attempts.in_course(person_id, slug), course, quiz)
    refusal = None
    if still_open(past, at) is None:
        refusal = may_begin(found, record, course, past, at)
    around = _around(on, record, course, found, past, at)
    return show_standing(
        past, attempts_left(found, past), refusal.code if refusal else None, around
    )


def get_attempt(
    on: Quizzes,
    *,
    person_id: str,
    slug: str,
    quiz: str,
    attempt_id: str,
    language: str,
) -> dict[str, Any]:
    """One's own attempt, with its result once it was submitted.

    Raises:
        NotFound: ``attempt_not_found``; somebody else's is not found either.
    """
    attempt = _find(on, person_id, slug, quiz, attempt_id)
    return _shown(on, attempt, on.now(), language)


def submit_attempt(
    on: Quizzes,
    *,
    person_id: str,
    slug: str,
    quiz: str,
    attempt_id: str,
    answers: Given,
    unfinished: bool,
    language: str,
    cause: Cause,
) -> dict[str, Any]:
    """End the attempt with these answers; again with the same, the same result.

    Args:
        unfinished: hand in what there is; what is missing counts as wrong.

    Raises:
        NotFound: ``attempt_not_found``.
        Conflict: ``attempt_ended``.
        Invalid: ``incomplete_answers``.
    """
    at = on.now()
    found = _find(on, person_id, slug, quiz, attempt_id)
    taken = on.courses.get(slug, found.course_version).quiz(quiz)

    def decide(attempt: Attempt, record: Record) -> Submitted:
        ended = submit(attempt, taken, answers, at=at, unfinished=unfinished)
        if ended is attempt or ended.score is None or not ended.counted:
            return ended, Settled(record)
        scored = Scored(quiz, ended.score.percent, ended.score.passed, at)
        # Counted by the version held to now, which may be newer than the attempt's.
        held = _held(on, record)
        after = record.with_result(scored, held)
        return ended, settle(after, held, at=at, draw=draw_number)

    ended = on.attempts.submit(attempt_id, decide, cause=cause)
    return _shown(on, ended, at, language)


def _shown(
    on: Quizzes, attempt: Attempt, at: datetime, language: str
) -> dict[str, Any]:
    record = _record(on, attempt.person_id, attempt.slug)
    course = on.courses.get(attempt.slug, attempt.course_version)
    held, quiz = _held(on, record), course.quiz(attempt.quiz)
    past: list[Attempt] = [attempt]
    if quiz.purpose == "before_after":
        all_ = on.attempts.in_course(attempt.person_id, attempt.slug)
        past = _at_quiz(all_, held, held.current(attempt.quiz) or attempt.quiz)
    around = _around(on, record, held, quiz, past, at)
    return show_attempt(attempt, course, record.enrolment, around, language)


def _around(
    on: Quizzes,
    record: Record,
    held: Course,
    quiz: Quiz,
    past: Sequence[Attempt],
    at: datetime,
) -> Circumstances:
    result = record.progress.result(held.current(quiz.id) or quiz.id)
    person_id, slug = record.enrolment.person_id, record.enrolment.slug
    return Circumstances(
        at=at,
        passed=result is not None and result.passed,
        past=past,
        cohort_done=on.cohorts.are_done(person_id, slug, at)
        if quiz.answers == "after_cohort"
        else None,
    )


def _at_quiz(attempts: Sequence[Attempt], course: Course, quiz: str) -> list[Attempt]:
    """Those at this quiz, whichever name it had in the version they are of."""
    return [
        attempt
        for attempt in attempts
        if attempt.quiz == quiz or course.current(attempt.quiz) == quiz
    ]


def _held(on: Quizzes, record: Record) -> Course:
    return on.courses.get(record.enrolment.slug, record.enrolment.course_version)


def _find(
    on: Quizzes, person_id: str, slug: str, quiz: str, attempt_id: str
) -> Attempt:
    found = on.attempts.find(attempt_id)
    if found is None or (found.person_id, found.slug, found.quiz) != (
        person_id,
        slug,
        quiz,
    ):
        raise NotFound("attempt_not_found", "There is no such attempt.")
    return found


def _record(on: Quizzes, person_id: str, slug: str) -> Record:
    record = on.records.find(person_id, slug)
    if record is None:
        raise NotFound(*NOT_ENROLLED)
    return record

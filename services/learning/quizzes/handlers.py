"""Begin an attempt, show it, submit its answers."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
from typing import Any, Protocol

from services.learning.catalogue.handlers import Courses, Now
from services.learning.certificates.domain import draw_number
from services.learning.progress.domain.facts import NOT_ENROLLED
from services.learning.progress.domain.progress import Scored
from services.learning.progress.domain.records import Record, Settled, settle
from services.learning.progress.handlers.enrolments import Records
from services.learning.quizzes.domain import (
    Answers,
    Attempt,
    begin,
    show_attempt,
    submit,
)
from shared.envelope import Cause
from shared.errors import NotFound

Submitted = tuple[Attempt, Settled]
Decide = Callable[[Attempt, Record], Submitted]


class Attempts(Protocol):
    def add(self, attempt: Attempt) -> None: ...
    def find(self, attempt_id: str) -> Attempt | None: ...
    def submit(self, attempt_id: str, decide: Decide, *, cause: Cause) -> Attempt: ...


def start_attempt(
    attempts: Attempts,
    records: Records,
    courses: Courses,
    now: Now,
    *,
    person_id: str,
    slug: str,
    quiz: str,
    language: str,
) -> dict[str, Any]:
    """Begin an attempt at a quiz of the version one is enrolled in.

    Raises:
        NotFound: ``not_enrolled`` or ``quiz_not_found``.
    """
    record = _record(records, person_id, slug)
    course = courses.get(slug, record.enrolment.course_version)
    attempt = begin(
        str(uuid.uuid4()),
        record.enrolment,
        course.quiz(quiz),
        at=now(),
        shuffle=secrets.SystemRandom().shuffle,
    )
    attempts.add(attempt)
    return show_attempt(attempt, course, record.enrolment, language)


def get_attempt(
    attempts: Attempts,
    records: Records,
    courses: Courses,
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
    attempt = _find(attempts, person_id, slug, quiz, attempt_id)
    course = courses.get(slug, attempt.course_version)
    enrolment = _record(records, person_id, slug).enrolment
    return show_attempt(attempt, course, enrolment, language)


def submit_attempt(
    attempts: Attempts,
    records: Records,
    courses: Courses,
    now: Now,
    *,
    person_id: str,
    slug: str,
    quiz: str,
    attempt_id: str,
    answers: Answers,
    language: str,
    cause: Cause,
) -> dict[str, Any]:
    """End the attempt with these answers; again with the same, the same result.

    Raises:
        NotFound: ``attempt_not_found``.
        Conflict: ``attempt_ended``.
        Invalid: ``incomplete_answers``.
    """
    at = now()
    found = _find(attempts, person_id, slug, quiz, attempt_id)
    course = courses.get(slug, found.course_version)

    def decide(attempt: Attempt, record: Record) -> Submitted:
        ended = submit(attempt, course.quiz(quiz), answers, at=at)
        if ended is attempt or ended.score is None:
            return attempt, Settled(record)
        scored = Scored(quiz, ended.score.percent, ended.score.passed, at)
        # Counted by the version held to now, which may be newer than the attempt's.
        held = courses.get(slug, record.enrolment.course_version)
        after = record.with_result(scored, held)
        return ended, settle(after, held, at=at, draw=draw_number)

    ended = attempts.submit(attempt_id, decide, cause=cause)
    enrolment = _record(records, person_id, slug).enrolment
    return show_attempt(ended, course, enrolment, language)


def _find(
    attempts: Attempts, person_id: str, slug: str, quiz: str, attempt_id: str
) -> Attempt:
    found = attempts.find(attempt_id)
    if found is None or (found.person_id, found.slug, found.quiz) != (
        person_id,
        slug,
        quiz,
    ):
        raise NotFound("attempt_not_found", "There is no such attempt.")
    return found


def _record(records: Records, person_id: str, slug: str) -> Record:
    record = records.find(person_id, slug)
    if record is None:
        raise NotFound(*NOT_ENROLLED)
    return record

"""Who needs help, and when somebody is reminded. Pure rules with their reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from services.learning.catalogue.domain.course import Course
from services.learning.cohorts.domain.cohort import today
from shared.contracts.learning import DUE_SOON, DUE_TOMORROW, OVERDUE
from shared.contracts.learning_cohorts import FAILED_TWICE, INACTIVE

QUIET = timedelta(days=14)
FAILED_OFTEN = 2  # attempts
# Days left to the due date, and why they are told; each has a day more to be told on,
# should nobody have been there to tell.
_STEPS = ((7, DUE_SOON), (1, DUE_TOMORROW), (-1, OVERDUE))
_LATE = 1  # day


@dataclass(frozen=True, slots=True)
class Result:
    best_percent: int
    passed: bool
    attempts: int


@dataclass(frozen=True, slots=True)
class Learner:
    """A member with what their enrolment says. Ids are of the version they hold to."""

    person_id: str
    joined_at: datetime
    course_version: int | None = None  # None: not enrolled
    done: frozenset[str] = frozenset()  # lessons
    signed: frozenset[str] = frozenset()  # practical skills
    results: Mapping[str, Result] = field(default_factory=dict)  # by quiz
    active_at: datetime | None = None
    completed_at: datetime | None = None


def stuck(
    learner: Learner, course: Course, *, due_on: date | None, now: datetime
) -> str | None:
    """Why this learner needs a trainer, the gravest reason first; None: they do not."""
    if learner.completed_at is not None:
        return None
    if due_on is not None and due_on < today(now):
        return OVERDUE
    required = {quiz.id for quiz in course.quizzes if quiz.is_required}
    if any(
        course.current(quiz) in required
        and not result.passed
        and result.attempts >= FAILED_OFTEN
        for quiz, result in learner.results.items()
    ):
        return FAILED_TWICE
    # A new member has as long to begin as others may rest.
    last = max(learner.joined_at, learner.active_at or learner.joined_at)
    return INACTIVE if now - last >= QUIET else None


def reminder_due(due_on: date | None, now: datetime) -> str | None:
    """The reason to remind everybody who has not finished today, if there is one."""
    if due_on is None:
        return None
    left = (due_on - today(now)).days
    for days, reason in _STEPS:
        if days - _LATE <= left <= days:
            return reason
    return None


def window(now: datetime) -> tuple[date, date]:
    """The due dates for which ``reminder_due`` may have a reason."""
    here = today(now)
    first, last = _STEPS[-1][0] - _LATE, _STEPS[0][0]
    return here + timedelta(days=first), here + timedelta(days=last)

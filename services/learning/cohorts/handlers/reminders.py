"""Remind people of a course: a trainer by hand, what falls due by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Protocol

from services.learning.catalogue.handlers import Courses, Now
from services.learning.cohorts.domain import attention
from services.learning.cohorts.domain.attention import Learner
from services.learning.cohorts.domain.cohort import Cohort, require_lead
from services.learning.cohorts.domain.members import require_member
from services.learning.cohorts.domain.reminders import (
    Expiring,
    Reminder,
    of_certificate,
    of_cohort,
    of_refresher,
)
from services.learning.cohorts.handlers.cohorts import Cohorts
from shared.contracts.learning import BY_TRAINER
from shared.envelope import Cause
from shared.errors import Conflict
from shared.identity import Identity


class Reminders(Protocol):
    def remind(self, reminder: Reminder, *, cause: Cause) -> bool: ...


class Due(Protocol):
    def due_between(self, first: date, last: date) -> list[Cohort]: ...
    def learner(self, cohort_id: str, person_id: str) -> Learner | None: ...
    def every_learner(self, cohort_id: str) -> Iterator[Learner]: ...


class Certificates(Protocol):
    def expiring(self, at: datetime) -> Iterator[Expiring]: ...


class AllCohorts(Cohorts, Reminders, Protocol): ...


def remind(
    cohorts: AllCohorts,
    due: Due,
    courses: Courses,
    now: Now,
    caller: Identity,
    cohort_id: str,
    person_id: str,
    *,
    cause: Cause,
) -> bool:
    """Remind one member; False if a trainer did today.

    Raises:
        NotFound: ``cohort_not_found``, ``member_not_found``.
        Conflict: ``cohort_closed``; ``course_completed``: nothing to remind of.
    """
    cohort = cohorts.get(cohort_id)
    require_lead(cohort, caller)
    cohort.require_open()
    require_member(cohorts.member(cohort_id, person_id))
    learner = due.learner(cohort_id, person_id)
    if learner is None:
        raise LookupError("a member can be read as a learner")
    if learner.completed_at is not None:
        raise Conflict("course_completed", "This person has completed the course.")
    newest = courses.newest(cohort.slug)
    reminder = of_cohort(cohort, learner, newest, BY_TRAINER, at=now())
    return cohorts.remind(reminder, cause=cause)


def remind_of_due_dates(
    reminders: Reminders, due: Due, courses: Courses, now: Now, *, cause: Cause
) -> int:
    """Remind every member who has not finished of a due date that is near or just
    past; how many were reminded now."""
    at, reminded = now(), 0
    for cohort in due.due_between(*attention.window(at)):
        reason = attention.reminder_due(cohort.due_on, at)
        if reason is None:
            continue
        newest = courses.newest(cohort.slug)
        for learner in due.every_learner(cohort.id):
            if learner.completed_at is None:
                reminder = of_cohort(cohort, learner, newest, reason, at=at)
                reminded += reminders.remind(reminder, cause=cause)
    return reminded


def remind_of_expiry(
    reminders: Reminders, certificates: Certificates, now: Now, *, cause: Cause
) -> int:
    """Remind everybody whose certificate soon expires; how many were reminded now."""
    at = now()
    return sum(
        reminders.remind(of_certificate(found, at=at), cause=cause)
        for found in certificates.expiring(at)
    )


def remind_of_refreshers(
    reminders: Reminders,
    due: Iterable[Mapping[str, Any]],
    courses: Courses,
    now: Now,
    *,
    cause: Cause,
) -> int:
    """Remind everybody for whom a question came back; how many were reminded now.

    Args:
        due: ``{person_id, slug, due_at}`` of each.
    """
    at = now()
    newest: dict[str, int] = {}
    reminded = 0
    for one in due:
        slug = one["slug"]
        if slug not in newest:
            newest[slug] = courses.newest(slug)
        reminder = of_refresher(
            one["person_id"], slug, newest[slug], one["due_at"], at=at
        )
        reminded += reminders.remind(reminder, cause=cause)
    return reminded

"""Reminders and the occasions they are for. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.learning.cohorts.domain.attention import Learner
from services.learning.cohorts.domain.cohort import Cohort, today
from shared.contracts.learning import (
    BY_TRAINER,
    CERTIFICATE_EXPIRING,
    REFRESHER_DUE,
    LearnerNudged,
)

EXPIRES_SOON = timedelta(days=30)  # time enough for a refresher
_MOMENT = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Reminder:
    """``key`` names the occasion: there is one reminder for each."""

    key: str
    nudge: LearnerNudged
    at: datetime


def of_cohort(
    cohort: Cohort, learner: Learner, course_version: int, reason: str, *, at: datetime
) -> Reminder:
    """What a due date, or a trainer, reminds a member of.

    A due date that moves is another occasion; a trainer may remind once a day.
    """
    occasion = today(at) if reason == BY_TRAINER else cohort.due_on
    return Reminder(
        f"{cohort.id}:{learner.person_id}:{reason}:{occasion}",
        LearnerNudged(
            person_id=learner.person_id,
            slug=cohort.slug,
            course_version=learner.course_version or course_version,
            cohort_id=cohort.id,
            reason=reason,
            due_on=cohort.due_on,
        ),
        at,
    )


@dataclass(frozen=True, slots=True)
class Expiring:
    """A certificate that soon no longer holds, with no newer one after it."""

    number: str
    person_id: str
    slug: str
    course_version: int
    expires_at: datetime


def of_certificate(found: Expiring, *, at: datetime) -> Reminder:
    return Reminder(
        f"{found.number}:{CERTIFICATE_EXPIRING}",
        LearnerNudged(
            person_id=found.person_id,
            slug=found.slug,
            course_version=found.course_version,
            cohort_id=None,
            reason=CERTIFICATE_EXPIRING,
            due_on=today(found.expires_at - _MOMENT),  # the last day it holds
        ),
        at,
    )


def of_refresher(
    person_id: str, slug: str, course_version: int, due_at: datetime, *, at: datetime
) -> Reminder:
    """Questions come back one by one; of all that do in a week one is told of."""
    year, week, _ = today(due_at).isocalendar()
    return Reminder(
        f"{person_id}:{slug}:{REFRESHER_DUE}:{year}-W{week:02}",
        LearnerNudged(
            person_id=person_id,
            slug=slug,
            course_version=course_version,
            cohort_id=None,
            reason=REFRESHER_DUE,
            due_on=None,
        ),
        at,
    )

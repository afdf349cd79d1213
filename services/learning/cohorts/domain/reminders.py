"""Reminders and the occasions they are for. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.learning.cohorts.domain.attention import Learner
from services.learning.cohorts.domain.cohort import Cohort, today
from shared.contracts.learning import BY_TRAINER, LearnerNudged


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

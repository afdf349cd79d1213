"""Events the learning service publishes."""

from __future__ import annotations

from datetime import date, datetime

from shared.contracts.event import Event

# Why somebody is reminded of a course.
DUE_SOON, DUE_TOMORROW, OVERDUE = "due_soon", "due_tomorrow", "overdue"
BY_TRAINER = "by_trainer"  # one pressed "remind"
REFRESHER_DUE, CERTIFICATE_EXPIRING = "refresher_due", "certificate_expiring"
NUDGE_REASONS = (
    DUE_SOON,
    DUE_TOMORROW,
    OVERDUE,
    BY_TRAINER,
    REFRESHER_DUE,
    CERTIFICATE_EXPIRING,
)


class CoursePublished(
    Event,
    type="learning.course.published.v1",
    subject="slug",
    version="course_version",
):
    """A version of a course can be taken from now on."""

    slug: str
    course_version: int
    titles: dict[str, str]  # language to title, as published


class PathPublished(
    Event, type="learning.path.published.v1", subject="slug", version="path_version"
):
    """A learning path is new or has changed."""

    slug: str
    path_version: int


class CourseCompleted(
    Event, type="learning.course.completed.v1", subject="certificate_number"
):
    """A person finished a course and holds its certificate. Once per certificate."""

    person_id: str
    slug: str
    course_version: int
    certificate_number: str
    completed_at: datetime  # UTC


class LearnerNudged(Event, type="learning.learner.nudged.v1", subject="person_id"):
    """A person is to be reminded of a course. Once per reason and occasion."""

    person_id: str
    slug: str
    course_version: int  # the one they hold to
    cohort_id: str | None  # None: not because of a cohort
    reason: str  # one of NUDGE_REASONS
    due_on: date | None  # by Kyiv's calendar


class CertificateRenewed(
    Event, type="learning.certificate.renewed.v1", subject="certificate_number"
):
    """A person refreshed what a course taught and holds a new certificate for it."""

    person_id: str
    slug: str
    course_version: int
    certificate_number: str
    replaces_number: str
    renewed_at: datetime  # UTC


class CertificateRevoked(
    Event, type="learning.certificate.revoked.v1", subject="certificate_number"
):
    """A certificate is no longer good. Why stands where it is checked, not here."""

    person_id: str
    slug: str
    course_version: int
    certificate_number: str
    revoked_at: datetime  # UTC

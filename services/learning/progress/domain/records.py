"""A person's record of one course: the enrolment, the sum of what followed, and what
new facts change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from services.learning.catalogue.domain.course import Course
from services.learning.certificates.domain import Certificate, Draw, award
from services.learning.progress.domain.facts import (
    ACCEPTED,
    CLOCK_OFF,
    DUPLICATE,
    ID_TAKEN,
    NO_LESSON,
    REFUSED,
    Fact,
    Outcome,
    lessons_now,
)
from services.learning.progress.domain.progress import (
    History,
    Progress,
    Scored,
    fold,
    steps_done,
)
from shared.contracts.learning import CourseCompleted
from shared.errors import Conflict


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Holds the person to one version of the course, until they move on."""

    person_id: str
    slug: str
    course_version: int
    enrolled_at: datetime
    completed_at: datetime | None = None
    certificate: str | None = None  # its number


@dataclass(frozen=True, slots=True)
class Record:
    enrolment: Enrolment
    progress: Progress = field(default_factory=Progress)
    version: int = 0  # owned by the store

    def with_result(self, scored: Scored, course: Course) -> Record:
        return replace(self, progress=self.progress.with_results([scored], course))


def certify(
    record: Record, course: Course, *, at: datetime, draw: Draw
) -> Certificate | None:
    """The certificate now due; None if there is more to do, or it was issued."""
    done, of = steps_done(record.progress, course)
    if record.enrolment.certificate is not None or done < of:
        return None
    return award(record.enrolment.person_id, course, at=at, draw=draw)


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
class Settled:
    """A record after something happened, and the certificate that is due for it."""

    record: Record
    certificate: Certificate | None = None


def settle(record: Record, course: Course, *, at: datetime, draw: Draw) -> Settled:
    return Settled(record, certify(record, course, at=at, draw=draw))


@dataclass(frozen=True, slots=True)
class Taken:
    """What a batch of facts changes."""

    outcomes: list[Outcome]
    new: list[Fact]
    settled: Settled


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
        course: the version that the record holds to.
        known: facts recorded before, by id, as far as ids in ``facts`` name them.
    """
    seen = dict(known)
    lessons = lessons_now(course)
    outcomes: list[Outcome] = []
    new: list[Fact] = []
    for fact in facts:
        before = seen.get(fact.id)
        note = CLOCK_OFF if fact.clock_off else ""
        if before is not None and fact.says_the_same_as(before):
            outcomes.append(Outcome(fact.id, DUPLICATE, note=note))
        elif before is not None:
            outcomes.append(Outcome(fact.id, REFUSED, *ID_TAKEN))
        elif fact.lesson not in lessons:
            outcomes.append(Outcome(fact.id, REFUSED, *NO_LESSON))
        else:
            seen[fact.id] = fact
            new.append(fact)
            outcomes.append(Outcome(fact.id, ACCEPTED, note=note))
    after = replace(record, progress=record.progress.with_facts(new, course))
    return Taken(outcomes, new, settle(after, course, at=at, draw=draw))


def refold(record: Record, history: History, course: Course) -> Record:
    """The record with its sum made anew from everything there is."""
    return replace(record, progress=fold(history, course))


def move(
    record: Record, history: History, course: Course, *, at: datetime, draw: Draw
) -> Settled:
    """The record held to a newer version, with everything counted that it knows.

    Whoever completed the course keeps completion and certificate. Whoever did
    everything that the newer version asks completes it.

    Raises:
        Conflict: ``version_not_newer``.
    """
    held = record.enrolment
    if course.version <= held.course_version:
        raise Conflict(
            "version_not_newer",
            f"Version {held.course_version} is followed already; one moves upwards.",
        )
    moved = replace(record, enrolment=replace(held, course_version=course.version))
    return settle(refold(moved, history, course), course, at=at, draw=draw)

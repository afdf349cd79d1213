"""What devices report: facts that are only ever added, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from services.learning.catalogue.domain.course import Course

VIEWED = "lesson.viewed"
COMPLETED = "lesson.completed"

ACCEPTED, DUPLICATE, REFUSED = "accepted", "duplicate", "refused"
CLOCK_OFF = "clock_off"
# Beyond these a device's clock is said to be wrong. Its facts are kept all the same: a
# phone without a battery for its clock has nothing better to offer.
_AHEAD = timedelta(hours=48)
_BEHIND = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a person did, as a device reported it."""

    id: str  # made by the device
    kind: str
    slug: str
    lesson: str  # of whichever version the device had
    at: str  # by the device's clock, as it sent it; only ever shown
    received_at: datetime  # by ours
    device: str | None = None  # what the device calls itself; opaque
    clock_off: bool = False

    def says_the_same_as(self, other: Fact) -> bool:
        """Whoever carried it, and whenever: a queue may move to another device."""
        carried = replace(
            self,
            received_at=other.received_at,
            device=other.device,
            clock_off=other.clock_off,
        )
        return carried == other


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one fact of a batch."""

    id: str | None  # None where it had none that could be read
    status: str
    code: str = ""  # why it was refused
    detail: str = ""
    note: str = ""


NOT_ENROLLED = ("not_enrolled", "Enrol in this course first.")
NO_LESSON = ("lesson_not_found", "This course has no such lesson.")
ID_TAKEN = ("fact_id_taken", "Another fact was recorded under this id.")
NOT_YOURS = ("not_your_fact", "This fact is about somebody else.")
KIND_NOT_YOURS = ("kind_not_yours", "Only a trainer signs this.")


def clock_is_off(at: str, now: datetime) -> bool:
    """Whether a device's clock was so wrong that its owner might want to know.

    Args:
        at: ISO 8601; taken for UTC where it names no offset.
    """
    shown = datetime.fromisoformat(at)
    if shown.tzinfo is None:
        shown = shown.replace(tzinfo=UTC)
    return not -_BEHIND <= shown - now <= _AHEAD


def lessons_now(course: Course) -> dict[str, str | None]:
    """Every lesson that some version had, to the one of this version that it counts
    for; None for what was dropped."""
    now: dict[str, str | None] = {lesson.id: lesson.id for lesson in course.lessons}
    before = {
        old: None if then is None else now.get(then)
        for old, then in course.aliases.items()
    }
    return {**before, **now}

"""Who belongs to a cohort. Each function gives the member anew, or None where nothing
changes; ``current`` is what they are so far, if anything."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from services.learning.cohorts.domain.cohort import Cohort
from shared.errors import Conflict, NotFound

NOMINATED, MEMBER, DECLINED, REMOVED = "nominated", "member", "declined", "removed"
STATES = (NOMINATED, MEMBER, DECLINED, REMOVED)


@dataclass(frozen=True, slots=True)
class Member:
    cohort: str
    person_id: str
    state: str  # one of STATES
    by: str  # the person who made it so
    at: datetime
    nominated_by: str | None = None


def nominate(
    cohort: Cohort, current: Member | None, *, person_id: str, by: str, at: datetime
) -> Member | None:
    """Propose somebody. Who belongs already stays; who said no is not asked again, but
    may still join with the code.

    Raises:
        Conflict: ``cohort_closed``.
    """
    cohort.require_open()
    if current is not None and current.state != REMOVED:
        return None
    return Member(cohort.id, person_id, NOMINATED, by, at, nominated_by=by)


def admit(
    cohort: Cohort, current: Member | None, *, by: str, at: datetime
) -> Member | None:
    """A trainer takes a nominee in, or takes back a removal.

    Raises:
        Conflict: ``cohort_closed``; ``nomination_declined``: nobody is made to learn.
        NotFound: ``member_not_found``.
    """
    cohort.require_open()
    found = _known(current)
    if found.state == DECLINED:
        raise Conflict("nomination_declined", "This person has said no.")
    if found.state == MEMBER:
        return None
    return replace(found, state=MEMBER, by=by, at=at)


def join(
    cohort: Cohort, current: Member | None, *, person_id: str, at: datetime
) -> Member | None:
    """Come in with the code.

    Raises:
        Conflict: ``cohort_closed``; ``removed_from_cohort``: a trainer decided.
    """
    cohort.require_open()
    if current is None:
        return Member(cohort.id, person_id, MEMBER, person_id, at)
    if current.state == REMOVED:
        raise Conflict("removed_from_cohort", "Ask a trainer to take you in again.")
    if current.state == MEMBER:
        return None
    return replace(current, state=MEMBER, by=person_id, at=at)


def decline(current: Member | None, *, at: datetime) -> Member | None:
    """Say no to a nomination, or leave. The course stays one's own.

    Raises:
        NotFound: ``member_not_found``.
    """
    found = _known(current)
    if found.state not in (NOMINATED, MEMBER):
        return None
    return replace(found, state=DECLINED, by=found.person_id, at=at)


def remove(current: Member | None, *, by: str, at: datetime) -> Member | None:
    """A trainer takes somebody out, or refuses a nomination.

    Raises:
        NotFound: ``member_not_found``.
    """
    found = _known(current)
    if found.state not in (NOMINATED, MEMBER):
        return None
    return replace(found, state=REMOVED, by=by, at=at)


def require_member(current: Member | None) -> Member:
    """Raises:
    NotFound: ``member_not_found``.
    """
    found = _known(current)
    if found.state != MEMBER:
        raise _not_found()
    return found


def _known(current: Member | None) -> Member:
    if current is None:
        raise _not_found()
    return current


def _not_found() -> NotFound:
    return NotFound("member_not_found", "This person is not in the cohort.")

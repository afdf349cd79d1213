"""Come into a cohort and go: nominations, the code, a trainer's decisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from services.learning.catalogue.handlers import Courses, Now
from services.learning.cohorts.domain import members as rules
from services.learning.cohorts.domain.cohort import (
    Cohort,
    leads,
    no_cohort,
    require_lead,
    require_nominator,
)
from services.learning.cohorts.domain.members import Member
from services.learning.cohorts.handlers.cohorts import (
    Cohorts,
    Lists,
    members_page,
    named,
)
from services.learning.progress.handlers import enrolments
from services.learning.progress.handlers.enrolments import Records
from shared import crockford
from shared.identity import Identity


class Joined(Protocol):
    def joined(self, person_id: str) -> list[tuple[Cohort, Member]]: ...
    def is_head(self, person_id: str) -> bool: ...


def nominate(
    cohorts: Cohorts,
    now: Now,
    caller: Identity,
    cohort_id: str,
    people: Sequence[str],
) -> list[str]:
    """Propose people; the ids of those for whom that was new.

    Raises:
        NotFound: ``cohort_not_found``.
        Conflict: ``cohort_closed``.
    """
    cohort = cohorts.get(cohort_id)
    by = require_nominator(cohort, caller)
    cohort.require_open()
    at = now()

    def propose(person_id: str) -> bool:
        return cohorts.change_member(
            cohort_id,
            person_id,
            lambda cohort, current: rules.nominate(
                cohort, current, person_id=person_id, by=by, at=at
            ),
        )

    return [person_id for person_id in dict.fromkeys(people) if propose(person_id)]


def admit(
    cohorts: Cohorts,
    records: Records,
    courses: Courses,
    now: Now,
    caller: Identity,
    cohort_id: str,
    person_id: str,
) -> None:
    """Take a nominee in, and enrol them in the course.

    Raises:
        NotFound: ``cohort_not_found``, ``member_not_found``.
        Conflict: ``cohort_closed``, ``nomination_declined``,
            ``prerequisites_missing``.
    """
    by = require_lead(cohorts.get(cohort_id), caller)
    at = now()

    def decide(cohort: Cohort, current: Member | None) -> Member | None:
        return rules.admit(cohort, current, by=by, at=at)

    _come_in(cohorts, records, courses, now, cohort_id, person_id, decide)


def join(
    cohorts: Cohorts,
    records: Records,
    courses: Courses,
    now: Now,
    caller: Identity,
    *,
    code: str,
    language: str,
) -> dict[str, Any]:
    """Come in with the code, and be enrolled in the course. Again changes nothing.

    Raises:
        NotFound: ``cohort_not_found``: no open cohort has this code.
        Conflict: ``removed_from_cohort``, ``prerequisites_missing``.
    """
    person_id = caller.require_person()
    known = crockford.normalise(code)
    if not known:
        raise no_cohort()
    cohort = cohorts.by_code(known)
    if cohort.closed_at is not None:
        raise no_cohort()
    at = now()

    def decide(cohort: Cohort, current: Member | None) -> Member | None:
        return rules.join(cohort, current, person_id=person_id, at=at)

    _come_in(cohorts, records, courses, now, cohort.id, person_id, decide)
    return _mine(cohort, rules.MEMBER, courses, language)


def decline(cohorts: Cohorts, now: Now, caller: Identity, cohort_id: str) -> None:
    """Say no to one's nomination, or leave; the enrolment stays one's own.

    Raises:
        NotFound: ``member_not_found``.
    """
    person_id, at = caller.require_person(), now()
    cohorts.change_member(
        cohort_id, person_id, lambda _, current: rules.decline(current, at=at)
    )


def remove(
    cohorts: Cohorts, now: Now, caller: Identity, cohort_id: str, person_id: str
) -> None:
    """Take a member out, or refuse a nomination.

    Raises:
        NotFound: ``cohort_not_found``, ``member_not_found``.
    """
    by, at = require_lead(cohorts.get(cohort_id), caller), now()
    cohorts.change_member(
        cohort_id, person_id, lambda _, current: rules.remove(current, by=by, at=at)
    )


def list_members(
    cohorts: Cohorts,
    lists: Lists,
    caller: Identity,
    cohort_id: str,
    *,
    state: str | None,
    cursor: str | None,
    limit: int,
) -> dict[str, Any]:
    """``{items, next}`` in the order of their coming; a head sees whom they nominated.

    Raises:
        NotFound: ``cohort_not_found``.
    """
    cohort = cohorts.get(cohort_id)
    person_id = require_nominator(cohort, caller)
    shown, following = members_page(
        lists,
        cohort_id,
        state=state,
        cursor=cursor,
        limit=limit,
        nominated_by=None if leads(cohort, caller) else person_id,
    )
    return {"items": shown, "next": following}


def list_mine(
    joined: Joined, courses: Courses, caller: Identity, language: str
) -> dict[str, Any]:
    """Open cohorts one is in or is asked to be in; and whether one may nominate."""
    person_id = caller.require_person()
    return {
        "items": [
            _mine(cohort, member.state, courses, language)
            for cohort, member in joined.joined(person_id)
        ],
        "heads": joined.is_head(person_id),
    }


def _come_in(
    cohorts: Cohorts,
    records: Records,
    courses: Courses,
    now: Now,
    cohort_id: str,
    person_id: str,
    decide: Any,
) -> None:
    """Enrol first: who then does not become a member has a course more, whereas a
    member without an enrolment could not learn."""
    cohort = cohorts.get(cohort_id)
    decide(cohort, cohorts.member(cohort_id, person_id))
    enrolments.enrol(
        records, courses, now, person_id=person_id, slug=cohort.slug, language="uk"
    )
    cohorts.change_member(cohort_id, person_id, decide)


def _mine(
    cohort: Cohort, state: str, courses: Courses, language: str
) -> dict[str, Any]:
    return {
        **named(cohort, courses, language),
        "state": state,
        "sessions": cohort.sessions,
    }

"""Make and change cohorts, list them, show one."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Protocol

from services.learning.catalogue.domain.showing import in_language
from services.learning.catalogue.handlers import Courses, Now
from services.learning.cohorts.domain.attendance import Attended, sign
from services.learning.cohorts.domain.cohort import (
    HEAD,
    TRAINER,
    Cohort,
    Session,
    draw_code,
    leads,
    require_lead,
    require_maker,
    require_nominator,
)
from services.learning.cohorts.domain.members import MEMBER, NOMINATED, Member
from shared import pages
from shared.identity import Identity

After = tuple[datetime, str]


class Cohorts(Protocol):
    def add(self, cohort: Cohort) -> None: ...
    def get(self, cohort_id: str) -> Cohort: ...
    def by_code(self, code: str) -> Cohort: ...
    def save(self, cohort: Cohort) -> None: ...
    def member(self, cohort_id: str, person_id: str) -> Member | None: ...
    def change_member(
        self,
        cohort_id: str,
        person_id: str,
        decide: Callable[[Cohort, Member | None], Member | None],
    ) -> bool: ...
    def sign(self, facts: Sequence[Attended]) -> None: ...
    def standing(
        self, cohort_id: str, people: Iterable[str], session: str | None = None
    ) -> Mapping[tuple[str, str], bool]: ...


class Lists(Protocol):
    def of_person(
        self, person_id: str, *, everything: bool, after: After | None, limit: int
    ) -> list[Cohort]: ...
    def count(self, cohort_id: str, state: str) -> int: ...
    def members_among(self, cohort_id: str, people: Sequence[str]) -> list[str]: ...
    def members(
        self,
        cohort_id: str,
        *,
        state: str | None,
        nominated_by: str | None,
        after: After | None,
        limit: int,
    ) -> list[Member]: ...


def make_cohort(
    cohorts: Cohorts,
    courses: Courses,
    now: Now,
    caller: Identity,
    *,
    name: str,
    course: str,
    unit: str | None,
    hub: str | None,
    due_on: date | None,
) -> str:
    """The id of a new cohort, led by who made it.

    Raises:
        Forbidden, Invalid: see ``require_maker``.
        NotFound: ``course_not_found``.
    """
    maker = require_maker(caller, unit=unit, hub=hub)
    courses.newest(course)
    cohort = Cohort(
        id=str(uuid.uuid4()),
        name=name.strip(),
        slug=course,
        code=draw_code(),
        opened_at=now(),
        trainers=(maker,),
        unit=unit,
        hub=hub,
        due_on=due_on,
    )
    cohorts.add(cohort)
    return cohort.id


def list_cohorts(
    lists: Lists,
    courses: Courses,
    caller: Identity,
    *,
    language: str,
    cursor: str | None,
    limit: int,
) -> dict[str, Any]:
    """``{items, next}``: those the caller leads or heads; an administrator sees all."""
    person_id = caller.require_person()
    after = pages.decode(cursor, datetime, str)
    rows = lists.of_person(
        person_id,
        everything="administrator" in caller.roles,
        after=(after[0], after[1]) if after else None,
        limit=limit + 1,
    )
    shown, following = pages.cut(rows, limit, lambda row: (row.opened_at, row.id))
    items = [_summary(cohort, courses, caller, language) for cohort in shown]
    return {"items": items, "next": following}


def get_cohort(
    cohorts: Cohorts,
    lists: Lists,
    courses: Courses,
    caller: Identity,
    cohort_id: str,
    language: str,
) -> dict[str, Any]:
    """The shape of ``CohortView``; a head sees what there is to nominate for."""
    cohort = cohorts.get(cohort_id)
    person_id = require_nominator(cohort, caller)
    is_lead = leads(cohort, caller)
    return {
        **_summary(cohort, courses, caller, language),
        "version": cohort.version,
        "code": cohort.code if is_lead else None,
        "trainers": cohort.trainers,
        "heads": cohort.heads if is_lead else [person_id],
        "sessions": cohort.sessions,
        "members": lists.count(cohort_id, MEMBER) if is_lead else None,
        "nominated": lists.count(cohort_id, NOMINATED) if is_lead else None,
    }


def change_cohort(
    cohorts: Cohorts,
    caller: Identity,
    cohort_id: str,
    *,
    name: str,
    due_on: date | None,
    version: int,
) -> None:
    """Rename it or move its due date.

    Raises:
        NotFound: ``cohort_not_found``.
        Conflict: ``stale``: it is not as the caller saw it.
    """
    cohort = cohorts.get(cohort_id)
    require_lead(cohort, caller)
    cohorts.save(
        replace(cohort, name=name.strip(), due_on=due_on, version=version),
    )


def close_cohort(cohorts: Cohorts, now: Now, caller: Identity, cohort_id: str) -> None:
    """Nobody comes in any more, nobody is reminded; reports stay."""
    cohort = cohorts.get(cohort_id)
    require_lead(cohort, caller)
    if cohort.closed_at is None:
        cohorts.save(replace(cohort, closed_at=now()))


def give_part(
    cohorts: Cohorts, caller: Identity, cohort_id: str, *, person_id: str, part: str
) -> None:
    """Make somebody a trainer of the cohort, or a head who may nominate.

    Being named gives no role: a trainer still needs one to see anything.
    """
    cohort = cohorts.get(cohort_id)
    require_lead(cohort, caller)
    cohorts.save(cohort.with_person(person_id, part))


def take_part(
    cohorts: Cohorts, caller: Identity, cohort_id: str, *, person_id: str, part: str
) -> None:
    """Raises:
    Conflict: ``last_trainer``.
    """
    cohort = cohorts.get(cohort_id)
    require_lead(cohort, caller)
    cohorts.save(cohort.without_person(person_id, part))


def add_session(
    cohorts: Cohorts,
    caller: Identity,
    cohort_id: str,
    *,
    title: str,
    starts_at: datetime,
    place: str,
) -> None:
    """Raises:
    Conflict: ``cohort_closed``, ``cohort_full``.
    """
    cohort = cohorts.get(cohort_id)
    require_lead(cohort, caller)
    session = Session(str(uuid.uuid4()), title.strip(), starts_at, place.strip())
    cohorts.save(cohort.with_session(session))


def get_attendance(
    cohorts: Cohorts,
    lists: Lists,
    caller: Identity,
    cohort_id: str,
    *,
    session: str,
    cursor: str | None,
    limit: int,
) -> dict[str, Any]:
    """``{items, next}``: each member, and whether they came as far as anybody signed.

    Raises:
        NotFound: ``cohort_not_found``, ``session_not_found``.
    """
    cohort = cohorts.get(cohort_id)
    require_lead(cohort, caller)
    cohort.session(session)
    shown, following = members_page(
        lists, cohort_id, state=MEMBER, cursor=cursor, limit=limit
    )
    people = [member.person_id for member in shown]
    came = cohorts.standing(cohort_id, people, session)
    items = [
        {"person_id": person, "attended": came.get((session, person))}
        for person in people
    ]
    return {"items": items, "next": following}


def sign_attendance(
    cohorts: Cohorts,
    lists: Lists,
    now: Now,
    caller: Identity,
    cohort_id: str,
    *,
    session: str,
    members: Sequence[str],
    came: Sequence[str],
) -> None:
    """Sign who came of the members listed. What differs from what was signed before is
    added, so that sending it again adds nothing, and a mistake is mended.

    Raises:
        NotFound: ``cohort_not_found``, ``session_not_found``.
    """
    cohort = cohorts.get(cohort_id)
    signer = require_lead(cohort, caller)
    cohort.session(session)
    present = lists.members_among(cohort_id, members)
    known = cohorts.standing(cohort_id, present, session)
    facts = sign(
        known,
        cohort=cohort_id,
        session=session,
        members=present,
        came=frozenset(came),
        by=signer,
        at=now(),
    )
    cohorts.sign(facts)


def members_page(
    lists: Lists,
    cohort_id: str,
    *,
    state: str | None,
    cursor: str | None,
    limit: int,
    nominated_by: str | None = None,
) -> tuple[list[Member], str | None]:
    after = pages.decode(cursor, datetime, str)
    rows = lists.members(
        cohort_id,
        state=state,
        nominated_by=nominated_by,
        after=(after[0], after[1]) if after else None,
        limit=limit + 1,
    )
    return pages.cut(rows, limit, lambda row: (row.at, row.person_id))


def _summary(
    cohort: Cohort, courses: Courses, caller: Identity, language: str
) -> dict[str, Any]:
    return {
        **named(cohort, courses, language),
        "unit": cohort.unit,
        "hub": cohort.hub,
        "opened_at": cohort.opened_at,
        "closed_at": cohort.closed_at,
        "part": TRAINER if leads(cohort, caller) else HEAD,
    }


def named(cohort: Cohort, courses: Courses, language: str) -> dict[str, Any]:
    """What every view of a cohort says."""
    course = courses.get(cohort.slug, courses.newest(cohort.slug))
    shown = in_language(course, language)
    return {
        "id": cohort.id,
        "name": cohort.name,
        "course": cohort.slug,
        "course_title": shown["title"],
        "language": shown["language"],
        "due_on": cohort.due_on,
    }

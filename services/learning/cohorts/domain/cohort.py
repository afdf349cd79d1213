"""A cohort: people who take one course together, and who may do what with it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from shared import crockford
from shared.dates import KYIV
from shared.errors import Conflict, Forbidden, Invalid, NotFound
from shared.identity import Identity

LEADING = ("trainer", "coordinator", "administrator")
TRAINER, HEAD = "trainer", "head"
CODE_LENGTH = 8  # 40 bits: not to be guessed through the gateway's limits
MOST_SESSIONS = 50
MOST_PEOPLE = 50  # trainers, and as many heads


@dataclass(frozen=True, slots=True)
class Session:
    """A meeting in a room, whose attendance a trainer signs."""

    id: str
    title: str
    starts_at: datetime
    place: str


@dataclass(frozen=True, slots=True)
class Cohort:
    """``unit`` names a police unit or ``hub`` a hub of the directory; or neither."""

    id: str
    name: str
    slug: str  # of the course
    code: str  # who has it may join
    opened_at: datetime
    trainers: tuple[str, ...]  # person ids; who made it is the first
    heads: tuple[str, ...] = ()  # person ids: may nominate, and see no more
    unit: str | None = None
    hub: str | None = None
    due_on: date | None = None
    sessions: tuple[Session, ...] = ()
    closed_at: datetime | None = None
    version: int = 0  # owned by the store

    def require_open(self) -> None:
        """Raises:
        Conflict: ``cohort_closed``.
        """
        if self.closed_at is not None:
            raise Conflict("cohort_closed", "This cohort is closed.")

    def session(self, session_id: str) -> Session:
        """Raises:
        NotFound: ``session_not_found``.
        """
        for session in self.sessions:
            if session.id == session_id:
                return session
        raise NotFound("session_not_found", "This cohort has no such session.")

    def with_session(self, session: Session) -> Cohort:
        """Raises:
        Conflict: ``cohort_closed`` or ``cohort_full``.
        """
        self.require_open()
        if len(self.sessions) >= MOST_SESSIONS:
            raise Conflict("cohort_full", "The cohort has as many as it can have.")
        ordered = sorted(
            (*self.sessions, session), key=lambda one: (one.starts_at, one.id)
        )
        return replace(self, sessions=tuple(ordered))

    def with_person(self, person_id: str, part: str) -> Cohort:
        """Make somebody a trainer or a head; already being one is fine.

        Raises:
            Conflict: ``cohort_full``.
        """
        return self._with(part, (*self._of(part), person_id))

    def without_person(self, person_id: str, part: str) -> Cohort:
        """Raises:
        Conflict: ``last_trainer``.
        """
        rest = tuple(other for other in self._of(part) if other != person_id)
        if part == TRAINER and not rest:
            raise Conflict("last_trainer", "A cohort keeps at least one trainer.")
        return self._with(part, rest)

    def _of(self, part: str) -> tuple[str, ...]:
        return self.trainers if part == TRAINER else self.heads

    def _with(self, part: str, people: Iterable[str]) -> Cohort:
        once = tuple(dict.fromkeys(people))
        if len(once) > MOST_PEOPLE:
            raise Conflict("cohort_full", "The cohort has as many as it can have.")
        if part == TRAINER:
            return replace(self, trainers=once)
        return replace(self, heads=once)


def require_maker(caller: Identity, *, unit: str | None, hub: str | None) -> str:
    """The id of whoever may make such a cohort.

    Raises:
        Forbidden: ``sign_in_required`` or ``role_required``; a coordinator makes
            cohorts of a hub alone.
        Invalid: ``invalid_fields``: a unit and a hub at once.
    """
    person_id = caller.require_person()
    caller.require_role(*LEADING)
    if unit and hub:
        problem = ["Name a unit or a hub, not both."]
        raise Invalid("invalid_fields", "Some fields need changing.", {"hub": problem})
    if hub is None and caller.roles.isdisjoint({"trainer", "administrator"}):
        raise Forbidden("hub_required", "A coordinator makes cohorts of a hub.")
    return person_id


def leads(cohort: Cohort, caller: Identity) -> bool:
    """Whether the caller may see and change everything of the cohort."""
    if "administrator" in caller.roles:
        return True
    return caller.person_id in cohort.trainers and not caller.roles.isdisjoint(LEADING)


def require_lead(cohort: Cohort, caller: Identity) -> str:
    """The caller's id. To everybody else the cohort does not exist.

    Raises:
        Forbidden: ``sign_in_required``.
        NotFound: ``cohort_not_found``.
    """
    person_id = caller.require_person()
    if not leads(cohort, caller):
        raise no_cohort()
    return person_id


def require_nominator(cohort: Cohort, caller: Identity) -> str:
    """The id of a caller who leads the cohort or heads one of its units.

    Raises:
        Forbidden: ``sign_in_required``.
        NotFound: ``cohort_not_found``.
    """
    person_id = caller.require_person()
    if person_id not in cohort.heads and not leads(cohort, caller):
        raise no_cohort()
    return person_id


def no_cohort() -> NotFound:
    return NotFound("cohort_not_found", "There is no such cohort.")


def draw_code() -> str:
    return "".join(secrets.choice(crockford.ALPHABET) for _ in range(CODE_LENGTH))


def today(now: datetime) -> date:
    return now.astimezone(KYIV).date()


def is_done(cohort: Cohort, now: datetime, *, unfinished: int) -> bool:
    """Whether nothing more is to be learned in it: closed, past its due date, or every
    member has completed the course.

    Args:
        unfinished: members who have not.
    """
    is_past = cohort.due_on is not None and cohort.due_on < today(now)
    return cohort.closed_at is not None or is_past or unfinished == 0

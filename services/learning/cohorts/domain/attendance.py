"""Attendance: facts that trainers sign and that are only ever added.

A mistake is mended by another fact about the same person and session; the last one
signed counts.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

ATTENDED = "session.attended"


@dataclass(frozen=True, slots=True)
class Attended:
    id: str
    cohort: str
    session: str
    person_id: str
    attended: bool
    signed_by: str
    signed_at: datetime


def standing(facts: Iterable[Attended]) -> dict[tuple[str, str], bool]:
    """Whether they came, by session and person; absent where nobody has signed."""
    ordered = sorted(facts, key=lambda fact: (fact.signed_at, fact.id))
    return {(fact.session, fact.person_id): fact.attended for fact in ordered}


def sign(
    known: Mapping[tuple[str, str], bool],
    *,
    cohort: str,
    session: str,
    members: Iterable[str],
    came: Collection[str],
    by: str,
    at: datetime,
) -> list[Attended]:
    """The facts that make the standing what the trainer says; none where it is so."""
    return [
        Attended(str(uuid.uuid4()), cohort, session, person, person in came, by, at)
        for person in members
        if known.get((session, person)) is not (person in came)
    ]

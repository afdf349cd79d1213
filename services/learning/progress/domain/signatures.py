"""What trainers sign: facts too, but about somebody else, and never from a device."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from services.learning.catalogue.domain.course import Course, by_id
from shared.errors import Conflict, Forbidden, NotFound

SIGNED = "skill.signed"
REVOKED = "skill.revoked"
ATTENDED = "session.attended"


@dataclass(frozen=True, slots=True)
class Signature:
    """A trainer saw something. Only ever added; another one may take it back."""

    id: str
    kind: str
    person_id: str  # who is signed for
    slug: str
    of: str  # the practical skill of whichever version, or the session
    seen_on: date
    signed_by: str
    signed_at: datetime
    revokes: str | None = None  # id of the signature that this one takes back

    def says_the_same_as(self, other: Signature) -> bool:
        return replace(self, id=other.id, signed_at=other.signed_at) == other


def standing(signatures: Collection[Signature]) -> list[Signature]:
    """Those that nobody took back, in any order they came."""
    taken_back = {found.revokes for found in signatures}
    return [
        found
        for found in signatures
        if found.kind != REVOKED and found.id not in taken_back
    ]


def skills_signed(signatures: Collection[Signature], course: Course) -> frozenset[str]:
    """The practical skills of this version that somebody saw done."""
    of = {found.of for found in standing(signatures) if found.kind == SIGNED}
    skills = {skill.id for skill in course.practical}
    return frozenset(
        now for skill in of if (now := course.current(skill)) is not None
    ) & frozenset(skills)


def last_seen(signatures: Iterable[Signature]) -> datetime | None:
    """When the person was last seen doing something."""
    seen = (found.signed_at for found in signatures if found.kind != REVOKED)
    return max(seen, default=None)


def check_signature(
    course: Course, skill: str, *, person_id: str, signed_by: str
) -> None:
    """Raises:
    Forbidden: ``not_your_own``.
    NotFound: ``skill_not_found``.
    """
    if person_id == signed_by:
        raise not_your_own()
    if by_id(course.practical, skill) is None:
        raise NotFound("skill_not_found", "This course has no such practical skill.")


def check_revocation(
    signature: Signature, signatures: Collection[Signature], *, by: str
) -> None:
    """Raises:
    Forbidden: ``not_your_own``.
    Conflict: ``signature_revoked``: somebody took it back before.
    """
    if signature.person_id == by:
        raise not_your_own()
    if signature not in standing(signatures):
        raise Conflict("signature_revoked", "This signature was taken back before.")


def not_your_own() -> Forbidden:
    return Forbidden("not_your_own", "Nobody signs their own skills.")

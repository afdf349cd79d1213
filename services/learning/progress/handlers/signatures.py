"""Trainers sign the practical skills of others, and take signatures back."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Protocol

from services.learning.catalogue.domain.course import Course
from services.learning.catalogue.handlers import Courses, Now
from services.learning.certificates.domain import draw_number
from services.learning.progress.domain.facts import NOT_ENROLLED
from services.learning.progress.domain.records import Record, Settled, settle
from services.learning.progress.domain.showing import show_signature
from services.learning.progress.domain.signatures import (
    REVOKED,
    SIGNED,
    Signature,
    check_revocation,
    check_signature,
    standing,
)
from shared.envelope import Cause
from shared.errors import Invalid, NotFound
from shared.identity import Identity

# Who sees people do things: a coordinator is one of a hub.
_SIGNERS = ("trainer", "coordinator", "administrator")
# Kyiv's day begins before that of UTC.
_AHEAD = timedelta(hours=3)

Signed = tuple[Signature, Settled]


class Records(Protocol):
    def find(self, person_id: str, slug: str) -> Record | None: ...
    def signature(self, signature_id: str) -> Signature | None: ...
    def signatures_of(self, person_id: str) -> list[Signature]: ...
    def sign(
        self,
        person_id: str,
        slug: str,
        decide: Callable[[Record, list[Signature]], Signed],
        *,
        cause: Cause,
    ) -> Signature: ...


def sign_skill(
    records: Records,
    courses: Courses,
    now: Now,
    caller: Identity,
    *,
    person_id: str,
    course: str,
    skill: str,
    seen_on: str,
    language: str,
    cause: Cause,
) -> dict[str, Any]:
    """Sign that somebody did something; the same again is the same signature.

    Raises:
        Forbidden: ``role_required`` or ``not_your_own``.
        NotFound: ``not_enrolled`` or ``skill_not_found``.
        Invalid: ``invalid_fields``: not a day, or one that is still to come.
    """
    caller.require_role(*_SIGNERS)
    signer, at = caller.require_person(), now()
    day = _day(seen_on, (at + _AHEAD).date())
    held = _held(records, person_id, course)
    of = courses.get(course, held.enrolment.course_version)
    check_signature(of, skill, person_id=person_id, signed_by=signer)
    made = Signature(
        str(uuid.uuid4()), SIGNED, person_id, course, skill, day, signer, at
    )

    def decide(record: Record, before: list[Signature]) -> Signed:
        current = courses.get(course, record.enrolment.course_version)
        for found in standing(before):
            if found.says_the_same_as(made):
                return found, Settled(record)
        return made, _settled(record, [*before, made], current, made)

    signed = records.sign(person_id, course, decide, cause=cause)
    return show_signature(signed, of, is_revoked=False, language=language)


def revoke_skill(
    records: Records,
    courses: Courses,
    now: Now,
    caller: Identity,
    *,
    person_id: str,
    signature_id: str,
    language: str,
    cause: Cause,
) -> dict[str, Any]:
    """Take a signature back, with another that stands beside it for ever.

    A certificate that the skill has earned is revoked on its own, where that is due.

    Raises:
        Forbidden: ``role_required`` or ``not_your_own``.
        NotFound: ``signature_not_found``.
        Conflict: ``signature_revoked``.
    """
    caller.require_role(*_SIGNERS)
    signer, at = caller.require_person(), now()
    found = records.signature(signature_id)
    if found is None or (found.person_id, found.kind) != (person_id, SIGNED):
        raise NotFound("signature_not_found", "There is no such signature.")
    signature = replace(
        found,
        id=str(uuid.uuid4()),
        kind=REVOKED,
        signed_by=signer,
        signed_at=at,
        revokes=found.id,
    )

    def decide(record: Record, before: list[Signature]) -> Signed:
        check_revocation(found, before, by=signer)
        current = courses.get(found.slug, record.enrolment.course_version)
        return signature, _settled(record, [*before, signature], current, signature)

    records.sign(person_id, found.slug, decide, cause=cause)
    return _shown(found, records, courses, is_revoked=True, language=language)


def list_skills(
    records: Records,
    courses: Courses,
    caller: Identity,
    *,
    person_id: str,
    language: str,
) -> list[dict[str, Any]]:
    """What was signed for somebody, oldest first, also what was taken back.

    Raises:
        Forbidden: ``role_required``.
    """
    caller.require_role(*_SIGNERS)
    found = records.signatures_of(person_id)
    stands = standing(found)
    return [
        _shown(one, records, courses, is_revoked=one not in stands, language=language)
        for one in found
        if one.kind == SIGNED
    ]


def _settled(
    record: Record, all_: list[Signature], course: Course, last: Signature
) -> Settled:
    progress = record.progress.with_signatures(all_, course)
    after = replace(record, progress=progress)
    return settle(after, course, at=last.signed_at, draw=draw_number)


def _held(records: Records, person_id: str, slug: str) -> Record:
    record = records.find(person_id, slug)
    if record is None:
        raise NotFound(*NOT_ENROLLED)
    return record


def _shown(
    signature: Signature,
    records: Records,
    courses: Courses,
    *,
    is_revoked: bool,
    language: str,
) -> dict[str, Any]:
    held = _held(records, signature.person_id, signature.slug)
    course = courses.get(signature.slug, held.enrolment.course_version)
    return show_signature(signature, course, is_revoked=is_revoked, language=language)


def _day(text: str, latest: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise _wrong_day("Not a valid date.") from None
    if day > latest:
        raise _wrong_day("Must not be in the future.")
    return day


def _wrong_day(message: str) -> Invalid:
    return Invalid(
        "invalid_fields", "Some fields need changing.", {"seen_on": [message]}
    )

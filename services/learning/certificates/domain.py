"""A certificate: its number, how long it holds, how it is renewed and revoked.

The number survives being read aloud and typed.

Twelve random characters of Crockford's base 32 (60 bits) and one that checks them:
the thirteen, each times its own power of two in the field of 32 elements, add up to
zero. Powers that differ and are never zero find every single wrong character and
every two that changed places.
"""

from __future__ import annotations

import secrets
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from operator import xor
from typing import Any

from services.learning.catalogue.domain.course import Course
from services.learning.catalogue.domain.showing import in_language
from shared import crockford
from shared.contracts.learning import CertificateRenewed, CertificateRevoked
from shared.crockford import ALPHABET
from shared.errors import Conflict, NotFound

_RANDOM = 12  # characters
_POLYNOMIAL = 0b100101  # x⁵ + x² + 1, by which two generates all but zero


# Certificates that share a status list. Who asks for a list tells of none of them.
STATUS_LIST_SIZE = 2**20

Draw = Callable[[], str]  # a new certificate number


@dataclass(frozen=True, slots=True)
class Certificate:
    number: str
    person_id: str
    slug: str
    course_version: int
    issued_at: datetime
    expires_at: datetime | None = None  # the first moment at which it no longer holds
    sequence: int = 1  # 2 for the first renewal, and so on
    revoked_at: datetime | None = None
    revocation: str | None = None  # why: one of REVOCATIONS
    status_index: int | None = None  # its place in the status list; the store gives it

    def state(self, at: datetime) -> str:
        """``valid``, ``expired`` or ``revoked``; what was revoked never expires."""
        if self.revoked_at is not None:
            return "revoked"
        expired = self.expires_at is not None and self.expires_at <= at
        return "expired" if expired else "valid"

    def revoke(
        self, reason: str, *, at: datetime
    ) -> tuple[Certificate, CertificateRevoked | None]:
        """The certificate revoked, and the fact; no fact if it was for that reason.

        Raises:
            Conflict: ``certificate_revoked``: it was, for another reason.
        """
        if self.revoked_at is not None:
            if self.revocation == reason:
                return self, None
            raise is_revoked()
        revoked = replace(self, revoked_at=at, revocation=reason)
        return revoked, CertificateRevoked(
            person_id=self.person_id,
            slug=self.slug,
            course_version=self.course_version,
            certificate_number=self.number,
            revoked_at=at,
        )


def award(person_id: str, course: Course, *, at: datetime, draw: Draw) -> Certificate:
    """The first certificate of a person who completed the course."""
    return Certificate(
        number=draw(),
        person_id=person_id,
        slug=course.slug,
        course_version=course.version,
        issued_at=at,
        expires_at=_expiry(course, at),
    )


def renew(
    held: Certificate, course: Course, *, at: datetime, draw: Draw
) -> tuple[Certificate, CertificateRenewed]:
    """What follows ``held`` once the refresher is passed, before or after it expired.

    Args:
        held: the newest of the person's certificates for the course.
        course: the version that was refreshed.

    Raises:
        Conflict: ``certificate_revoked``.
    """
    if held.revoked_at is not None:
        raise is_revoked()
    next_one = award(held.person_id, course, at=at, draw=draw)
    renewed = replace(next_one, sequence=held.sequence + 1)
    return renewed, CertificateRenewed(
        person_id=renewed.person_id,
        slug=renewed.slug,
        course_version=renewed.course_version,
        certificate_number=renewed.number,
        replaces_number=held.number,
        renewed_at=at,
    )


def _expiry(course: Course, at: datetime) -> datetime | None:
    if course.freshness is None:
        return None
    return months_after(at, course.freshness.months)


def months_after(at: datetime, months: int) -> datetime:
    """The same day so many months on, or the last day of a month that lacks it."""
    years, month = divmod(at.month - 1 + months, 12)
    year = at.year + years
    day = min(at.day, monthrange(year, month + 1)[1])
    return at.replace(year=year, month=month + 1, day=day)


def draw_number() -> str:
    """A random number like ``7K3M-9QXT-2HBD-5``."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(_RANDOM))
    return _grouped(drawn + _check_character(drawn))


def normalise(typed: str) -> str:
    """The number as it is kept, whatever its case, spaces, hyphens and look-alikes.

    Raises:
        NotFound: ``certificate_not_found``: no number looks like this.
    """
    kept = crockford.normalise(typed)
    if (
        kept is None
        or len(kept) != _RANDOM + 1
        or _check_character(kept[:-1]) != kept[-1]
    ):
        raise no_certificate()
    return _grouped(kept)


def no_certificate() -> NotFound:
    return NotFound(
        "certificate_not_found",
        "There is no certificate with this number; please check what you typed.",
    )


def is_revoked() -> Conflict:
    return Conflict("certificate_revoked", "This certificate has been revoked.")


def show_certificate(
    certificate: Certificate, course: Course, language: str, *, at: datetime
) -> dict[str, Any]:
    """The shape of ``CertificateView`` and ``CheckedCertificateView``."""
    return {
        **in_language(course, language),
        "number": certificate.number,
        "state": certificate.state(at),
        "issued_at": certificate.issued_at,
        "expires_at": certificate.expires_at,
        "revoked_at": certificate.revoked_at,
        "revocation": certificate.revocation,
        "sequence": certificate.sequence,
        "minutes": course.minutes,
        "person_id": certificate.person_id,
    }


def _grouped(characters: str) -> str:
    return crockford.grouped(characters, 4)


def _check_character(characters: str) -> str:
    """The last character's factor is 1, so it is the sum of the others."""
    shifts = range(len(characters), 0, -1)
    terms = (
        _times_power_of_two(ALPHABET.index(character), shift)
        for character, shift in zip(characters, shifts, strict=True)
    )
    return ALPHABET[reduce(xor, terms, 0)]


def _times_power_of_two(value: int, power: int) -> int:
    for _ in range(power):
        value <<= 1
        if value & 0b100000:
            value ^= _POLYNOMIAL
    return value

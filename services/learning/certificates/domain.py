"""A certificate, and a number for it that survives being read aloud and typed.

Twelve random characters of Crockford's base 32 (60 bits) and one that checks them:
the thirteen, each times its own power of two in the field of 32 elements, add up to
zero. Powers that differ and are never zero find every single wrong character and
every two that changed places.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import xor
from typing import Any

from services.learning.catalogue.domain.course import Course
from services.learning.catalogue.domain.showing import in_language
from shared import crockford
from shared.crockford import ALPHABET
from shared.errors import NotFound

_RANDOM = 12  # characters
_POLYNOMIAL = 0b100101  # x⁵ + x² + 1, by which two generates all but zero


@dataclass(frozen=True, slots=True)
class Certificate:
    number: str
    person_id: str
    slug: str
    course_version: int
    issued_at: datetime


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


def show_certificate(
    certificate: Certificate, course: Course, language: str
) -> dict[str, Any]:
    """The shape of ``CertificateView`` and ``CheckedCertificateView``."""
    return {
        **in_language(course, language),
        "number": certificate.number,
        "issued_at": certificate.issued_at,
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

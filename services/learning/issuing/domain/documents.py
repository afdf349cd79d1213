"""What is signed: the badge, the ticket in a QR code, the list of what was revoked.

Times in claims are whole seconds: verifiers compare ``nbf`` with ``validFrom``.
"""

from __future__ import annotations

import gzip
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from services.learning.catalogue.domain.course import Course
from services.learning.certificates.domain import Certificate, is_revoked
from services.learning.issuing.domain.issuer import CONTEXTS, Issuer
from shared.languages import resolve

# How long a saved list may be relied on: a fortnight without network is possible, and
# an old list must not vouch for ever for what was revoked since.
LIST_HOLDS = timedelta(days=14)
_LIST_IS_FRESH = timedelta(hours=1)
_CRITERIA = {
    "uk": "Пройдено всі уроки й складено всі підсумкові тести курсу.",
    "en": "Every lesson of the course was completed and every final quiz passed.",
}
_SCHEMA = {
    "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/"
    "ob_v3p0_achievementcredential_schema.json",
    "type": "1EdTechJsonSchemaValidator2019",
}


def badge(
    certificate: Certificate,
    course: Course,
    issuer: Issuer,
    *,
    name: str,
    language: str,
    list_size: int,
) -> dict[str, Any]:
    """The claims of an Open Badges 3.0 credential (section 8.2: the JWT's payload is
    the credential itself, with registered claims beside).

    Raises:
        Conflict: ``certificate_revoked``.
    """
    if certificate.revoked_at is not None:
        raise is_revoked()
    shown, title = resolve(course.title, language)
    subject = f"urn:uuid:{certificate.person_id}"
    claims: dict[str, Any] = {
        "@context": [*CONTEXTS],
        "id": issuer.credential(certificate.number),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": title,
        "issuer": issuer.profile(shown),
        "validFrom": _moment(certificate.issued_at),
        "credentialSubject": {
            "id": subject,
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": name,
                    "identityType": "name",
                }
            ],
            "achievement": {
                "id": issuer.achievement(course.slug, course.version),
                "type": ["Achievement"],
                "achievementType": "CertificateOfCompletion",
                "name": title,
                "description": course.summary[shown],
                "criteria": {"narrative": _CRITERIA[shown]},
                "inLanguage": shown,
                "version": str(course.version),
            },
        },
        "credentialSchema": [_SCHEMA],
        "iss": issuer.id,
        "sub": subject,
        "jti": issuer.credential(certificate.number),
        "nbf": _seconds(certificate.issued_at),
    }
    if certificate.status_index is not None:
        claims["credentialStatus"] = _status(
            certificate.status_index, list_size, issuer
        )
    if certificate.expires_at is not None:
        claims["validUntil"] = _moment(certificate.expires_at)
        claims["exp"] = _seconds(certificate.expires_at)
    return claims


def ticket(certificate: Certificate, *, name: str) -> dict[str, Any]:
    """The claims that a QR code holds: enough for a stranger without network.

    Raises:
        Conflict: ``certificate_revoked``.
    """
    if certificate.revoked_at is not None:
        raise is_revoked()
    claims: dict[str, Any] = {
        "jti": certificate.number,
        "name": name,
        "course": f"{certificate.slug}@{certificate.course_version}",
        "iat": _seconds(certificate.issued_at),
        "status": certificate.status_index,
    }
    if certificate.expires_at is not None:
        claims["exp"] = _seconds(certificate.expires_at)
    return claims


def status_list(
    number: int,
    revoked: Iterable[int],
    issuer: Issuer,
    *,
    at: datetime,
    list_size: int,
) -> dict[str, Any]:
    """The claims of a W3C Bitstring Status List: a bit a certificate, and no names."""
    address, until = issuer.status_list(number), at + LIST_HOLDS
    return {
        "@context": [CONTEXTS[0]],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.id,
        "validFrom": _moment(at),
        "validUntil": _moment(until),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": _encoded(revoked, list_size),
            "ttl": int(_LIST_IS_FRESH.total_seconds() * 1000),
        },
        "iss": issuer.id,
        "sub": f"{address}#list",
        "jti": address,
        "nbf": _seconds(at),
        "exp": _seconds(until),
    }


def _status(index: int, list_size: int, issuer: Issuer) -> dict[str, str]:
    number, place = index // list_size + 1, index % list_size
    address = issuer.status_list(number)
    return {
        "id": f"{address}#{place}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(place),
        "statusListCredential": address,
    }


def _encoded(places: Iterable[int], size: int) -> str:
    """Multibase base64url of the gzipped bits, the first bit the highest."""
    bits = bytearray(size // 8)
    for place in places:
        bits[place // 8] |= 0x80 >> place % 8
    packed = gzip.compress(bytes(bits), mtime=0)
    return "u" + urlsafe_b64encode(packed).rstrip(b"=").decode()


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

"""Show one's certificates, check one by its number, revoke one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from services.learning.catalogue.handlers import Courses, Now
from services.learning.certificates.domain import (
    Certificate,
    no_certificate,
    normalise,
    show_certificate,
)
from shared import pages
from shared.contracts.learning import CertificateRevoked
from shared.envelope import Cause
from shared.identity import Identity

Revoke = Callable[[Certificate], tuple[Certificate, CertificateRevoked | None]]


class Certificates(Protocol):
    def find(self, number: str) -> Certificate | None: ...
    def of_person(
        self, person_id: str, *, after: tuple[datetime, str] | None, limit: int
    ) -> list[Certificate]: ...
    def revoke(
        self, number: str, decide: Revoke, *, cause: Cause
    ) -> Certificate | None: ...
    def revoked_in_list(self, number: int) -> list[int]: ...


def find_certificate(certificates: Certificates, number: str) -> Certificate:
    """The certificate, however its number was typed.

    Raises:
        NotFound: ``certificate_not_found``.
    """
    certificate = certificates.find(normalise(number))
    if certificate is None:
        raise no_certificate()
    return certificate


def get_certificate(
    certificates: Certificates,
    courses: Courses,
    now: Now,
    *,
    number: str,
    language: str,
) -> dict[str, Any]:
    """Whose certificate of which course the number is, and whether it holds.

    Raises:
        NotFound: ``certificate_not_found``.
    """
    certificate = find_certificate(certificates, number)
    return _shown(certificate, courses, language, now())


def list_certificates(
    certificates: Certificates,
    courses: Courses,
    now: Now,
    *,
    person_id: str,
    language: str,
    cursor: str | None,
    limit: int,
) -> dict[str, Any]:
    """``{items, next}``, the newest first."""
    at = now()
    after = pages.decode(cursor, datetime, str)
    rows = certificates.of_person(
        person_id, after=(after[0], after[1]) if after else None, limit=limit + 1
    )
    shown, following = pages.cut(rows, limit, lambda row: (row.issued_at, row.number))
    return {
        "items": [_shown(row, courses, language, at) for row in shown],
        "next": following,
    }


def revoke_certificate(
    certificates: Certificates,
    now: Now,
    caller: Identity,
    *,
    number: str,
    reason: str,
    cause: Cause,
) -> dict[str, Any]:
    """Take a certificate back; again for the same reason changes nothing.

    Raises:
        Forbidden: ``role_required``.
        NotFound: ``certificate_not_found``.
        Conflict: ``certificate_revoked``: it was, for another reason.
    """
    caller.require_role("administrator")
    at = now()
    revoked = certificates.revoke(
        normalise(number),
        lambda certificate: certificate.revoke(reason, at=at),
        cause=cause,
    )
    if revoked is None:
        raise no_certificate()
    return {"number": revoked.number, "revoked_at": revoked.revoked_at}


def _shown(
    certificate: Certificate, courses: Courses, language: str, at: datetime
) -> dict[str, Any]:
    course = courses.get(certificate.slug, certificate.course_version)
    return show_certificate(certificate, course, language, at=at)

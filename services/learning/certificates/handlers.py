"""Show one's certificates, and check one by its number."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from services.learning.catalogue.handlers import Courses
from services.learning.certificates.domain import (
    Certificate,
    no_certificate,
    normalise,
    show_certificate,
)
from shared import pages


class Certificates(Protocol):
    def find(self, number: str) -> Certificate | None: ...
    def of_person(
        self, person_id: str, *, after: tuple[datetime, str] | None, limit: int
    ) -> list[Certificate]: ...


def get_certificate(
    certificates: Certificates, courses: Courses, *, number: str, language: str
) -> dict[str, Any]:
    """Whose certificate of which course the number is, however it was typed.

    Raises:
        NotFound: ``certificate_not_found``.
    """
    certificate = certificates.find(normalise(number))
    if certificate is None:
        raise no_certificate()
    return _shown(certificate, courses, language)


def list_certificates(
    certificates: Certificates,
    courses: Courses,
    *,
    person_id: str,
    language: str,
    cursor: str | None,
    limit: int,
) -> dict[str, Any]:
    """``{items, next}``, the newest first."""
    after = pages.decode(cursor, datetime, str)
    rows = certificates.of_person(
        person_id, after=(after[0], after[1]) if after else None, limit=limit + 1
    )
    shown, following = pages.cut(rows, limit, lambda row: (row.issued_at, row.number))
    return {
        "items": [_shown(row, courses, language) for row in shown],
        "next": following,
    }


def _shown(certificate: Certificate, courses: Courses, language: str) -> dict[str, Any]:
    course = courses.get(certificate.slug, certificate.course_version)
    return show_certificate(certificate, course, language)

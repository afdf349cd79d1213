"""Enrol, show how far one is, move to a newer version."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, Protocol

from services.learning.catalogue.domain.course import Course
from services.learning.catalogue.domain.showing import in_language
from services.learning.catalogue.handlers import Courses, Now
from services.learning.certificates.domain import draw_number
from services.learning.progress.domain.facts import NOT_ENROLLED
from services.learning.progress.domain.progress import History
from services.learning.progress.domain.records import (
    Enrolment,
    Record,
    Settled,
    move,
)
from services.learning.progress.domain.showing import show_record
from shared import pages
from shared.envelope import Cause
from shared.errors import Conflict, NotFound


class Records(Protocol):
    def enrol(self, enrolment: Enrolment) -> bool: ...
    def find(self, person_id: str, slug: str) -> Record | None: ...
    def of_person(
        self, person_id: str, *, after: tuple[datetime, str] | None, limit: int
    ) -> list[Record]: ...
    def completed_by(
        self, person_id: str, slugs: Collection[str]
    ) -> frozenset[str]: ...
    def replay(
        self,
        person_id: str,
        slug: str,
        decide: Callable[[Record, History], Settled],
        *,
        cause: Cause,
    ) -> bool: ...


def enrol(
    records: Records,
    courses: Courses,
    now: Now,
    *,
    person_id: str,
    slug: str,
    language: str,
) -> dict[str, Any]:
    """Enrol in the newest version; whoever is enrolled keeps the version they have.

    Raises:
        NotFound: ``course_not_found``.
        Conflict: ``prerequisites_missing``; its ``fields`` name their slugs.
    """
    newest = courses.newest(slug)
    created = False
    if records.find(person_id, slug) is None:
        course = courses.get(slug, newest)
        _check_prerequisites(_prerequisites(records, courses, person_id, course))
        created = records.enrol(Enrolment(person_id, slug, newest, now()))
    shown = get_enrolment(
        records, courses, person_id=person_id, slug=slug, language=language
    )
    return {**shown, "created": created}


def list_prerequisites(
    records: Records,
    courses: Courses,
    *,
    person_id: str | None,
    slug: str,
    language: str,
) -> list[dict[str, Any]]:
    """The published courses to complete first, and whether one has.

    Raises:
        NotFound: ``course_not_found``.
    """
    course = courses.get(slug, courses.newest(slug))
    wanted = _prerequisites(records, courses, person_id, course)
    return [
        {
            **in_language(courses.get(other, version), language),
            "completed": is_completed,
        }
        for other, version, is_completed in wanted
    ]


def get_enrolment(
    records: Records, courses: Courses, *, person_id: str, slug: str, language: str
) -> dict[str, Any]:
    """Raises:
    NotFound: ``not_enrolled``.
    """
    record = records.find(person_id, slug)
    if record is None:
        raise NotFound(*NOT_ENROLLED)
    return _shown(record, courses, courses.newest_of([slug]), language)


def list_enrolments(
    records: Records,
    courses: Courses,
    *,
    person_id: str,
    language: str,
    cursor: str | None,
    limit: int,
) -> dict[str, Any]:
    """``{items, next}``, the newest first."""
    after = pages.decode(cursor, datetime, str)
    rows = records.of_person(
        person_id, after=(after[0], after[1]) if after else None, limit=limit + 1
    )
    shown, following = pages.cut(
        rows, limit, lambda row: (row.enrolment.enrolled_at, row.enrolment.slug)
    )
    newest = courses.newest_of([row.enrolment.slug for row in shown])
    return {
        "items": [_shown(row, courses, newest, language) for row in shown],
        "next": following,
    }


def move_enrolment(
    records: Records,
    courses: Courses,
    now: Now,
    *,
    person_id: str,
    slug: str,
    version: int | None,
    language: str,
    cause: Cause,
) -> dict[str, Any]:
    """Go on in a newer version, the newest where none is named.

    Everything ever done is counted anew by what the newer version says has become of
    the older ones' parts.

    Raises:
        NotFound: ``not_enrolled`` or ``course_not_found``.
        Conflict: ``version_not_newer``.
    """
    if records.find(person_id, slug) is None:
        raise NotFound(*NOT_ENROLLED)
    course = courses.get(slug, courses.newest(slug) if version is None else version)
    at = now()

    def decide(record: Record, history: History) -> Settled:
        return move(record, history, course, at=at, draw=draw_number)

    records.replay(person_id, slug, decide, cause=cause)
    return get_enrolment(
        records, courses, person_id=person_id, slug=slug, language=language
    )


Prerequisite = tuple[str, int, bool]  # slug, newest version, whether completed


def _prerequisites(
    records: Records, courses: Courses, person_id: str | None, course: Course
) -> list[Prerequisite]:
    """Of those that are published: what cannot be taken cannot be asked for."""
    newest = courses.newest_of(course.prerequisites)
    done: frozenset[str] = frozenset()
    if person_id is not None and newest:
        done = records.completed_by(person_id, newest)
    return [
        (slug, newest[slug], slug in done)
        for slug in course.prerequisites
        if slug in newest
    ]


def _check_prerequisites(found: list[Prerequisite]) -> None:
    missing = [slug for slug, _, is_completed in found if not is_completed]
    if missing:
        raise Conflict(
            "prerequisites_missing",
            "Complete the courses that this one builds on first.",
            {"prerequisites": missing},
        )


def _shown(
    record: Record, courses: Courses, newest: Mapping[str, int], language: str
) -> dict[str, Any]:
    held = record.enrolment
    course = courses.get(held.slug, held.course_version)
    return show_record(record, course, newest[held.slug], language)

"""Enrol, record what happened, show how far one is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from services.learning.catalogue.domain.course import Course
from services.learning.catalogue.domain.showing import in_language
from services.learning.catalogue.handlers import Courses, Now
from services.learning.certificates.domain import draw_number
from services.learning.progress.domain import (
    NOT_ENROLLED,
    Enrolment,
    Fact,
    Outcome,
    Record,
    Taken,
    steps_done,
    take,
)
from shared import pages
from shared.envelope import Cause
from shared.errors import NotFound


class Records(Protocol):
    def enrol(self, enrolment: Enrolment) -> bool: ...
    def find(self, person_id: str, slug: str) -> Record | None: ...
    def of_person(
        self, person_id: str, *, after: tuple[datetime, str] | None, limit: int
    ) -> list[Record]: ...
    def add_facts(
        self,
        person_id: str,
        slug: str,
        ids: Collection[str],
        decide: Callable[[Record, Mapping[str, Fact]], Taken],
        *,
        cause: Cause,
    ) -> list[Outcome]: ...


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
    """
    asked = Enrolment(person_id, slug, courses.newest(slug), now())
    created = records.enrol(asked)
    return {
        **get_enrolment(
            records, courses, person_id=person_id, slug=slug, language=language
        ),
        "created": created,
    }


def get_enrolment(
    records: Records, courses: Courses, *, person_id: str, slug: str, language: str
) -> dict[str, Any]:
    """Raises:
    NotFound: ``not_enrolled``.
    """
    record = records.find(person_id, slug)
    if record is None:
        raise NotFound(*NOT_ENROLLED)
    return _shown(record, courses, language)


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
    return {
        "items": [_shown(row, courses, language) for row in shown],
        "next": following,
    }


def record_facts(
    records: Records,
    courses: Courses,
    now: Now,
    *,
    person_id: str,
    facts: Sequence[Mapping[str, str]],
    cause: Cause,
) -> list[Outcome]:
    """Add a batch of facts; what became of each, in the order of the batch.

    The facts of one course are written in one transaction, courses one after another:
    a phone that was away long locks one course at a time, and if a later one fails the
    client sends the whole batch again and nothing is recorded twice.
    """
    at = now()
    outcomes: list[Outcome | None] = [None] * len(facts)
    for slug, indexes in _by_course(facts).items():
        batch = [_fact(facts[index], at) for index in indexes]
        settled = _add(records, courses, person_id, slug, batch, at, cause)
        for index, outcome in zip(indexes, settled, strict=True):
            outcomes[index] = outcome
    return [outcome for outcome in outcomes if outcome is not None]


def _by_course(facts: Iterable[Mapping[str, str]]) -> dict[str, list[int]]:
    indexes: dict[str, list[int]] = {}
    for index, fact in enumerate(facts):
        indexes.setdefault(fact["course"], []).append(index)
    return indexes


def _fact(sent: Mapping[str, str], received_at: datetime) -> Fact:
    return Fact(
        id=sent["id"],
        kind=sent["kind"],
        slug=sent["course"],
        lesson=sent["lesson"],
        at=sent["at"],
        received_at=received_at,
    )


def _add(
    records: Records,
    courses: Courses,
    person_id: str,
    slug: str,
    batch: Sequence[Fact],
    at: datetime,
    cause: Cause,
) -> list[Outcome]:
    found = records.find(person_id, slug)
    if found is None:
        return [Outcome(fact.id, "refused", *NOT_ENROLLED) for fact in batch]
    # The version never changes once one is enrolled, so it may be read beforehand.
    course = courses.get(slug, found.enrolment.course_version)

    def decide(record: Record, known: Mapping[str, Fact]) -> Taken:
        return take(record, course, batch, known, at=at, draw=draw_number)

    ids = {fact.id for fact in batch}
    return records.add_facts(person_id, slug, ids, decide, cause=cause)


def _shown(record: Record, courses: Courses, language: str) -> dict[str, Any]:
    enrolment = record.enrolment
    course = courses.get(enrolment.slug, enrolment.course_version)
    done, of = steps_done(record, course)
    begun = "in_progress" if record.has_begun else "enrolled"
    return {
        **in_language(course, language),
        "state": "completed" if enrolment.completed_at else begun,
        "enrolled_at": enrolment.enrolled_at,
        "completed_at": enrolment.completed_at,
        "lessons_total": len(course.lessons),
        "lessons_done": [
            lesson.id for lesson in course.lessons if lesson.id in record.lessons_done
        ],
        "percent": 100 * done // of,
        "quizzes": _standings(record, course, language),
        "certificate": enrolment.certificate,
    }


def _standings(record: Record, course: Course, language: str) -> list[dict[str, Any]]:
    shown = in_language(course, language)["language"]
    standings = []
    for quiz in course.quizzes:
        result = record.result(quiz.id)
        standings.append(
            {
                "id": quiz.id,
                "title": quiz.title[shown],
                "passed": result is not None and result.passed,
                "best_percent": result.best_percent if result else None,
            }
        )
    return standings

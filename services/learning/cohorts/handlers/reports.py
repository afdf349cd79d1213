"""Read what a report needs and make it; the rules are in ``domain.reports``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import islice
from typing import Any, Protocol

from services.learning.catalogue.domain.course import Course
from services.learning.catalogue.handlers import Courses, Now
from services.learning.cohorts.domain.attention import Learner
from services.learning.cohorts.domain.cohort import Cohort, require_lead
from services.learning.cohorts.domain.members import MEMBER
from services.learning.cohorts.domain.reports import learners as about_learners
from services.learning.cohorts.domain.reports import quizzes as about_quizzes
from services.learning.cohorts.domain.reports.quizzes import Tried
from services.learning.cohorts.domain.tables import Report
from services.learning.cohorts.handlers.cohorts import After, Cohorts
from shared import pages
from shared.identity import Identity

_BATCH = 1000


class Reading(Protocol):
    def count(self, cohort_id: str, state: str) -> int: ...
    def learners(
        self, cohort_id: str, *, after: After | None, limit: int
    ) -> list[Learner]: ...
    def every_learner(self, cohort_id: str) -> Iterator[Learner]: ...
    def lessons_done(
        self, cohort_id: str, lessons: Mapping[str, Sequence[str]]
    ) -> dict[str, int]: ...
    def attended(self, cohort_id: str) -> dict[str, int]: ...
    def first_attempts(self, slug: str, people: Iterable[str]) -> list[Tried]: ...


def get_report(
    cohorts: Cohorts,
    reading: Reading,
    courses: Courses,
    now: Now,
    caller: Identity,
    cohort_id: str,
    *,
    report: str,
    language: str,
    cursor: str | None,
    limit: int,
) -> dict[str, Any]:
    """One page of a report, in the shape of ``ReportView``.

    A page is ``limit`` members long, so that it may have fewer rows. Footer and chart
    are of all members and come with the first page.

    Raises:
        NotFound: ``cohort_not_found``.
    """
    cohort = cohorts.get(cohort_id)
    require_lead(cohort, caller)
    course = courses.get(cohort.slug, courses.newest(cohort.slug))
    if report == "items":
        people = (one.person_id for one in reading.every_learner(cohort_id))
        tried = _tried(reading, cohort, people)
        return _shown(report, about_quizzes.items(tried, course, language), None)
    after = pages.decode(cursor, datetime, str)
    rows = reading.learners(
        cohort_id, after=(after[0], after[1]) if after else None, limit=limit + 1
    )
    page, following = pages.cut(rows, limit, lambda row: (row.joined_at, row.person_id))
    is_first = cursor is None
    if report == "progress":
        made = _progress(reading, cohort, course, page, language, is_first)
    elif report == "stuck":
        made = about_learners.stuck(page, course, due_on=cohort.due_on, now=now())
    elif report == "gain":
        made = _gain(reading, cohort, course, page, language, is_first)
    else:
        made = _attendance(cohorts, reading, cohort, page, is_first)
    return _shown(report, made, following)


def _progress(
    reading: Reading,
    cohort: Cohort,
    course: Course,
    page: Sequence[Learner],
    language: str,
    is_first: bool,
) -> Report:
    if not is_first:
        return about_learners.progress(page, course, language, None, 0)
    done = reading.lessons_done(cohort.id, _ever(course))
    members = reading.count(cohort.id, MEMBER)
    return about_learners.progress(page, course, language, done, members)


def _ever(course: Course) -> dict[str, list[str]]:
    """Each lesson with every id it has had."""
    ids = {lesson.id: [lesson.id] for lesson in course.lessons}
    own = course.parts()
    for old, new in course.aliases.items():
        if old not in own and new in ids:
            ids[new].append(old)
    return ids


def _gain(
    reading: Reading,
    cohort: Cohort,
    course: Course,
    page: Sequence[Learner],
    language: str,
    is_first: bool,
) -> Report:
    of_page = _tried(reading, cohort, (one.person_id for one in page))
    everybody = None
    if is_first:
        people = (one.person_id for one in reading.every_learner(cohort.id))
        tried = _tried(reading, cohort, people)
        everybody = list(about_quizzes.gains(tried, course).values())
    gains = about_quizzes.gains(of_page, course)
    return about_quizzes.gain(page, gains, course, language, everybody)


def _attendance(
    cohorts: Cohorts,
    reading: Reading,
    cohort: Cohort,
    page: Sequence[Learner],
    is_first: bool,
) -> Report:
    came = cohorts.standing(cohort.id, [one.person_id for one in page])
    counts = reading.attended(cohort.id) if is_first else None
    members = reading.count(cohort.id, MEMBER) if is_first else 0
    return about_learners.attendance(page, cohort.sessions, came, counts, members)


def _tried(reading: Reading, cohort: Cohort, people: Iterator[str]) -> list[Tried]:
    """Attempts of many people, read a batch at a time."""
    found: list[Tried] = []
    while batch := list(islice(people, _BATCH)):
        found += reading.first_attempts(cohort.slug, batch)
    return found


def _shown(report: str, made: Report, following: str | None) -> dict[str, Any]:
    return {
        "report": report,
        "columns": made.columns,
        "rows": made.rows,
        "footer": made.footer,
        "chart": asdict(made.chart) if made.chart else None,
        "next": following,
    }

"""Reports whose rows are learners: progress, who is stuck, attendance.

Columns are those of the course's newest version; what members did in an older one is
counted for the parts that took its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.learning.catalogue.domain.course import Course
from services.learning.cohorts.domain import attention
from services.learning.cohorts.domain.attention import Learner
from services.learning.cohorts.domain.cohort import Session, today
from services.learning.cohorts.domain.tables import Bar, Cell, Chart, Column, Report
from shared.languages import resolve

LEARNER = Column("learner", "person")


def progress(
    learners: Iterable[Learner],
    course: Course,
    language: str,
    done: Mapping[str, int] | None,
    members: int,
) -> Report:
    """Learners by lessons and quizzes, the quizzes' best results in percent.

    Args:
        done: lesson to how many of all ``members`` have done it; None on later pages.
    """
    shown, _ = resolve(course.title, language)
    columns = (
        LEARNER,
        *(Column(f"lesson.{x.id}", "flag", x.title[shown]) for x in course.lessons),
        *(Column(f"quiz.{x.id}", "percent", x.title[shown]) for x in course.quizzes),
        *(Column(f"skill.{x.id}", "flag", x.title[shown]) for x in course.practical),
        Column("percent", "percent"),
        Column("active_on", "date"),
        Column("completed_on", "date"),
    )
    count = Counting(course)
    rows: list[list[Cell]] = []
    for learner in learners:
        counted = count(learner)
        rows.append(
            [
                learner.person_id,
                *(lesson.id in counted.done for lesson in course.lessons),
                *(counted.best.get(quiz.id) for quiz in course.quizzes),
                *(skill.id in counted.signed for skill in course.practical),
                counted.percent,
                _day(learner.active_at),
                _day(learner.completed_at),
            ]
        )
    if done is None:
        return Report(columns, rows)
    bars = tuple(
        Bar(share(done.get(lesson.id, 0), members), label=lesson.title[shown])
        for lesson in course.lessons
    )
    return Report(columns, rows, chart=Chart("lessons_done", "percent", 100, bars))


def stuck(
    learners: Iterable[Learner],
    course: Course,
    *,
    due_on: date | None,
    now: datetime,
) -> Report:
    """Those who need a trainer, and why."""
    columns = (
        LEARNER,
        Column("reason", "reason"),
        Column("percent", "percent"),
        Column("active_on", "date"),
    )
    count = Counting(course)
    rows: list[list[Cell]] = []
    for learner in learners:
        reason = attention.stuck(learner, course, due_on=due_on, now=now)
        if reason is not None:
            percent = count(learner).percent
            rows.append([learner.person_id, reason, percent, _day(learner.active_at)])
    return Report(columns, rows)


def attendance(
    learners: Iterable[Learner],
    sessions: Sequence[Session],
    came: Mapping[tuple[str, str], bool],
    counts: Mapping[str, int] | None,
    members: int,
) -> Report:
    """Learners by sessions, and the share of the signed ones to which each came.

    Args:
        counts: session to how many of all ``members`` came; None on later pages.
    """
    columns = (
        LEARNER,
        *(Column(f"session.{x.id}", "flag", x.title) for x in sessions),
        Column("attended", "percent"),
    )
    rows: list[list[Cell]] = []
    for learner in learners:
        cells = [came.get((session.id, learner.person_id)) for session in sessions]
        signed = [cell for cell in cells if cell is not None]
        attended = share(sum(signed), len(signed)) if signed else None
        rows.append([learner.person_id, *cells, attended])
    if counts is None or not sessions:
        return Report(columns, rows)
    bars = tuple(
        Bar(share(counts.get(one.id, 0), members), label=one.title) for one in sessions
    )
    return Report(columns, rows, chart=Chart("attended", "percent", 100, bars))


@dataclass(frozen=True, slots=True)
class Counted:
    """What a learner did, in the ids of the version that the columns show."""

    done: frozenset[str]
    signed: frozenset[str]
    best: Mapping[str, int]
    percent: int


class Counting:
    """Counts learners of any version by one course; what that needs is made once."""

    def __init__(self, course: Course) -> None:
        own = course.parts()
        self._now = {old: new for old, new in course.aliases.items() if old not in own}
        self._lessons = frozenset(lesson.id for lesson in course.lessons)
        self._required = frozenset(q.id for q in course.quizzes if q.is_required)
        self._skills = frozenset(skill.id for skill in course.practical)

    def __call__(self, learner: Learner) -> Counted:
        done = self._current(learner.done) & self._lessons
        signed = self._current(learner.signed) & self._skills
        best: dict[str, int] = {}
        passed = set()
        for old, result in learner.results.items():
            quiz = self._now.get(old, old)
            if quiz is not None:
                best[quiz] = max(result.best_percent, best.get(quiz, 0))
                passed |= {quiz} if result.passed else set()
        steps = len(done) + len(passed & self._required) + len(signed)
        of = len(self._lessons) + len(self._required) + len(self._skills)
        whole = learner.completed_at is not None
        return Counted(done, signed, best, 100 if whole else share(steps, of))

    def _current(self, parts: Iterable[str]) -> frozenset[str]:
        current = (self._now.get(part, part) for part in parts)
        return frozenset(part for part in current if part is not None)


def share(part: int, whole: int) -> int:
    """Percent, rounded down, so that 100 means all."""
    return 100 * part // whole if whole else 0


def _day(moment: datetime | None) -> str | None:
    return None if moment is None else today(moment).isoformat()

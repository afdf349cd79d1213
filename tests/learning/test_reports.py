"""The rules of reports, without servers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from services.learning.catalogue.domain.course import Course
from services.learning.cohorts.domain import attention, statistics
from services.learning.cohorts.domain.attendance import Attended, sign, standing
from services.learning.cohorts.domain.attention import Learner, Result
from services.learning.cohorts.domain.cohort import Session
from services.learning.cohorts.domain.reports import learners, quizzes
from services.learning.cohorts.domain.reports.quizzes import Gain, Tried
from tests.learning.builders import NOON, a_course

DAY = timedelta(days=1)


def a_learner(person_id: str = "ana", **what: object) -> Learner:
    return Learner(**{"person_id": person_id, "joined_at": NOON, **what})  # type: ignore[arg-type]


def failed(times: int) -> Mapping[str, Result]:
    return {"final": Result(50, passed=False, attempts=times)}


@pytest.fixture(scope="module")
def course() -> Course:
    return a_course()


@pytest.mark.parametrize(
    ("learner", "due_on", "reason"),
    [
        (a_learner(), None, None),
        (a_learner(), date(2026, 11, 22), None),  # due today is not late
        (a_learner(), date(2026, 11, 21), "overdue"),
        (a_learner(completed_at=NOON), date(2026, 11, 21), None),
        (a_learner(results=failed(1)), None, None),
        (a_learner(results=failed(2)), None, "failed_twice"),
        (a_learner(results=failed(2)), date(2026, 11, 21), "overdue"),
        (a_learner(results={"final": Result(90, True, 3)}), None, None),
        (a_learner(results={"other": Result(0, False, 9)}), None, None),
        (a_learner(joined_at=NOON - 14 * DAY), None, "inactive"),
        (a_learner(joined_at=NOON - 13 * DAY), None, None),
        (a_learner(joined_at=NOON - 30 * DAY, active_at=NOON - DAY), None, None),
        (a_learner(joined_at=NOON - DAY, active_at=NOON - 30 * DAY), None, None),
    ],
)
def test_who_is_stuck_and_why(
    learner: Learner, due_on: date | None, reason: str | None, course: Course
) -> None:
    assert attention.stuck(learner, course, due_on=due_on, now=NOON) == reason


@pytest.mark.parametrize(
    ("left", "reason"),
    [
        (8, None),
        (7, "due_soon"),
        (6, "due_soon"),  # nobody was there to tell the day before
        (5, None),
        (2, None),
        (1, "due_tomorrow"),
        (0, "due_tomorrow"),
        (-1, "overdue"),
        (-2, "overdue"),
        (-3, None),
    ],
)
def test_a_due_date_reminds_a_week_and_a_day_before_and_the_day_after(
    left: int, reason: str | None
) -> None:
    due_on = date(2026, 11, 22) + left * DAY
    assert attention.reminder_due(due_on, NOON) == reason
    first, last = attention.window(NOON)
    assert (reason is None) or first <= due_on <= last


def test_the_day_is_kyivs() -> None:
    late = NOON.replace(hour=22, minute=30)  # half past midnight in Kyiv
    assert attention.reminder_due(date(2026, 11, 22), late) == "overdue"


def test_progress_counts_older_versions_for_the_parts_that_took_over() -> None:
    course = a_course(version=2)
    moved = Course(
        **{
            **{name: getattr(course, name) for name in Course.__dataclass_fields__},
            "aliases": {"00-old": "01-why", "gone": None},
        }
    )
    old = a_learner(done=frozenset({"00-old", "gone"}))
    report = learners.progress([old], moved, "uk", {"01-why": 1}, members=3)
    assert [column.id for column in report.columns] == [
        "learner",
        "lesson.01-why",
        "lesson.02-how",
        "quiz.final",
        "percent",
        "active_on",
        "completed_on",
    ]
    assert report.rows == [["ana", True, False, None, 33, None, None]]
    assert report.chart is not None
    assert [bar.value for bar in report.chart.bars] == [33, 0]


def test_who_completed_an_older_version_is_at_a_hundred_percent(
    course: Course,
) -> None:
    done = a_learner(completed_at=NOON, done=frozenset({"01-why"}))
    report = learners.progress([done], course, "uk", None, 0)
    assert report.rows[0][4] == 100
    assert report.chart is None


def tried(person: str, percent: int = 0, **right: bool) -> Tried:
    return Tried(person, "final", 1, percent, right)


def test_an_item_is_as_hard_as_the_share_that_knows_it(course: Course) -> None:
    met = [tried("a", 50, q1=True, q2=False), tried("b", 100, q1=True, q2=True)]
    report = quizzes.items(met, course, "uk")
    assert report.rows == [
        ["Тест", "Що робити?", 2, 100, None],
        ["Тест", "Кому це потрібно?", 2, 50, None],
    ]
    assert report.chart is not None
    assert [bar.value for bar in report.chart.bars] == [0] * 5 + [1] + [0] * 3 + [1]


def test_an_item_nobody_met_says_nothing(course: Course) -> None:
    rows = quizzes.items([], course, "uk").rows
    assert [row[2:] for row in rows] == [[0, None, None]] * 2


def test_discrimination_is_the_point_biserial_with_the_rest() -> None:
    # r of (1,1,0,0) with (3,1,2,0): cov 0.5·…; by hand: 0.4472
    right = [True, True, False, False] * 5
    rest = [3, 1, 2, 0] * 5
    found = statistics.discrimination(right, rest)
    assert found == pytest.approx(0.4472, abs=1e-4)
    assert statistics.discrimination(right[:19], rest[:19]) is None
    assert statistics.discrimination([True] * 20, rest) is None
    assert statistics.discrimination(right, [2] * 20) is None


@pytest.mark.parametrize(
    ("before", "after", "gain"), [(50, 75, 0.5), (40, 40, 0.0), (80, 60, -1.0)]
)
def test_the_normalised_gain_is_of_what_was_missing(
    before: int, after: int, gain: float
) -> None:
    assert statistics.normalised_gain(before, after) == pytest.approx(gain)
    assert statistics.normalised_gain(100, after) is None


def test_the_mean_gain_is_of_those_who_did_both(course: Course) -> None:
    everybody = [Gain(40, 70), Gain(60, 90), Gain(0, None), Gain(None, 100)]
    report = quizzes.gain([], {}, course, "uk", everybody)
    # means 50 and 80: 30 of the 50 that were missing
    assert report.footer == (None, None, 50, 80, 30, 0.6)
    assert report.chart is not None
    assert [(bar.id, bar.value) for bar in report.chart.bars] == [
        ("before", 50),
        ("after", 80),
    ]


def test_without_anybody_who_did_both_there_is_no_mean(course: Course) -> None:
    report = quizzes.gain([], {}, course, "uk", [Gain(10, None)])
    assert (report.footer, report.chart) == (None, None)


def test_the_histogram_has_every_percent_once() -> None:
    assert statistics.histogram([0, 9, 10, 89, 90, 100]) == [
        *(2, 1, 0, 0, 0, 0, 0, 0, 1, 2)
    ]


def test_attendance_is_of_signed_sessions() -> None:
    first, second = (Session(name, name, NOON, "Клас") for name in ("s1", "s2"))
    came = {("s1", "ana"): True, ("s1", "ben"): False}
    people = [a_learner("ana"), a_learner("ben"), a_learner("eve")]
    report = learners.attendance(people, [first, second], came, {"s1": 1}, members=3)
    assert report.rows == [
        ["ana", True, None, 100],
        ["ben", False, None, 0],
        ["eve", None, None, None],
    ]


def test_the_last_signature_counts_whatever_the_order_they_are_read_in() -> None:
    facts = sign({}, cohort="c", session="s", members=["ana"], came=[], by="t", at=NOON)
    mended = sign(
        standing(facts),
        cohort="c",
        session="s",
        members=["ana"],
        came=["ana"],
        by="t",
        at=NOON + DAY,
    )
    both: list[Attended] = [*mended, *facts]
    assert standing(both) == {("s", "ana"): True}
    assert sign(
        standing(both), cohort="c", session="s", members=["ana"], came=["ana"], by="t",
        at=NOON + DAY,
    ) == []  # fmt: skip

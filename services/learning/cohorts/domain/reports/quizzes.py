"""Reports about quizzes: item analysis, and the gain from before to after.

They look at each person's first attempt that counted: later ones have seen the answers.
Which form of a test before and after comes first is drawn for each person, so it is the
number of the attempt that says which it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from services.learning.catalogue.domain.course import Course
from services.learning.catalogue.domain.quiz import Quiz
from services.learning.cohorts.domain import statistics
from services.learning.cohorts.domain.attention import Learner
from services.learning.cohorts.domain.reports.learners import LEARNER
from services.learning.cohorts.domain.tables import Bar, Cell, Chart, Column, Report
from shared.languages import resolve

BEFORE_AFTER = "before_after"


@dataclass(frozen=True, slots=True)
class Tried:
    """A person's first attempt at a quiz; of a test before and after, at each form."""

    person_id: str
    quiz: str  # of whichever version
    number: int  # of a test before and after: 1 before, 2 after
    percent: int
    right: Mapping[str, bool]  # by question, of those that were asked


def items(tried: Sequence[Tried], course: Course, language: str) -> Report:
    """Each question of each quiz: how many met it, how hard it was, how well it tells
    those who know from those who do not."""
    shown, _ = resolve(course.title, language)
    columns = (
        Column("quiz", "text"),
        Column("question", "text"),
        Column("people", "number"),
        Column("difficulty", "percent"),
        Column("discrimination", "number"),
    )
    first = _by_quiz(tried, course)
    rows = [
        row for quiz in course.quizzes for row in _items(quiz, first[quiz.id], shown)
    ]
    scores = [
        one.percent
        for quiz in course.quizzes
        if quiz.is_required
        for one in first[quiz.id]
    ]
    counts = statistics.histogram(scores)
    labels = [f"{low}–{low + 9} %" for low in range(0, 90, 10)] + ["90–100 %"]
    bars = tuple(
        Bar(count, label=label) for count, label in zip(counts, labels, strict=True)
    )
    most = float(max([*counts, 1]))
    return Report(columns, rows, chart=Chart("scores", "number", most, bars))


def _items(quiz: Quiz, first: Sequence[Tried], shown: str) -> Iterator[list[Cell]]:
    totals = [sum(one.right.values()) for one in first]
    for question in quiz.questions:
        met = [
            (one.right[question.id], total)
            for one, total in zip(first, totals, strict=True)
            if question.id in one.right
        ]
        right = [is_right for is_right, _ in met]
        rest = [total - is_right for is_right, total in met]
        share = statistics.share(right)
        told = statistics.discrimination(right, rest)
        yield [
            quiz.title[shown],
            " ".join(question.text[shown].split()),
            len(met),
            None if share is None else round(100 * share),
            None if told is None else round(told, 2),
        ]


def _by_quiz(tried: Iterable[Tried], course: Course) -> dict[str, list[Tried]]:
    """By the quiz of this version that each counts for."""
    found: dict[str, list[Tried]] = {quiz.id: [] for quiz in course.quizzes}
    now: dict[str, str | None] = {}
    for one in tried:
        if one.quiz not in now:
            now[one.quiz] = course.current(one.quiz)
        found.get(now[one.quiz] or "", []).append(one)
    return found


@dataclass(frozen=True, slots=True)
class Gain:
    """Percent before and after, of one person and of one quiz."""

    before: int | None
    after: int | None


def gains(tried: Iterable[Tried], course: Course) -> dict[tuple[str, str], Gain]:
    """By person and quiz, of those quizzes that are asked before and after."""
    first = _by_quiz(tried, course)
    found: dict[tuple[str, str], Gain] = {}
    for quiz in course.quizzes:
        if quiz.purpose != BEFORE_AFTER:
            continue
        for one in first[quiz.id]:
            key = (one.person_id, quiz.id)
            old = found.get(key, Gain(None, None))
            if one.number == 1:
                found[key] = replace(old, before=one.percent)
            elif one.number == 2:
                found[key] = replace(old, after=one.percent)
    return found


def gain(
    learners: Iterable[Learner],
    of_page: Mapping[tuple[str, str], Gain],
    course: Course,
    language: str,
    everybody: Sequence[Gain] | None,
) -> Report:
    """Before and after, by learner; the footer is the mean of those who did both.

    Args:
        everybody: of all members; None on later pages.
    """
    columns = (
        LEARNER,
        Column("quiz", "text"),
        Column("before", "percent"),
        Column("after", "percent"),
        Column("gain", "number"),
        Column("normalised_gain", "number"),
    )
    shown, _ = resolve(course.title, language)
    quizzes = [quiz for quiz in course.quizzes if quiz.purpose == BEFORE_AFTER]
    rows: list[list[Cell]] = []
    for learner in learners:
        for quiz in quizzes:
            gained = _gained(of_page.get((learner.person_id, quiz.id)))
            rows.append([learner.person_id, quiz.title[shown], *gained])
    if everybody is None:
        return Report(columns, rows)
    both = [
        (float(one.before), float(one.after))
        for one in everybody
        if one.before is not None and one.after is not None
    ]
    if not both:
        return Report(columns, rows)
    before = sum(one for one, _ in both) / len(both)
    after = sum(other for _, other in both) / len(both)
    bars = (Bar(round(before), id="before"), Bar(round(after), id="after"))
    footer = (None, None, round(before), round(after), *_difference(before, after))
    return Report(columns, rows, footer, Chart("gain", "percent", 100, bars))


def _gained(found: Gain | None) -> list[Cell]:
    if found is None:
        return [None, None, None, None]
    if found.before is None or found.after is None:
        return [found.before, found.after, None, None]
    return [found.before, found.after, *_difference(found.before, found.after)]


def _difference(before: float, after: float) -> tuple[Cell, Cell]:
    normalised = statistics.normalised_gain(before, after)
    return round(after - before), None if normalised is None else round(normalised, 2)

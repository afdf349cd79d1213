"""Rules of attempts: who may begin one, until when it counts, what is told when."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.learning.catalogue.domain.course import Course
from services.learning.progress.domain.progress import Progress
from services.learning.progress.domain.records import Enrolment, Record
from services.learning.quizzes.domain.attempts import (
    EXPIRED,
    GRACE,
    OPEN,
    Attempt,
    attempts_left,
    begin,
    submit,
)
from services.learning.quizzes.domain.release import Circumstances
from services.learning.quizzes.domain.showing import show_attempt
from shared.contracts.quizzes_rpc import AttemptView
from shared.errors import Conflict, Invalid
from tests.learning.builders import FEEDBACK, NOON, RIGHT, WRONG, a_course
from tests.learning.quiz_builders import ALL_RIGHT, a_quiz_course, single

COURSE = a_course()
QUIZ = COURSE.quiz("final")
ENROLMENT = Enrolment("ana", "night-light", 1, NOON)
SEED = "0123456789abcdef" * 2
LATER = NOON + timedelta(days=1)


def an_attempt(
    course: Course = COURSE,
    past: Sequence[Attempt] = (),
    *,
    at: datetime = NOON,
    lessons_done: Sequence[str] = (),
    seed: str = SEED,
    name: str = "attempt-1",
) -> Attempt:
    record = Record(ENROLMENT, Progress(done=frozenset(lessons_done)))
    quiz = course.quiz("final")
    return begin(name, record, course, quiz, past, at=at, seed=seed)


def handed_in(
    attempt: Attempt,
    answers: dict[str, list[str]],
    course: Course = COURSE,
    *,
    at: datetime = NOON,
    unfinished: bool = False,
) -> Attempt:
    quiz = course.quiz("final")
    return submit(attempt, quiz, answers, at=at, unfinished=unfinished)


def shown(
    attempt: Attempt,
    course: Course = COURSE,
    *,
    language: str = "uk",
    at: datetime = NOON,
    passed: bool = False,
    past: Sequence[Attempt] = (),
    cohort_done: bool | None = None,
) -> Any:
    around = Circumstances(at, passed, past or [attempt], cohort_done)
    return AttemptView().dump(
        show_attempt(attempt, course, ENROLMENT, around, language)
    )


@pytest.mark.parametrize("language", ["uk", "en"])
def test_before_submission_nothing_tells_what_is_right(language: str) -> None:
    course = a_quiz_course()
    text = json.dumps(
        shown(an_attempt(course), course, language=language), ensure_ascii=False
    )
    for word in ('"right"', "feedback", "outcome", "points", "tolerance", "accepted"):
        assert word not in text
    for question in course.quiz("final").questions:
        assert question.feedback[language] not in text
        for accepted in question.accepted.get(language, ()):
            assert accepted not in text
        for choice in question.choices:
            assert not choice.outcome or choice.outcome[language] not in text


def test_all_right_passes() -> None:
    result = shown(handed_in(an_attempt(), RIGHT))["result"]
    assert (result["percent"], result["passed"]) == (100, True)
    answers = {answer["id"]: answer for answer in result["questions"]}
    assert all(answer["correct"] for answer in answers.values())
    assert answers["q2"]["right"] == ["a", "c"]
    assert answers["q1"]["feedback"] == FEEDBACK


def test_all_kinds_right_is_a_hundred_percent() -> None:
    course = a_quiz_course()
    ended = handed_in(an_attempt(course), ALL_RIGHT, course)
    assert ended.score is not None
    assert ended.score.percent == 100
    assert set(ended.points.values()) == {100}


def test_the_percent_is_the_mean_of_the_points_rounded_down() -> None:
    course = a_quiz_course()
    answers = {**ALL_RIGHT, "q1": ["a"], "q7": ["b"]}  # 0 and 50 of 7 questions
    ended = handed_in(an_attempt(course), answers, course)
    assert ended.score is not None
    assert ended.score.percent == 550 // 7


@given(st.permutations(["a", "c", "c"]))
def test_order_and_repetition_of_choices_do_not_matter(chosen: list[str]) -> None:
    ended = handed_in(an_attempt(), {**RIGHT, "q2": chosen})
    assert ended == handed_in(an_attempt(), RIGHT)


def test_the_same_answers_again_change_nothing() -> None:
    ended = handed_in(an_attempt(), RIGHT)
    assert handed_in(ended, RIGHT, at=LATER) is ended


def test_other_answers_to_an_ended_attempt_are_refused() -> None:
    ended = handed_in(an_attempt(), RIGHT)
    with pytest.raises(Conflict) as refused:
        handed_in(ended, WRONG)
    assert refused.value.code == "attempt_ended"


@pytest.mark.parametrize(
    ("answers", "named"),
    [
        ({}, {"answers.q1", "answers.q2"}),
        ({**RIGHT, "q1": []}, {"answers.q1"}),
        ({**RIGHT, "q1": [""]}, {"answers.q1"}),
        ({**RIGHT, "q1": ["a", "b"]}, {"answers.q1"}),
        ({**RIGHT, "q2": ["a", "z"]}, {"answers.q2"}),
        ({**RIGHT, "q9": ["a"]}, {"answers.q9"}),
    ],
)
def test_answers_that_do_not_fit_are_named(
    answers: dict[str, list[str]], named: set[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        handed_in(an_attempt(), answers)
    assert refused.value.code == "incomplete_answers"
    assert set(refused.value.fields) == named


def test_what_is_handed_in_unfinished_is_wrong_where_it_is_missing() -> None:
    ended = handed_in(an_attempt(), {"q1": ["b"]}, unfinished=True)
    assert ended.points == {"q1": 100, "q2": 0}
    with pytest.raises(Invalid):
        handed_in(an_attempt(), {"q9": ["b"]}, unfinished=True)


# Limits


TIMED = a_quiz_course(single("q1") + single("q2"), minutes=10, attempts=2)
BOTH = {"q1": ["a"], "q2": ["a"]}
DUE = NOON + timedelta(minutes=10)


def test_an_open_attempt_is_gone_on_with() -> None:
    first = an_attempt(TIMED)
    again = an_attempt(TIMED, [first], at=DUE - timedelta(seconds=1), name="two")
    assert again is first
    assert first.due_at == DUE


def test_a_new_one_begins_when_the_time_is_over() -> None:
    first = an_attempt(TIMED)
    second = an_attempt(TIMED, [first], at=DUE, name="two")
    assert (second.id, second.number) == ("two", 2)


def test_an_attempt_whose_time_ran_out_was_used() -> None:
    first = an_attempt(TIMED)
    second = an_attempt(TIMED, [first], at=DUE, name="two")
    assert attempts_left(TIMED.quiz("final"), [first, second]) == 0
    with pytest.raises(Conflict) as refused:
        an_attempt(TIMED, [first, second], at=LATER)
    assert refused.value.code == "attempts_used"


@pytest.mark.parametrize(
    ("after_due", "counted"),
    [(timedelta(seconds=-1), True), (GRACE, True), (GRACE + timedelta(0, 1), False)],
)
def test_an_answer_counts_until_the_grace_is_over(
    after_due: timedelta, *, counted: bool
) -> None:
    ended = handed_in(an_attempt(TIMED), BOTH, TIMED, at=DUE + after_due)
    assert ended.counted is counted
    assert ended.score is not None
    assert ended.score.percent == 100
    result = shown(ended, TIMED, at=LATER)["result"]
    assert (result["counted"], result["passed"]) == (counted, counted)


def test_a_late_result_stays_what_it_is() -> None:
    late = handed_in(an_attempt(TIMED), BOTH, TIMED, at=LATER)
    assert handed_in(late, BOTH, TIMED, at=LATER + GRACE) is late
    with pytest.raises(Conflict):
        handed_in(late, {**BOTH, "q1": ["b"]}, TIMED, at=LATER)


def test_after_the_time_what_there_is_is_taken() -> None:
    ended = handed_in(an_attempt(TIMED), {"q1": ["a"]}, TIMED, at=DUE)
    assert (ended.points, ended.counted) == ({"q1": 100, "q2": 0}, True)


def test_the_server_says_how_long_there_is() -> None:
    attempt = an_attempt(TIMED)
    view = shown(attempt, TIMED, at=DUE - timedelta(seconds=90))
    assert (view["seconds_left"], view["state"]) == (90, OPEN)
    view = shown(attempt, TIMED, at=LATER)
    assert (view["seconds_left"], view["state"]) == (None, EXPIRED)
    assert view["result"] is None


def test_questions_that_come_back_are_not_taken_as_a_quiz() -> None:
    with pytest.raises(Conflict) as refused:
        an_attempt(a_quiz_course(single("q1"), purpose="refresher"))
    assert refused.value.code == "comes_back_later"


# Before and after

TWICE = a_quiz_course(
    single("a1", " form=a") + single("b1", " form=b"), purpose="before_after"
)
LESSONS = ("01-why", "02-how")


def asked(attempt: Attempt) -> set[str]:
    return {drawn.question for drawn in attempt.drawn}


def first_done(seed: str = SEED) -> Attempt:
    first = an_attempt(TWICE, seed=seed)
    [question] = asked(first)
    return handed_in(first, {question: ["b"]}, TWICE)


@pytest.mark.parametrize("seed", ["00" * 16, "01" * 16, "02" * 16, "03" * 16])
def test_the_second_time_asks_the_other_form(seed: str) -> None:
    first = first_done(seed)
    second = an_attempt(TWICE, [first], lessons_done=LESSONS, seed="ab" * 16)
    assert {first.form, second.form} == {"a", "b"}
    assert asked(first) | asked(second) == {"a1", "b1"}
    assert len(asked(second)) == 1


def test_both_forms_come_first() -> None:
    forms = {an_attempt(TWICE, seed=f"{n:032x}").form for n in range(20)}
    assert forms == {"a", "b"}


def test_the_second_time_comes_after_every_lesson() -> None:
    with pytest.raises(Conflict) as refused:
        an_attempt(TWICE, [first_done()], lessons_done=LESSONS[:1])
    assert refused.value.code == "lessons_first"


def test_there_is_no_third_time() -> None:
    first = first_done()
    second = an_attempt(TWICE, [first], lessons_done=LESSONS)
    [question] = asked(second)
    second = handed_in(second, {question: ["a"]}, TWICE)
    with pytest.raises(Conflict) as refused:
        an_attempt(TWICE, [first, second], lessons_done=LESSONS)
    assert refused.value.code == "attempts_used"
    result = shown(second, TWICE, past=[first, second])["result"]
    assert result["gain"] == {"before": 0, "after": 100}
    assert result["released"]


def test_the_first_time_tells_no_answers_until_the_second_is_over() -> None:
    first = first_done()
    result = shown(first, TWICE)["result"]
    assert (result["released"], result["questions"], result["gain"]) == (
        False,
        [],
        None,
    )
    second = replace(an_attempt(TWICE, [first], lessons_done=LESSONS), id="attempt-2")
    assert not shown(first, TWICE, past=[first, second])["result"]["released"]


# When answers are told


@pytest.mark.parametrize(
    ("rule", "passed", "cohort_done", "released"),
    [
        ("at_once", False, None, True),
        ("after_passing", False, None, False),
        ("after_passing", True, None, True),
        ("after_passing", False, True, False),
        ("after_cohort", True, False, False),
        ("after_cohort", False, True, True),
        ("after_cohort", False, None, False),
        ("after_cohort", True, None, True),
    ],
)
def test_answers_are_told_when_the_quiz_says(
    rule: str, *, passed: bool, cohort_done: bool | None, released: bool
) -> None:
    course = a_quiz_course(single("q1"), answers=rule)
    ended = handed_in(an_attempt(course), {"q1": ["b"]}, course)
    view = shown(ended, course, passed=passed, cohort_done=cohort_done)
    result = view["result"]
    assert result["released"] is released
    assert bool(result["questions"]) is released
    told = json.dumps(view, ensure_ascii=False)
    assert ("Бо так, q1." in told) is released
    assert ('"right"' in told) is released

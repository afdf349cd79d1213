"""How attempts are scored, and what they never tell too early."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.learning.catalogue.domain.quiz import Question
from services.learning.progress.domain.records import Enrolment
from services.learning.quizzes.domain import Attempt, begin, show_attempt, submit
from shared.contracts.learning_rpc import AttemptView
from shared.errors import Conflict, Invalid
from tests.learning.builders import FEEDBACK, NOON, RIGHT, WRONG, a_course

COURSE = a_course()
QUIZ = COURSE.quiz("final")
ENROLMENT = Enrolment("ana", "night-light", 1, NOON)


def an_attempt(shuffle: Any = list.reverse) -> Attempt:
    return begin("attempt-1", ENROLMENT, QUIZ, at=NOON, shuffle=shuffle)


def shown(attempt: Attempt, language: str = "uk") -> Any:
    return AttemptView().dump(show_attempt(attempt, COURSE, ENROLMENT, language))


def test_an_attempt_keeps_its_own_order_of_choices() -> None:
    [first, second] = shown(an_attempt())["questions"]
    assert [choice["id"] for choice in first["choices"]] == ["b", "a"]
    assert [choice["id"] for choice in second["choices"]] == ["c", "b", "a"]


@pytest.mark.parametrize("language", ["uk", "en"])
def test_before_submission_nothing_tells_what_is_right(language: str) -> None:
    text = json.dumps(shown(an_attempt(), language), ensure_ascii=False)
    assert '"right"' not in text
    assert "feedback" not in text
    assert FEEDBACK not in text


def test_all_right_passes() -> None:
    result = shown(submit(an_attempt(), QUIZ, RIGHT, at=NOON))["result"]
    assert (result["percent"], result["passed"]) == (100, True)
    assert [answer["correct"] for answer in result["questions"]] == [True, True]
    assert result["questions"][1]["right"] == ["a", "c"]
    assert result["questions"][0]["feedback"] == FEEDBACK


@pytest.mark.parametrize("chosen", [["a"], ["a", "b", "c"], ["a", "b"], ["b"]])
def test_multiple_is_right_only_with_exactly_the_right_set(chosen: list[str]) -> None:
    ended = submit(an_attempt(), QUIZ, {**RIGHT, "q2": chosen}, at=NOON)
    assert ended.score is not None
    assert (ended.score.percent, ended.score.passed) == (50, False)


def test_percents_are_rounded_down() -> None:
    three = replace(QUIZ, questions=(*QUIZ.questions, _renamed("q3")))
    attempt = begin("attempt-1", ENROLMENT, three, at=NOON, shuffle=list.reverse)
    ended = submit(attempt, three, {**RIGHT, "q3": ["a"]}, at=NOON)
    assert ended.score is not None
    assert ended.score.percent == 66


def _renamed(question_id: str) -> Question:
    return replace(QUIZ.questions[0], id=question_id)


@given(st.permutations(["a", "c", "c"]))
def test_order_and_repetition_of_choices_do_not_matter(chosen: list[str]) -> None:
    ended = submit(an_attempt(), QUIZ, {**RIGHT, "q2": chosen}, at=NOON)
    assert ended == submit(an_attempt(), QUIZ, RIGHT, at=NOON)


def test_the_same_answers_again_change_nothing() -> None:
    ended = submit(an_attempt(), QUIZ, RIGHT, at=NOON)
    assert submit(ended, QUIZ, RIGHT, at=NOON.replace(hour=20)) is ended


def test_other_answers_to_an_ended_attempt_are_refused() -> None:
    ended = submit(an_attempt(), QUIZ, RIGHT, at=NOON)
    with pytest.raises(Conflict) as refused:
        submit(ended, QUIZ, WRONG, at=NOON)
    assert refused.value.code == "attempt_ended"


@pytest.mark.parametrize(
    ("answers", "named"),
    [
        ({}, {"answers.q1", "answers.q2"}),
        ({**RIGHT, "q1": []}, {"answers.q1"}),
        ({**RIGHT, "q1": ["a", "b"]}, {"answers.q1"}),
        ({**RIGHT, "q2": ["a", "z"]}, {"answers.q2"}),
        ({**RIGHT, "q9": ["a"]}, {"answers.q9"}),
    ],
)
def test_answers_that_do_not_fit_are_named(
    answers: dict[str, list[str]], named: set[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        submit(an_attempt(), QUIZ, answers, at=NOON)
    assert refused.value.code == "incomplete_answers"
    assert set(refused.value.fields) == named

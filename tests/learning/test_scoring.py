"""What answers are worth, kind by kind."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.learning.quizzes.domain.answers import canonical, points, problem
from services.learning.quizzes.domain.numbers import read_number
from services.learning.quizzes.domain.words import agree, is_accepted
from tests.learning.quiz_builders import ALL_RIGHT, a_quiz_course

QUIZ = a_quiz_course().quiz("final")


def worth(question_id: str, *given: str) -> int:
    question = QUIZ.question(question_id)
    return points(question, canonical(question.kind, given))


def refused(question_id: str, *given: str) -> str:
    question = QUIZ.question(question_id)
    return problem(question, canonical(question.kind, given))


@pytest.mark.parametrize("question_id", ALL_RIGHT)
def test_the_right_answer_is_worth_all(question_id: str) -> None:
    assert worth(question_id, *ALL_RIGHT[question_id]) == 100


@pytest.mark.parametrize(
    ("question_id", "given", "earned"),
    [
        ("q1", ["a"], 0),
        ("q2", ["a"], 0),
        ("q2", ["a", "b", "c"], 0),
        ("q2", ["c", "a", "a"], 100),
        ("q3", ["b", "a", "c", "d"], 0),
        ("q4", ["a:y", "b:x"], 0),
        ("q4", ["a:x", "b:z"], 0),
        ("q4", ["b:y", "a:x"], 100),
        ("q5", ["9"], 100),
        ("q5", ["10.0 м"], 100),
        ("q5", ["10,01"], 0),
        ("q6", ["укриттям"], 100),
        ("q6", ["До сховища!"], 100),
        ("q6", ["сховища до"], 0),
        ("q6", ["Shelters"], 100),
        ("q6", ["до підвалу"], 0),
        ("q7", ["b"], 50),
        ("q7", ["c"], 0),
    ],
)
def test_answers_are_worth_what_they_say(
    question_id: str, given: list[str], earned: int
) -> None:
    assert worth(question_id, *given) == earned


@pytest.mark.parametrize(
    ("question_id", "given"),
    [
        ("q1", []),
        ("q1", ["a", "b"]),
        ("q1", ["z"]),
        ("q2", ["z"]),
        ("q3", ["a", "b", "c"]),
        ("q3", ["a", "b", "c", "c"]),
        ("q3", ["a", "b", "c", "d", "d"]),
        ("q4", ["a:x"]),
        ("q4", ["a:x", "a:y", "b:y"]),
        ("q4", ["a:x", "b:w"]),
        ("q4", ["a", "b"]),
        ("q5", ["дев’ять"]),
        ("q5", ["9", "10"]),
        ("q5", ["  "]),
        ("q6", ["укриття", "сховище"]),
        ("q7", ["a", "b"]),
    ],
)
def test_answers_that_do_not_fit_are_refused_and_worth_nothing(
    question_id: str, given: list[str]
) -> None:
    assert refused(question_id, *given)
    assert worth(question_id, *given) == 0


def test_two_left_sides_may_be_given_the_same_right_side() -> None:
    """It is wrong, but it is an answer: saying so would tell."""
    assert refused("q4", "a:x", "b:x") == ""
    assert worth("q4", "a:x", "b:x") == 0


# The dictionary is loaded by the first short answer: no example is timed.
@settings(deadline=None)
@pytest.mark.parametrize("question_id", ALL_RIGHT)
@given(st.data())
def test_any_answer_at_all_is_worth_between_nothing_and_all(
    question_id: str, data: st.DataObject
) -> None:
    known = st.sampled_from(["a", "b", "c", "d", "a:x", "b:y", "9,5", "укриття"])
    texts = data.draw(st.lists(known | st.text(max_size=20), max_size=6))
    earned = worth(question_id, *texts)
    assert 0 <= earned <= 100
    if refused(question_id, *texts):
        assert earned == 0


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("112", "112"),
        (" 9,5 ", "9.5"),
        ("9.50", "9.5"),
        ("-3", "-3"),
        ("−3", "-3"),  # a minus as typographers write it
        ("+7", "7"),
        ("1 000", "1000"),
        ("1\u00a0000,5", "1000.5"),
        ("100 м", "100"),
        ("100М", "100"),
        ("007", "7"),
    ],
)
def test_numbers_are_read_as_people_write_them(written: str, value: str) -> None:
    assert read_number(written, ["м", "m"]) == Decimal(value)


@pytest.mark.parametrize(
    "written", ["", "м", "9,5,0", "1e3", "٣", "NaN", "½", "9" * 16]
)
def test_what_is_no_number_is_none(written: str) -> None:
    assert read_number(written, ["м"]) is None


@given(st.decimals(-(10**9), 10**9, places=3, allow_nan=False))
def test_a_comma_and_a_point_are_the_same(number: Decimal) -> None:
    text = f"{number:f}"
    assert read_number(text) == number == read_number(text.replace(".", ","))


@given(st.decimals(0, 20, places=2, allow_nan=False))
def test_within_the_tolerance_is_right_and_outside_wrong(number: Decimal) -> None:
    is_near = abs(number - Decimal("9.5")) <= Decimal("0.5")
    assert worth("q5", f"{number:f}") == (100 if is_near else 0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("людина", "люди"),
        ("людьми", "людина"),
        ("дитина", "дітям"),
        ("поширюють", "поширювати"),
        ("розкажи дорослому", "РОЗКАЗАТИ: дорослий"),
        ("перев’язка", "перев'язки"),
        ("перевʼязку", "перев`язка"),
        ("п’ять", "п′ять"),
        ("безпекa", "безпеки"),  # the last letter of the first is Latin
        ("за́мок", "замок"),
        ("прес-служба", "прес служби"),
        ("поліція, суд", "Поліції суду."),
    ],
)
def test_ukrainian_words_agree_in_any_form(one: str, other: str) -> None:
    assert agree(one, other, "uk")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("гіркий", "їркий"),
        ("кіт", "кит"),
        ("є", "е"),
        ("ґрати", "грати"),
        ("їх", "іх"),
        ("суд поліція", "поліція суд"),
        ("укриття", "укриття тут"),
        ("", ""),
        ("!", "?"),
    ],
)
def test_other_ukrainian_words_do_not(one: str, other: str) -> None:
    assert not agree(one, other, "uk")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("shelter", "Shelters"),
        ("the shelter", "a shelter!"),
        ("reporting it", "report it"),
        ("the", "the"),
        ("neighbour's", "neighbours"),
    ],
)
def test_english_words_agree_in_any_form(one: str, other: str) -> None:
    assert agree(one, other, "en")


@pytest.mark.parametrize(
    ("one", "other"), [("shelter", "shell"), ("it report", "report it"), ("", "a")]
)
def test_other_english_words_do_not(one: str, other: str) -> None:
    assert not agree(one, other, "en")


def test_an_answer_in_either_language_is_accepted() -> None:
    accepted = {"uk": ["укриття"], "en": ["shelter"]}
    assert is_accepted("Укриттях", accepted)
    assert is_accepted("shelters", accepted)
    assert not is_accepted("basement", accepted)

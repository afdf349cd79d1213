"""What a seed draws: the same always, and something else for the neighbour."""

from __future__ import annotations

import secrets
from collections import Counter
from math import factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.learning.quizzes.domain.drawing import SEED_BYTES, Drawn, draw
from tests.learning.quiz_builders import a_quiz_course, single

ALL = a_quiz_course().quiz("final")
POOLS = a_quiz_course(
    "".join(single(f"q{n}") for n in range(3))
    + "".join(single(f"law{n}", " pool=law") for n in range(5))
    + "".join(single(f"aid{n}", " pool=aid") for n in range(4)),
    draw="{law: 2, aid: 1}",
).quiz("final")

GOLDEN_QUESTIONS = ["q1", "q5", "q6", "q2", "q7", "q4", "q3"]
GOLDEN_MATCHING = Drawn("q4", ("b", "a"), ("y", "z", "x"))

seeds = st.binary(min_size=SEED_BYTES, max_size=SEED_BYTES).map(bytes.hex)


@given(seeds)
def test_a_seed_draws_the_same_always(seed: str) -> None:
    assert draw(ALL, seed, None) == draw(ALL, seed, None)


@given(seeds)
def test_every_question_and_choice_is_there_once(seed: str) -> None:
    drawn = {found.question: found for found in draw(ALL, seed, None)}
    assert len(drawn) == len(ALL.questions)
    for question in ALL.questions:
        found = drawn[question.id]
        assert sorted(found.choices) == sorted(c.id for c in question.choices)
        assert sorted(found.partners) == sorted(p.id for p in question.partners)


@given(seeds)
def test_steps_never_stand_in_the_right_order(seed: str) -> None:
    drawn = {found.question: found for found in draw(ALL, seed, None)}
    assert drawn["q3"].choices != ALL.question("q3").right


@given(seeds)
def test_a_pool_gives_as_many_as_it_should(seed: str) -> None:
    drawn = [found.question for found in draw(POOLS, seed, None)]
    kinds = Counter(question[:-1] for question in drawn)
    assert kinds == {"q": 3, "law": 2, "aid": 1}
    assert len(drawn) == len(set(drawn)) == POOLS.length


def test_two_learners_side_by_side_see_different_orders() -> None:
    """Of 200 pairs none is alike: there are hundreds of thousands of orders."""
    for _ in range(200):
        one, other = (draw(ALL, secrets.token_hex(SEED_BYTES), None) for _ in range(2))
        assert one != other


def test_every_order_comes_up_about_as_often() -> None:
    """Chi square over the orders of four questions, with seeds that never change."""
    quiz = a_quiz_course("".join(single(f"q{n}") for n in range(4))).quiz("final")
    rounds, orders = 4800, factorial(4)
    found = Counter(
        tuple(drawn.question for drawn in draw(quiz, f"{n:032x}", None))
        for n in range(rounds)
    )
    expected = rounds / orders
    chi = sum((found[order] - expected) ** 2 / expected for order in found)
    assert len(found) == orders
    assert chi < 49.7  # 23 degrees of freedom, p = 0.001


def test_what_a_seed_drew_stays_drawn() -> None:
    """Kept results depend on it only through what is stored, yet nobody should be
    surprised by another order after an upgrade."""
    drawn = draw(ALL, "00112233445566778899aabbccddeeff", None)
    assert [found.question for found in drawn] == GOLDEN_QUESTIONS
    assert drawn[GOLDEN_QUESTIONS.index("q4")] == GOLDEN_MATCHING


@pytest.mark.parametrize("form", ["a", "b"])
def test_a_form_draws_its_own_questions(form: str) -> None:
    quiz = a_quiz_course(
        "".join(single(f"{f}{n}", f" form={f}") for f in "ab" for n in range(3)),
        purpose="before_after",
    ).quiz("final")
    drawn = draw(quiz, "ab" * 16, form)
    assert {found.question[0] for found in drawn} == {form}
    assert len(drawn) == 3

"""Attempts as they are kept, on a real database."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from shared.errors import Conflict, Invalid, NotFound
from tests.learning.builders import BEN, HERE, QUIZ, RIGHT, WRONG, finish_lessons
from tests.learning.conftest import World

pytestmark = pytest.mark.needs_mongo


def test_the_same_submission_again_gives_the_same_answer(ana: Any) -> None:
    finish_lessons(ana)
    attempt = ana.start_attempt(**QUIZ)
    first = ana.submit_attempt(**QUIZ, id=attempt["id"], answers=RIGHT)
    again = ana.submit_attempt(**QUIZ, id=attempt["id"], answers=RIGHT)
    assert first == again == ana.get_attempt(**QUIZ, id=attempt["id"])
    with pytest.raises(Conflict):
        ana.submit_attempt(**QUIZ, id=attempt["id"], answers=WRONG)


def test_an_attempt_is_read_again_as_it_was(ana: Any) -> None:
    attempt = ana.start_attempt(**QUIZ)
    assert ana.get_attempt(**QUIZ, id=attempt["id"]) == attempt
    assert attempt["result"] is None


def test_refused_answers_leave_the_attempt_open(ana: Any) -> None:
    attempt = ana.start_attempt(**QUIZ)
    with pytest.raises(Invalid):
        ana.submit_attempt(**QUIZ, id=attempt["id"], answers={"q1": ["b"]})
    assert ana.get_attempt(**QUIZ, id=attempt["id"])["result"] is None


def test_somebody_elses_attempt_is_not_found(world: World, ana: Any) -> None:
    attempt = ana.start_attempt(**QUIZ)
    ben = world.as_(BEN)
    ben.enrol(**HERE)
    for caller, method, asked in (
        (ben, "get_attempt", {**QUIZ, "id": attempt["id"]}),
        (ben, "submit_attempt", {**QUIZ, "id": attempt["id"], "answers": RIGHT}),
        (ana, "get_attempt", {**QUIZ, "id": str(uuid.uuid4())}),
        (ana, "get_attempt", {**HERE, "quiz": "other", "id": attempt["id"]}),
    ):
        with pytest.raises(NotFound) as refused:
            getattr(caller, method)(**asked)
        assert refused.value.code == "attempt_not_found"


def test_an_unknown_quiz_is_not_found(ana: Any) -> None:
    with pytest.raises(NotFound) as refused:
        ana.start_attempt(**HERE, quiz="none")
    assert refused.value.code == "quiz_not_found"

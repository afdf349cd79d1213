"""The outline of a course and its quizzes, changed as text."""

from __future__ import annotations

import pytest

from services.learning.authoring.domain import outline_text
from services.learning.authoring.domain.part_files import SKELETONS, with_question
from shared.contracts.learning_rpc import (
    QUESTION_KINDS,
)
from shared.errors import Invalid
from tests.learning.builders import course_yaml
from tests.learning.desk import BOTH


def test_what_is_not_touched_stays_as_it_was_written() -> None:
    text = "# Мій коментар\n" + course_yaml()
    changed = outline_text.set_facts(text, {"minutes": 45})
    before, after = text.split("\n"), changed.split("\n")
    assert [b for a, b in zip(before, after, strict=True) if a != b] == ["minutes: 45"]


def test_parts_move_up_and_across_modules() -> None:
    text = outline_text.add_module(course_yaml(), "more", BOTH)
    text = outline_text.add_part(text, "more", "lesson", "03-then")
    moved = outline_text.move_up(text, "lesson", "03-then")
    assert "[01-why, 02-how, 03-then]" in moved
    moved = outline_text.move_up(moved, "lesson", "03-then")
    assert "[01-why, 03-then, 02-how]" in moved
    assert outline_text.move_up(text, "lesson", "01-why") == text


def test_an_outline_that_cannot_be_read_must_be_mended_by_hand() -> None:
    for broken in ("- a\n- b\n", "modules: 5\n", "a: [\n", "", "modules: [1]\n"):
        with pytest.raises(Invalid):
            outline_text.add_part(broken, "all", "lesson", "x")


def test_every_kind_of_question_can_be_begun() -> None:
    assert set(SKELETONS) == set(QUESTION_KINDS)
    text = "---\ntitle: x\n---\n"
    for number, kind in enumerate(QUESTION_KINDS, start=1):
        text = with_question(text, kind)
        assert f"## q{number} {kind}\n" in text

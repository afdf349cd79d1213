"""Answers to questions that came back, in words."""

from __future__ import annotations

import pytest

from gateway.web.refreshers import _in_words

QUESTION = {
    "choices": [{"id": "a", "text": "Tourniquet"}, {"id": "b", "text": "Bandage"}],
    "partners": [{"id": "x", "text": "limb"}, {"id": "y", "text": "head"}],
}


@pytest.mark.parametrize(
    ("kind", "answer", "words"),
    [
        ("single", ["b"], ["Bandage"]),
        ("multiple", ["a", "b"], ["Tourniquet", "Bandage"]),
        ("ordering", ["b", "a"], ["Bandage", "Tourniquet"]),
        ("matching", ["a:x", "b:y"], ["Tourniquet — limb", "Bandage — head"]),
        ("numeric", ["112"], ["112"]),
        ("short", ["укриття"], ["укриття"]),
        ("scenario", ["a"], ["Tourniquet"]),
    ],
)
def test_an_answer_of_any_kind_is_told_in_words(
    kind: str, answer: list[str], words: list[str]
) -> None:
    assert _in_words({**QUESTION, "kind": kind}, answer) == words

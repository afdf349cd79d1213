"""Words that are written otherwise and mean the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.content.search.spelling import (
    Russian,
    Vocabulary,
    other_layout,
    sound,
)
from services.content.taxonomy.domain import shipped


@pytest.mark.parametrize(
    ("word", "ways"),
    [
        ("поліція", "politsiia politsiya policija policiya politsia полиция"),
        ("безпека", "bezpeka"),
        ("шахраї", "shakhrayi shahrai shaxraji shakhrai"),
        ("дільничний", "dilnychnyi dilnichnij dilnychnyy"),
        ("громада", "hromada gromada громада"),
        ("щастя", "shchastia schastya"),
        ("об'єднання", "obiednannia ob'yednannya объеднання"),
        ("безпечність", "безпечность"),
        ("жінка", "zhinka"),
        ("єдність", "yednist iednist"),
    ],
)
def test_the_same_is_heard_however_it_is_spelt(word: str, ways: str) -> None:
    assert {sound(way) for way in ways.split()} == {sound(word)}


def test_words_that_sound_otherwise_stay_apart() -> None:
    said = {sound(word) for word in ("кіт", "код", "хід", "шум", "чум", "жар", "дар")}
    assert len(said) == 7


@given(st.text(max_size=30))
def test_any_text_has_a_sound_and_another_layout(text: str) -> None:
    assert isinstance(sound(text), str)
    assert isinstance(other_layout(text), str)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("ghbdsn", "привіт"), (",tpgtrf", "безпека"), ("зщдшсу", "police")],
)
def test_the_keyboard_was_in_the_other_language(typed: str, meant: str) -> None:
    assert other_layout(typed) == meant


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("безопасность", "безпека"),
        ("безопасности", "безпека"),
        ("мошенниками", "шахрай"),
        ("ребёнок", "дитина"),
        ("безпека", None),
    ],
)
def test_russian_words_are_known_in_all_their_forms(
    word: str, meant: str | None
) -> None:
    assert Russian(shipped().russian).meaning(word) == meant


@pytest.fixture
def vocabulary() -> Vocabulary:
    known = Vocabulary()
    known.update(
        {"безпека": 9, "безпеки": 5, "пекар": 1, "здоров'я": 2, "police": 4}.items()
    )
    return known


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("безпеак", "безпека"),  # two letters in the wrong order
        ("бзпека", "безпека"),
        ("bezpeka", "безпека"),
        ("bespeka", "безпека"),  # romanised, and a letter wrong
        ("здоровя", "здоров'я"),
        ("polise", "police"),
        ("печар", "пекар"),
    ],
)
def test_the_nearest_word_is_meant(
    vocabulary: Vocabulary, typed: str, meant: str
) -> None:
    assert vocabulary.alike(typed, may_be_wrong=True)[0] == meant


@pytest.mark.parametrize("typed", ["кіт", "велосипед", "пес", "бззпуки"])
def test_what_is_far_from_all_words_is_taken_for_none(
    vocabulary: Vocabulary, typed: str
) -> None:
    assert vocabulary.alike(typed, may_be_wrong=True) == []


def test_letters_may_be_wrong_only_where_that_is_allowed(
    vocabulary: Vocabulary,
) -> None:
    assert vocabulary.alike("пекаря", may_be_wrong=False) == []
    assert vocabulary.alike("здоровя", may_be_wrong=False) == ["здоров'я"]


def test_a_word_that_no_entry_holds_any_more_is_forgotten(
    vocabulary: Vocabulary,
) -> None:
    vocabulary.update({"безпеки": 5}.items())
    assert vocabulary.alike("безпепи", may_be_wrong=True) == ["безпеки"]
    assert vocabulary.completions("без", 5) == ["безпеки"]
    vocabulary.update({"безпека": 1, "безпеки": 5}.items())
    assert vocabulary.completions("без", 5) == ["безпеки", "безпека"]

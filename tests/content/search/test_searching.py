"""Questions to a small index: what is found, in which order, by what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.content.search import engine
from services.content.search.domain import FACETS, Filters
from services.content.search.query import understand
from tests.content.search.builders import Searching, an_entry

ENTRIES = (
    an_entry("light", topics=("public-space",), body="Ліхтарі біля школи."),
    an_entry(
        "fraud",
        "Шахраї телефонують людям",
        "Fraudsters on the phone",
        topics=("fraud", "older-people"),
        type="safety_material",
        regions=("poltava",),
    ),
    an_entry(
        "meeting",
        "Зустріч із поліцією",
        "Meeting the police",
        summary="Як поговорити про освітлення двору",
        topics=("meetings",),
    ),
    an_entry(
        "displaced", "Нові сусіди", "New neighbours", topics=("displaced-people",)
    ),
    an_entry("bags", "Тривожна валіза", "Emergency bag", body="Об’єднання громад."),
)


@pytest.fixture(scope="module")
def search() -> Searching:
    return Searching(ENTRIES)


@pytest.mark.parametrize(
    ("q", "slug"),
    [
        ("двори", "light"),
        ("шахрая", "fraud"),
        ("ШАХРАЇВ", "fraud"),
        ("поліцейський", "meeting"),  # another word of the same root
        ("людина", "fraud"),  # людям
        ("зустрічі з поліцією", "meeting"),
        ("ВПО", "displaced"),
        ("IDP", "displaced"),
        ("внутрішньо переміщена особа", "displaced"),
        ("пенсіонери", "fraud"),
        ("полтавщина", "fraud"),
        ("neighbour", "displaced"),
        ("тревожный чемодан", "bags"),
        ("евакуаційна сумка", "bags"),
        ("об'єднанням", "bags"),
        ("обєднання", "bags"),
        ("zustrich", "meeting"),
        ("fraudstars", "fraud"),
        ("cecsl", "displaced"),  # the keyboard was English: сусід
    ],
)
def test_what_was_meant_is_found(search: Searching, q: str, slug: str) -> None:
    assert slug in search(q)[:2]


def test_a_title_says_more_than_a_summary(search: Searching) -> None:
    assert search("освітлення двору") == ["light", "meeting"]


def test_the_language_of_the_page_weighs_more() -> None:
    search = Searching(
        [an_entry("uk", "Radar", "Something"), an_entry("en", "Щось", "Radar")]
    )
    assert search("radar", "uk") == ["uk", "en"]
    assert search("radar", "en") == ["en", "uk"]


def test_entries_with_every_word_come_first(search: Searching) -> None:
    assert search("шахраї валіза зустріч поліція")[0] == "meeting"


def test_of_many_with_every_word_nobody_needs_those_with_fewer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = [an_entry(f"all-{n}", "Шахраї, валіза, поліція") for n in range(3)]
    search = Searching([*whole, an_entry("some", "Шахраї та поліція, поліція")])
    q = "шахраї валіза поліція"
    assert search(q)[3:] == ["some"]
    monkeypatch.setattr(engine, "DEEPEST", 3)
    assert sorted(search(q)) == [entry.slug for entry in whole]


def test_nothing_is_found_by_what_nobody_wrote(search: Searching) -> None:
    assert search("паротяг") == []
    assert search("") == []
    assert search("!?") == []


def test_a_known_word_is_never_changed(search: Searching) -> None:
    for q in ("шахрая", "двір", "police", "ВПО", "велосипеда"):
        assert search.searched_for(q) is None


def test_filters_narrow_and_facets_count_without_their_own(search: Searching) -> None:
    asked = understand("шахраї зустріч", search.lexicon)
    filters = Filters({"type": "guideline"})
    found = search.engine.search(asked.parts, "uk", filters)
    facets = search.engine.facets(found.query, filters, FACETS)
    assert search("шахраї зустріч", type="guideline") == ["meeting"]
    assert facets["type"] == {"guideline": 1, "safety_material": 1}
    assert facets["topic"] == {"meetings": 1}


def test_the_last_word_may_be_a_beginning(search: Searching) -> None:
    assert search("телефонують шахр", typing=True)[0] == "fraud"
    assert search("шахр", typing=True) == ["fraud"]  # as keys, “if[h”
    assert search("шахр") == []


def test_words_are_taken_literally_where_asked(search: Searching) -> None:
    asked = understand("мошенники", search.lexicon, literally=True)
    assert asked.searched_for is None
    assert search.engine.search(asked.parts, "uk", Filters()).count == 0


@given(st.text(max_size=200), st.sampled_from(["uk", "en"]))
def test_any_question_has_an_answer(search: Searching, q: str, language: str) -> None:
    assert isinstance(search(q, language), list)

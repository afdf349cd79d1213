"""Ukrainian words: letters set right, lemmas as the dictionary has them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.uk_text import lemmas, words

APOSTROPHES = "'\u2019\u2018\u02bc\u0060\u00b4\u2032\u02b9\uff07\u201b"
ALIKE = {"а": "a", "с": "c", "е": "e", "і": "i", "о": "o", "р": "p", "х": "x", "у": "y"}
# Words of the hub's own subjects, with every trap that PEERS.md names.
SAID = (
    "безпека",
    "перев'язка",
    "об'єднання",
    "п'ять",
    "укриття",
    "поліція",
    "ґанок",
    "їжак",
    "євробачення",
    "здоров'я",
    "сусідство",
    "йод",
)


def test_words_are_found_between_all_else() -> None:
    assert words("«Стоп», закрий — і розкажи… дорослому!") == [
        "стоп",
        "закрий",
        "і",
        "розкажи",
        "дорослому",
    ]


def test_parts_of_a_compound_are_words() -> None:
    assert words("прес-служба 24/7") == ["прес", "служба", "24", "7"]


def test_quotes_are_not_apostrophes() -> None:
    assert words("'так' ’ні’ п’ять'") == ["так", "ні", "п'ять"]


@pytest.mark.parametrize("sign", APOSTROPHES)
def test_every_apostrophe_is_the_one_that_the_dictionary_knows(sign: str) -> None:
    assert words(f"перев{sign}язка") == ["перев'язка"]
    assert lemmas(words(f"перев{sign}язки")[0]) == {"перев'язка"}


def test_letters_that_differ_stay_apart() -> None:
    for one, other in (("і", "ї"), ("е", "є"), ("г", "ґ"), ("и", "й"), ("і", "и")):
        assert words(f"к{one}т") != words(f"к{other}т")


def test_composed_and_decomposed_letters_are_one() -> None:
    assert words("їжак йод") == words("\u0456\u0308жак \u0438\u0306од")
    assert words("їжак йод") == ["їжак", "йод"]


def test_a_latin_word_is_left_alone() -> None:
    assert words("Police café iPhone") == ["police", "café", "iphone"]


@given(st.sampled_from(SAID), st.data())
def test_look_alikes_and_stress_do_not_matter(word: str, data: st.DataObject) -> None:
    """One letter or more stays Cyrillic, or nobody could tell."""
    at = data.draw(st.sets(st.integers(1, len(word) - 1)))
    typed = "".join(
        ALIKE.get(letter, letter) if index in at else letter
        for index, letter in enumerate(word)
    )
    stressed = data.draw(st.integers(1, len(word)))
    typed = typed[:stressed] + "\u0301" + typed[stressed:]
    if not any("\u0400" <= letter <= "\u04ff" for letter in typed):
        return
    assert words(typed) == [word]
    assert words(typed.upper()) == [word]


@given(st.text(max_size=50))
def test_any_text_at_all_is_words_that_stay_as_they_are(text: str) -> None:
    found = words(text)
    assert words(" ".join(found)) == found
    for word in found:
        assert lemmas(word)


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("людей", "людина"),
        ("люди", "людина"),
        ("людям", "людина"),
        ("діти", "дитина"),
        ("дітей", "дитина"),
        ("дітьми", "дитина"),
        ("хабів", "хаб"),
        ("булінгу", "булінг"),
        ("домедичної", "домедичний"),
        ("вулиці", "вулиця"),
    ],
)
def test_forms_lead_to_their_lemma(form: str, lemma: str) -> None:
    assert lemma in lemmas(form)

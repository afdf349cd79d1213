"""Every shipped item is found by each word of its own title, in any of its forms."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pymorphy3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.content.item_files import read_items
from services.content.search.sources import of_item
from services.content.taxonomy.domain import shipped
from shared.folders import read_folder
from shared.uk_text import is_in_dictionary, words
from tests.content.search.builders import NOON, Searching

LIBRARY = Path(__file__).parents[3] / "services" / "content" / "library"
ITEMS = read_items(read_folder(LIBRARY))
# Any of these may be typed for an apostrophe.
APOSTROPHES = "'’ʼ`´‘"


@pytest.fixture(scope="module")
def search() -> Searching:
    return Searching(
        of_item(slug, asdict(item) | {"revision": 1, "published_at": NOON})
        for slug, item in ITEMS.items()
    )


_morph = pymorphy3.MorphAnalyzer(lang="uk", char_substitutes={})


def forms(word: str) -> list[str]:
    """The word and all its forms, as the dictionary declines it."""
    if not is_in_dictionary(word):
        return [word]
    parses = _morph.parse(word)
    return sorted({form.word for parse in parses for form in parse.lexeme})


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(ITEMS)), st.sampled_from(["uk", "en"]), st.data())
def test_an_item_is_found_by_any_form_of_a_word_of_its_title(
    search: Searching, slug: str, language: str, data: st.DataObject
) -> None:
    said = [
        word
        for word in words(ITEMS[slug].texts[language].title)
        if word not in shipped().little
    ]
    word = data.draw(st.sampled_from(said))
    typed = data.draw(st.sampled_from(forms(word)))
    typed = typed.replace("'", data.draw(st.sampled_from(APOSTROPHES)))
    if data.draw(st.booleans()):
        typed = typed.upper()
    assert slug in search(typed, language)

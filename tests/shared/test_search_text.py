import re
import unicodedata

import pytest

from shared.search_text import every_word, normalise, searchable


def matches(text: str, q: str) -> bool:
    kept = searchable([text])
    words = every_word("search", q).get("$and", [])
    return all(re.search(word["search"]["$regex"], kept) for word in words)


@pytest.mark.parametrize("mark", ["'", "\u2018", "\u2019", "\u02bc", "`", "\u00b4"])
def test_every_apostrophe_is_the_same(mark: str) -> None:
    assert normalise(f"ПАМ{mark}ЯТКА") == "пам'ятка"


@pytest.mark.parametrize("pair", ["ії", "ее\u0308", "єе", "гґ", "иі", "йи"])
def test_letters_stay_different(pair: str) -> None:
    assert normalise(pair[:1]) != normalise(pair[1:])


def test_case_composition_soft_hyphens_and_spaces_make_no_difference() -> None:
    apart = unicodedata.normalize("NFD", "Їжак  і\u00a0Йод")
    assert normalise(apart) == normalise("їжак і йод") == "їжак і йод"
    assert normalise("гро\u00adмада") == "громада"


def test_every_word_must_occur_somewhere_in_any_order() -> None:
    assert matches("Аудит безпеки громади", "громад АУДИТ")
    assert not matches("Аудит безпеки", "аудит громади")
    assert matches("anything", "   ")


@pytest.mark.parametrize("q", [".*", "(", "[a", "a\x00b", "\\", "$ne"])
def test_what_people_type_is_text_and_no_pattern(q: str) -> None:
    assert not matches("plain words", q)
    assert matches(f"with {q} inside", q)

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.learning.certificates.domain import draw_number, normalise
from shared.crockford import ALPHABET
from shared.errors import NotFound

numbers = st.builds(draw_number)
places = st.integers(0, 12)


def bare(number: str) -> str:
    return number.replace("-", "")


def test_a_number_is_four_groups() -> None:
    assert [len(group) for group in draw_number().split("-")] == [4, 4, 4, 1]


@given(numbers)
def test_a_number_is_found_however_it_is_typed(number: str) -> None:
    untidy = f" {bare(number).lower()[:5]} – {bare(number)[5:]}\u00a0"
    assert normalise(untidy) == number


@given(numbers)
def test_look_alikes_of_either_keyboard_are_read_as_meant(number: str) -> None:
    latin = number.translate(str.maketrans("01", "OL"))
    cyrillic = number.translate(str.maketrans("01ABCEHKMPTXY", "ОІАВСЕНКМРТХУ"))
    assert normalise(latin) == normalise(cyrillic) == number


@given(numbers, places, st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(number: str, place: int, wrong: str) -> None:
    typed = bare(number)
    changed = typed[:place] + wrong + typed[place + 1 :]
    if changed == typed:
        assert normalise(changed) == number
    else:
        with pytest.raises(NotFound):
            normalise(changed)


@given(numbers, places, places)
def test_two_swapped_characters_are_noticed(number: str, one: int, two: int) -> None:
    typed = list(bare(number))
    if typed[one] == typed[two]:
        return
    typed[one], typed[two] = typed[two], typed[one]
    with pytest.raises(NotFound):
        normalise("".join(typed))


@given(st.text())
def test_what_is_no_number_is_not_found(typed: str) -> None:
    try:
        assert normalise(normalise(typed)) == normalise(typed)
    except NotFound as refused:
        assert refused.code == "certificate_not_found"  # noqa: PT017

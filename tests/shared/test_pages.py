from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import pages
from shared.errors import Invalid

NOON = datetime(2026, 11, 22, 12, 0, 0, 123000, tzinfo=UTC)
WHOLE = st.integers(-(2**63) + 1, 2**63 - 1)


@given(st.text(st.characters(exclude_categories=["Cs"])), WHOLE, st.datetimes())
def test_a_cursor_gives_back_the_key(text: str, number: int, at: datetime) -> None:
    key: list[str | int | datetime] = [text, number, at.replace(tzinfo=UTC)]
    assert pages.decode(pages.encode(key), str, int, datetime) == key


def test_no_cursor_is_no_key() -> None:
    assert pages.decode(None, str) is None


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "not base64!",
        "Ґ",
        pages.encode(["a"]),
        pages.encode(["a", NOON, "b"]),
        pages.encode([1, NOON]),
        pages.encode(["a", "2026-11-22T12:00:00"]),  # of no time zone
        pages.encode(["a", "2026-11-22T12:00:00+02:00"]),
        pages.encode(["a", "noon"]),
        pages.encode(["a", NOON]) + "=",
        pages.encode(["a", NOON])[:-1],
        "W" * 1000,
    ],
)
def test_what_is_no_cursor_of_this_list_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid) as refused:
        pages.decode(cursor, str, datetime)
    assert list(refused.value.fields) == ["cursor"]


@given(st.text(), st.integers())
def test_a_tampered_cursor_is_refused_or_another_cursor(junk: str, place: int) -> None:
    whole = pages.encode(["north", 7])
    at = place % (len(whole) + 1)
    cursor = whole[:at] + junk + whole[at + 1 :]
    try:
        key = pages.decode(cursor, str, int)
    except Invalid:
        return
    assert key is not None
    assert pages.encode(key) == cursor


@pytest.mark.parametrize("number", [2**63, True, 1.0])
def test_numbers_no_database_holds_are_refused(number: int) -> None:
    with pytest.raises(Invalid):
        pages.decode(pages.encode([number]), int)


def test_a_page_has_a_cursor_only_if_there_is_more() -> None:
    rows = ["a", "b", "c"]
    assert pages.cut(rows, 3, lambda row: (row,)) == (rows, None)
    assert pages.cut(rows, 2, lambda row: (row,)) == (["a", "b"], pages.encode(["b"]))
    assert pages.cut([], 2, lambda row: (row,)) == ([], None)

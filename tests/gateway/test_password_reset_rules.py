"""What a code for a new password is, and what counts as typing it right."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.password_resets import domain
from gateway.password_resets.domain import Keys
from shared.contracts.notifications_rpc import SendPasswordCode
from shared.errors import Invalid

KEYS = Keys(code=b"c" * 32, place=b"p" * 32)
requests = st.uuids(version=4).map(str)


@given(requests)
def test_a_code_is_two_groups_that_notifications_take(request_id: str) -> None:
    code = domain.code_of(KEYS, request_id)
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", code)
    SendPasswordCode().load({"person_id": "p", "code": code, "request_id": request_id})


@given(requests)
def test_a_request_gives_the_same_code_again_and_no_other_does(request_id: str) -> None:
    code = domain.code_of(KEYS, request_id)
    assert domain.fits(KEYS, request_id, code)
    assert domain.code_of(KEYS, domain.new_request_id()) != code
    other = Keys(code=b"d" * 32, place=KEYS.place)
    assert not domain.fits(other, request_id, code)


@given(requests)
def test_a_code_is_read_however_it_is_typed(request_id: str) -> None:
    code = domain.code_of(KEYS, request_id)
    untidy = f" {code.lower().replace('-', ' – ')}\u00a0"
    latin = code.translate(str.maketrans("01", "OL"))
    cyrillic = code.translate(str.maketrans("01ABCEHKMPTXY", "ОІАВСЕНКМРТХУ"))
    for typed in (untidy, latin, cyrillic, code.replace("-", "")):
        assert domain.normal_code(typed) == code


@pytest.mark.parametrize("typed", ["", "7K3M9", "7K3M9-QXT2H-5", "7K3M9-QXT2U", "\x00"])
def test_what_is_no_code_is_refused_like_a_wrong_one(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        domain.normal_code(typed)
    assert refused.value.code == "reset_code_invalid"


def test_neither_key_nor_address_shows_where_objects_are_printed() -> None:
    asked = domain.Asked("place", "request", "olena@example.org")
    assert "olena" not in repr(asked)
    assert "ccc" not in repr(KEYS)
    assert "olena" not in domain.place_of(KEYS, "olena@example.org")

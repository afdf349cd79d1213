"""What an account may be made of."""

import pytest

from gateway.accounts import domain, passwords
from shared.errors import Invalid
from tests.gateway.builders import PASSWORD


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Olena.K@Example.ORG ", "olena.k@example.org"),
        ("ivan@Пошта.укр", "ivan@xn--80a1acn3a.xn--j1amh"),
    ],
)
def test_an_address_has_one_form(typed: str, kept: str) -> None:
    assert domain.clean_email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "olena", "a@b", "a b@example.org", "a@example.org\nBcc: b@example.org"],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        domain.clean_email(typed)
    assert list(refused.value.fields) == ["email"]


@pytest.mark.parametrize("name", ["Олена Коваль", "О'Генрі", "李", "x" * 100])
def test_a_name_may_be_any_line_of_text(name: str) -> None:
    assert domain.clean_name(f"  {name} ") == name


@pytest.mark.parametrize(
    "name", ["", "   ", "x" * 101, "a\nb", "a\x00b", "a\u202eb", "a\u2028b"]
)
def test_a_name_has_no_hidden_characters(name: str) -> None:
    with pytest.raises(Invalid):
        domain.clean_name(name)


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "x" * 257,
        "1234567890",
        "aaaaaaaaaaaa",
        "Olena.Koval@example.org",
        "olena.koval",
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused(password: str) -> None:
    with pytest.raises(Invalid) as refused:
        domain.new_password(password, email="olena.koval@example.org")
    assert list(refused.value.fields) == ["password"]


def test_a_long_plain_phrase_is_a_good_password() -> None:
    assert domain.new_password(PASSWORD, email="a@example.org") == PASSWORD


def test_a_hash_fits_its_password_only() -> None:
    made = passwords.hash_password(PASSWORD)
    assert made.startswith("$argon2id$")
    assert passwords.verify(made, PASSWORD)
    assert not passwords.verify(made, PASSWORD + " ")
    assert not passwords.verify(made, PASSWORD * 20)
    assert not passwords.verify(None, PASSWORD)
    assert not passwords.verify("not a hash", PASSWORD)


def test_a_hash_with_other_parameters_is_outdated() -> None:
    made = passwords.hash_password(PASSWORD)
    assert not passwords.is_outdated(made)
    assert passwords.is_outdated(made.replace("t=2", "t=1"))

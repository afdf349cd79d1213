"""Rules of an account: address, name, password, roles. Pure: no I/O."""

import unicodedata
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from shared.errors import Invalid
from shared.identity import ROLES

LANGUAGES = ("uk", "en")

# NIST SP 800-63B, section 3.1.1.2: length counts, composition rules do not,
# and what everybody tries first is refused.
PASSWORD_MIN = 10  # characters
PASSWORD_MAX = 256  # characters; bounds the work of hashing
PASSWORD_DISTINCT_MIN = 4  # different characters
WELL_KNOWN_PASSWORDS = frozenset(
    {
        "0123456789",
        "1234567890",
        "12345678910",
        "123456789a",
        "1q2w3e4r5t",
        "1q2w3e4r5t6y",
        "iloveukraine",
        "password12",
        "password123",
        "password1234",
        "qwerty1234",
        "qwerty12345",
        "qwertyuiop",
        "slavaukraini",
        "йцукенгшщз",
        "славаукраїні",
    }
)

EMAIL_MAX = 254  # characters, RFC 5321
NAME_MAX = 100  # characters


@dataclass(frozen=True, slots=True)
class Person:
    """Who an account belongs to, as the rest of the gateway sees it."""

    person_id: str
    email: str
    name: str
    language: str  # "uk" or "en"
    roles: frozenset[str]
    hubs: frozenset[str] = frozenset()  # slugs of those that a coordinator keeps


def clean_email(text: str) -> str:
    """The address in the one form in which it is stored and looked up.

    Lower case throughout: mail hosts that tell ``Ann@`` from ``ann@`` have died
    out, people who type it both ways have not. Ukrainian domains are kept as
    their ASCII form, which every mail server takes.

    Raises:
        Invalid: ``invalid_fields`` for ``email``.
    """
    try:
        found = validate_email(
            text.strip(), check_deliverability=False, allow_smtputf8=False
        )
    except EmailNotValidError:
        raise _wrong("email", "Not a valid e-mail address.") from None
    address = found.ascii_email
    if address is None or len(address) > EMAIL_MAX:
        raise _wrong("email", "Not a valid e-mail address.")
    return address.lower()


def clean_name(text: str) -> str:
    """The name on one line, outer spaces removed, in Unicode form NFC.

    It is printed on certificates and in mail headers, so nothing invisible and
    no line break gets in.

    Raises:
        Invalid: ``invalid_fields`` for ``name``.
    """
    name = unicodedata.normalize("NFC", text).strip()
    if not 1 <= len(name) <= NAME_MAX:
        raise _wrong("name", f"Length must be between 1 and {NAME_MAX}.")
    # Cc controls, Cf invisible (direction overrides), Zl and Zp line breaks
    if any(unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp", "Cs"} for c in name):
        raise _wrong("name", "Control characters are not allowed.")
    return name


def clean_language(text: str) -> str:
    """Raises Invalid: ``invalid_fields`` for ``language``."""
    if text not in LANGUAGES:
        raise _wrong("language", f"Must be one of: {', '.join(LANGUAGES)}.")
    return text


def new_password(password: str, *, email: str) -> str:
    """The password as it will be hashed, if it is good enough to be chosen.

    Raises:
        Invalid: ``invalid_fields`` for ``password``.
    """
    secret = normal_password(password)
    if not PASSWORD_MIN <= len(secret) <= PASSWORD_MAX:
        raise _wrong(
            "password", f"Length must be between {PASSWORD_MIN} and {PASSWORD_MAX}."
        )
    plain = secret.casefold()
    if plain in {email, email.partition("@")[0]}:
        raise _wrong("password", "The password must not be the e-mail address.")
    if plain in WELL_KNOWN_PASSWORDS or len(set(plain)) < PASSWORD_DISTINCT_MIN:
        raise _wrong("password", "This password is too easy to guess.")
    return secret


def normal_password(password: str) -> str:
    """One form for the same letters typed on different keyboards (NFKC)."""
    return unicodedata.normalize("NFKC", password)


def known_role(role: str) -> str:
    """Raises Invalid: ``invalid_fields`` for ``role``."""
    if role not in ROLES:
        raise _wrong("role", f"Must be one of: {', '.join(ROLES)}.")
    return role


def _wrong(field: str, message: str) -> Invalid:
    return invalid_fields({field: [message]})


def invalid_fields(wrong: dict[str, list[str]]) -> Invalid:
    """The refusal that names each wrong field with what is wrong with it."""
    return Invalid("invalid_fields", "Some fields need changing.", wrong)

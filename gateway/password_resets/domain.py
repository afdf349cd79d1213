"""A code that lets its reader choose a new password. Pure: no I/O.

A code is neither drawn nor stored: it is a keyed hash of its request's random id, cut
to ten characters (50 bits). So whoever reads a database finds no code, and yet the same
request gives the same code again when a call has to be repeated (ADR 12).
"""

import hashlib
import hmac
import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from gateway.settings import GatewaySettings
from shared import crockford
from shared.contracts.notifications_rpc import PASSWORD_CODE_MINUTES
from shared.errors import Invalid

VALID = timedelta(minutes=PASSWORD_CODE_MINUTES)
TRIES = 5  # wrong codes after which a request is worth nothing
_CHARACTERS, _GROUP = 10, 5
_BITS = 5  # in a character


@dataclass(frozen=True, slots=True)
class Keys:
    code: bytes = field(repr=False)
    place: bytes = field(repr=False)

    @classmethod
    def of(cls, settings: GatewaySettings) -> "Keys":
        return cls(
            settings.key("password reset code"), settings.key("password reset place")
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """A request whose mail has not been ordered yet."""

    place: str
    request_id: str
    email: str = field(repr=False)


def new_request_id() -> str:
    return str(uuid.uuid4())


def place_of(keys: Keys, email: str) -> str:
    """Where the request for an address stands, without saying the address."""
    return hmac.digest(keys.place, email.encode(), hashlib.sha256).hex()


def code_of(keys: Keys, request_id: str) -> str:
    """The code of a request, as people read it: ``7K3M9-QXT2H``."""
    digest = hmac.digest(keys.code, request_id.encode(), hashlib.sha256)
    bits = int.from_bytes(digest, "big")
    characters = "".join(
        crockford.ALPHABET[(bits >> _BITS * place) % len(crockford.ALPHABET)]
        for place in range(_CHARACTERS)
    )
    return crockford.grouped(characters, _GROUP)


def normal_code(typed: str) -> str:
    """What was typed, as ``code_of`` writes it.

    Raises:
        Invalid: ``reset_code_invalid``: no code looks like this.
    """
    bare = crockford.normalise(typed)
    if bare is None or len(bare) != _CHARACTERS:
        raise code_invalid()
    return crockford.grouped(bare, _GROUP)


def fits(keys: Keys, request_id: str, code: str) -> bool:
    """Whether a normal code is that of the request; always after the same time."""
    return hmac.compare_digest(code_of(keys, request_id), code)


def code_invalid() -> Invalid:
    """One refusal for every reason, so that it tells nobody which it was."""
    return Invalid(
        "reset_code_invalid", "The code is wrong or no longer good; ask for a new one."
    )

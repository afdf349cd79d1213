"""A new password for somebody who forgot theirs, by a code that comes by e-mail."""

from typing import Any

from flask import Blueprint

from gateway import password_resets
from gateway.api.operation import operation
from gateway.api.schemas import PasswordResetRedemption, PasswordResetRequest

bp = Blueprint("api_password_resets", __name__)


@operation(
    bp,
    "POST",
    "/password-resets",
    tag="accounts",
    body=PasswordResetRequest(),
    status=202,
    signed_in=False,
)
def ask_for_password_reset(body: dict[str, Any]) -> None:
    """Send a code to this address if it has an account; the answer is the same.

    A new request replaces the code before it.
    """
    password_resets.ask(**body)


@operation(
    bp,
    "POST",
    "/password-resets/redemption",
    tag="accounts",
    body=PasswordResetRedemption(),
    status=204,
    signed_in=False,
)
def redeem_password_reset(body: dict[str, Any]) -> None:
    """Set a new password with a code; every session of the person ends."""
    password_resets.redeem(**body)

"""Signing in and out as an API client. Answers hold secrets and are never kept."""

from typing import Any

from flask import Blueprint

from gateway import accounts, auth, limits
from gateway.api.operation import operation
from gateway.api.schemas import Credentials, Refresh, TokensView
from gateway.sessions.handlers import Tokens

bp = Blueprint("api_tokens", __name__)


@operation(
    bp,
    "POST",
    "/tokens",
    tag="tokens",
    body=Credentials(),
    returns=TokensView(),
    signed_in=False,
    keyed=False,
    refusals=(401,),
)
def create_tokens(body: dict[str, Any]) -> Tokens:
    """Sign in."""
    return auth.start_tokens(accounts.check_password(**body))


@operation(
    bp,
    "POST",
    "/tokens/refresh",
    tag="tokens",
    body=Refresh(),
    returns=TokensView(),
    signed_in=False,
    keyed=False,
    refusals=(401,),
)
def refresh_tokens(body: dict[str, Any]) -> Tokens:
    """Exchange a refresh token, which is then spent, for new tokens.

    If no answer arrives, the same token may be sent again for one minute.
    """
    limits.count_refresh()
    return auth.refresh_tokens(**body)


@operation(bp, "DELETE", "/tokens", tag="tokens", status=204, keyed=False)
def end_tokens() -> None:
    """Sign out: end the session of this token."""
    auth.end_token_session()

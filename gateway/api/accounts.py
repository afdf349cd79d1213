"""Registering, and one's own account."""

from typing import Any

from flask import Blueprint, request

from gateway import accounts, auth
from gateway.accounts import Person
from gateway.api.operation import operation
from gateway.api.schemas import AccountView, NewAccount, ProfileChange
from gateway.idempotency import HEADER

bp = Blueprint("api_accounts", __name__)


@operation(
    bp,
    "POST",
    "/accounts",
    tag="accounts",
    body=NewAccount(),
    returns=AccountView(),
    status=201,
    signed_in=False,
    refusals=(409,),
)
def create_account(body: dict[str, Any]) -> dict[str, Any]:
    """Make an account."""
    return _view(accounts.register(**body, key=request.headers.get(HEADER)))


@operation(bp, "GET", "/me", tag="accounts", returns=AccountView())
def read_me() -> dict[str, Any]:
    """Who the bearer of the token is."""
    return _view(auth.require_person())


@operation(
    bp, "PATCH", "/me", tag="accounts", body=ProfileChange(), returns=AccountView()
)
def change_me(body: dict[str, Any]) -> dict[str, Any]:
    """Change one's name or language."""
    person = auth.require_person()
    if not body:
        return _view(person)
    return _view(accounts.change_profile(person_id=person.person_id, **body))


@operation(bp, "DELETE", "/me/sessions", tag="accounts", status=204, keyed=False)
def end_my_sessions() -> None:
    """Sign out everywhere, browsers included, at once."""
    auth.end_every_session(auth.require_person())


def _view(person: Person) -> dict[str, Any]:
    return {
        "person_id": person.person_id,
        "email": person.email,
        "name": person.name,
        "language": person.language,
        "roles": sorted(person.roles),
    }

"""Accounts as a request sees them: the handlers on this application's database.

Attempts to register and to sign in are counted here, so that pages and the API
share one limit.
"""

from typing import Any

from flask import current_app

from gateway import limits
from gateway.accounts import handlers
from gateway.accounts.domain import Person, clean_email
from gateway.accounts.store import MongoAccounts
from gateway.clock import now
from gateway.refusals import Unauthenticated
from shared.errors import Invalid

__all__ = [
    "Person",
    "change_profile",
    "check_password",
    "grant_role",
    "ids",
    "names",
    "register",
]


def register(*, key: str | None = None, **said: str) -> Person:
    """See ``handlers.register``. Raises also TooMany: ``too_many_attempts``."""
    limits.count_registration()
    return handlers.register(_store(), now, **said, key=key)


def check_password(email: str, password: str) -> Person:
    """See ``handlers.check_password``. Raises also TooMany: ``too_many_attempts``."""
    account = _one_form(email)
    limits.allow_sign_in(account)
    try:
        return handlers.check_password(_store(), email=email, password=password)
    except Unauthenticated:
        limits.count_failed_sign_in(account)
        raise


def change_profile(*, person_id: str, **changes: Any) -> Person:
    """``name``, ``language`` or both. See ``handlers.change_profile``."""
    return handlers.change_profile(_store(), person_id=person_id, **changes)


def grant_role(email: str, role: str) -> Person:
    """See ``handlers.grant_role``."""
    return handlers.grant_role(_store(), email=email, role=role)


def names(*person_ids: str) -> dict[str, str]:
    """Names of those of these people who have accounts, by person id."""
    return _store().names(list(person_ids))


def ids(*addresses: str) -> dict[str, str | None]:
    """Person ids by the addresses as given; None for one that has no account.

    Whoever calls has made sure that the asker may ask: an answer tells who has an
    account.
    """
    forms = {address: _one_form(address) for address in addresses}
    known = _store().ids([form for form in forms.values() if form])
    return {address: known.get(form) for address, form in forms.items()}


def _one_form(email: str) -> str:
    try:
        return clean_email(email)
    except Invalid:
        return ""  # nobody's; all such attempts count together


def _store() -> MongoAccounts:
    return MongoAccounts(current_app.extensions["database"])

"""New passwords as a request sees them: the handlers on this application's database.

Requests and wrong codes are counted here, so that pages and the API share one limit.
"""

from flask import current_app

from gateway import limits
from gateway.accounts.domain import Person, clean_email
from gateway.accounts.store import MongoAccounts
from gateway.clock import now
from gateway.password_resets import handlers
from gateway.password_resets.domain import Keys
from gateway.password_resets.store import MongoResets
from shared.errors import Invalid

__all__ = ["ask", "redeem"]


def ask(email: str) -> None:
    """See ``handlers.ask``.

    Raises:
        Invalid: ``invalid_fields`` for what is no address.
        TooMany: ``too_many_attempts``.
    """
    address = clean_email(email)
    limits.count_reset(address)
    handlers.ask(_resets(), now, _keys(), email=address)


def redeem(*, email: str, code: str, password: str) -> Person:
    """See ``handlers.redeem``. Raises also TooMany: ``too_many_attempts``.

    What failed with the forgotten password keeps nobody from using the new one.
    """
    address = clean_email(email)
    limits.allow_code()
    try:
        person = handlers.redeem(
            _resets(),
            MongoAccounts(current_app.extensions["database"]),
            now,
            _keys(),
            email=address,
            code=code,
            password=password,
        )
    except Invalid as refusal:
        if not refusal.fields:  # the code, not the new password
            limits.count_wrong_code()
        raise
    limits.forget_failed_sign_ins(address)
    return person


def _resets() -> MongoResets:
    return MongoResets(current_app.extensions["database"])


def _keys() -> Keys:
    return Keys.of(current_app.extensions["settings"])

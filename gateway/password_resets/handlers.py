"""Asking for a code, ordering its mail, using it: one function per use case."""

from collections.abc import Callable
from datetime import datetime

from gateway.accounts import domain as accounts_domain
from gateway.accounts import passwords
from gateway.accounts.domain import Person
from gateway.accounts.store import MongoAccounts
from gateway.password_resets import domain
from gateway.password_resets.domain import Keys
from gateway.password_resets.store import MongoResets

Now = Callable[[], datetime]
# Person id, code, request id; whether the order was taken. It may be given again.
Order = Callable[[str, str, str], bool]


def ask(resets: MongoResets, now: Now, keys: Keys, *, email: str) -> None:
    """Note that somebody asks for a code for this address.

    Whether the address has an account is not even looked up here, so neither the
    answer nor its time can say it: every address costs the same single write. The
    process ``gateway.contacts`` finds out, and orders a mail where there is somebody
    to write to (``order_mails``).

    Args:
        email: in the one form of ``clean_email``.
    """
    resets.put(domain.place_of(keys, email), domain.new_request_id(), email, at=now())


def order_mails(
    resets: MongoResets, accounts: MongoAccounts, now: Now, keys: Keys, order: Order
) -> int:
    """Order the mails that are waiting; how many that were.

    An order that is not taken waits for the next round. A process that dies between
    the order and its note gives the same order again: same request, same code.
    """
    ordered = 0
    for asked in list(resets.waiting(at=now())):
        account = accounts.by_email(asked.email)
        if account is not None:
            code = domain.code_of(keys, asked.request_id)
            if not order(account.person.person_id, code, asked.request_id):
                continue
            ordered += 1
        resets.settle(asked)
    return ordered


def redeem(
    resets: MongoResets,
    accounts: MongoAccounts,
    now: Now,
    keys: Keys,
    *,
    email: str,
    code: str,
    password: str,
) -> Person:
    """Give the account a new password and end every session of its owner.

    A password that cannot be taken, and what does not look like a code, use up no
    try. The request of an address without an account stands and counts its tries
    like any other, so that a wrong code costs the same work everywhere.

    Args:
        email: in the one form of ``clean_email``.

    Raises:
        Invalid: ``invalid_fields`` for the password; ``reset_code_invalid`` for a
            code that is wrong, spent, too old, replaced or tried too often.
    """
    secret = accounts_domain.new_password(password, email=email)
    typed = domain.normal_code(code)
    place = domain.place_of(keys, email)
    request_id = resets.take_try(place, at=now())
    if request_id is None or not domain.fits(keys, request_id, typed):
        raise domain.code_invalid()
    account = accounts.by_email(email)
    if account is None:
        raise domain.code_invalid()
    person, new_hash = account.person, passwords.hash_password(secret)
    if not resets.spend(place, request_id, person.person_id, new_hash):
        raise domain.code_invalid()
    return person

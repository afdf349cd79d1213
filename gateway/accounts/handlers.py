"""What can be done with accounts: one function per use case."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from gateway.accounts import domain, passwords
from gateway.accounts.domain import Person
from gateway.accounts.store import Account, MongoAccounts
from gateway.refusals import Unauthenticated
from shared.errors import Conflict, Invalid

Now = Callable[[], datetime]
# Under which ids are made of keys that requests are repeated with.
_MADE_WITH = uuid.UUID("5f0f8c52-6a49-4c3e-9b62-1f4f0c2f7a3d")


def register(
    accounts: MongoAccounts,
    now: Now,
    *,
    email: str,
    password: str,
    name: str,
    language: str,
    key: str | None = None,
) -> Person:
    """Make an account for a new person, a learner until somebody grants more.

    An address that has an account is refused with ``address_taken``. That it is
    taken cannot be hidden while registration signs people in at once; it is said
    only to a request that is right in everything else, after the same work of
    hashing, in a sentence that names no person, and the limits on registration
    (``gateway.limits``) keep anyone from asking for a list of addresses.

    Args:
        key: what the same request is repeated with. A process may be killed between
            the account and its answer; whoever asks again has what they made.

    Raises:
        Invalid: ``invalid_fields``, every wrong field at once.
        Conflict: ``address_taken``.
    """
    wrong: dict[str, list[str]] = {}
    address = _try(wrong, domain.clean_email, email)
    clean_name = _try(wrong, domain.clean_name, name)
    clean_language = _try(wrong, domain.clean_language, language)
    secret = _try(
        wrong, lambda text: domain.new_password(text, email=address), password
    )
    if wrong:
        raise domain.invalid_fields(wrong)
    person_id = uuid.uuid5(_MADE_WITH, f"{key}\n{address}") if key else uuid.uuid4()
    person = Person(
        str(person_id), address, clean_name, clean_language, frozenset({"learner"})
    )
    hashed = passwords.hash_password(secret)
    try:
        accounts.add(Account(person, hashed), at=now())
    except Conflict:
        made = accounts.by_email(address)
        if made is None or made.person.person_id != person.person_id:
            raise
        if not passwords.verify(made.password_hash, secret):
            raise  # it is not the same request
        return made.person
    return person


def check_password(accounts: MongoAccounts, *, email: str, password: str) -> Person:
    """The person who has this address and this password.

    One answer for an unknown address and for a wrong password, after the same
    time. Hashes made with older parameters are replaced on the way.

    Raises:
        Unauthenticated: ``wrong_credentials``.
    """
    try:
        account = accounts.by_email(domain.clean_email(email))
    except Invalid:
        account = None
    secret = domain.normal_password(password)
    stored = None if account is None else account.password_hash
    if not passwords.verify(stored, secret) or account is None:
        raise Unauthenticated(
            "wrong_credentials", "The e-mail address or the password is wrong."
        )
    if passwords.is_outdated(account.password_hash):
        accounts.replace_hash(account, passwords.hash_password(secret))
    return account.person


def change_profile(
    accounts: MongoAccounts,
    *,
    person_id: str,
    name: str | None = None,
    language: str | None = None,
) -> Person:
    """Change the name, the language or both.

    Raises:
        Invalid: ``invalid_fields``.
        NotFound: ``account_not_found``.
    """
    wrong: dict[str, list[str]] = {}
    changes: dict[str, Any] = {}
    if name is not None:
        changes["name"] = _try(wrong, domain.clean_name, name)
    if language is not None:
        changes["language"] = _try(wrong, domain.clean_language, language)
    if wrong:
        raise domain.invalid_fields(wrong)
    return accounts.change_profile(person_id, changes)


def grant_role(
    accounts: MongoAccounts, *, email: str, role: str, hub: str | None = None
) -> Person:
    """Give a role; having it already is fine. It counts from the next request.

    Args:
        hub: the slug of one that a coordinator keeps from now on.

    Raises:
        Invalid: ``invalid_fields``.
        NotFound: ``account_not_found``.
    """
    known = domain.known_role(role)
    if hub is not None and known != "coordinator":
        raise domain.invalid_fields({"hub": ["Only a coordinator keeps a hub."]})
    return accounts.add_role(domain.clean_email(email), known, hub)


def _try(wrong: dict[str, list[str]], clean: Callable[[str], str], text: str) -> str:
    try:
        return clean(text)
    except Invalid as refusal:
        wrong.update(refusal.fields)
        return ""

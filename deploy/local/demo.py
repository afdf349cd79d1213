"""Demonstration accounts, one for each role, so that every page can be tried.

Made through the gateway's own account functions, and only on a local platform.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from pymongo.database import Database

from deploy.local.layout import CannotStart, write_private
from gateway.accounts import handlers, passwords
from gateway.accounts.store import MongoAccounts
from gateway.clock import now
from gateway.refusals import Unauthenticated
from shared.mongo import Doc


@dataclass(frozen=True, slots=True)
class Demonstration:
    """One account: ``role`` is what it shows."""

    address: str
    role: str
    name: str
    language: str = "uk"
    hub: str | None = None


ACCOUNTS = (
    Demonstration("learner@example.org", "learner", "Демонстраційна слухачка"),
    Demonstration("officer@example.org", "officer", "Демонстраційний поліцейський"),
    Demonstration("trainer@example.org", "trainer", "Демонстраційна тренерка"),
    Demonstration("editor@example.org", "editor", "Демонстраційний редактор"),
    Demonstration("reviewer@example.org", "reviewer", "Демонстраційна рецензентка"),
    Demonstration(
        "coordinator@example.org",
        "coordinator",
        "Демонстраційна координаторка",
        hub="demo-zorespad",
    ),
    Demonstration(
        "admin@example.org", "administrator", "Demonstration administrator", "en"
    ),
)


def create(db: Database[Doc], environment: str, path: Path) -> dict[str, str]:
    """Make the accounts that are missing; every address with its password.

    Args:
        db: the gateway's database.
        environment: where this runs; anything but ``local`` is refused.
        path: where the passwords are kept for the next run.

    Raises:
        CannotStart: this is no local platform.
    """
    if environment != "local":
        raise CannotStart("demonstration accounts exist on a local platform only.")
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    kept = {
        account.address: known.get(account.address) or secrets.token_urlsafe(12)
        for account in ACCOUNTS
    }
    if kept != known:
        write_private(path, json.dumps(kept, indent=2) + "\n")
    accounts = MongoAccounts(db)
    for account in ACCOUNTS:
        _keep(accounts, account, kept[account.address])
    return kept


def _keep(accounts: MongoAccounts, account: Demonstration, password: str) -> None:
    """Have the account exist, open to this password, with its role."""
    found = accounts.by_email(account.address)
    if found is None:
        handlers.register(
            accounts,
            now,
            email=account.address,
            password=password,
            name=account.name,
            language=account.language,
        )
    else:
        try:
            handlers.check_password(accounts, email=account.address, password=password)
        except Unauthenticated:  # The file with the passwords was lost.
            accounts.replace_hash(found, passwords.hash_password(password))
    handlers.grant_role(
        accounts, email=account.address, role=account.role, hub=account.hub
    )

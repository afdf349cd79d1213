"""Things the gateway's tests start from."""

from datetime import UTC, datetime, timedelta
from typing import Any

from gateway.accounts import handlers
from gateway.accounts.domain import Person
from gateway.accounts.store import MongoAccounts

PASSWORD = "дубовий гай біля річки"


class Clock:
    """A time that moves only when told."""

    def __init__(self) -> None:
        self.time = datetime.now(UTC).replace(microsecond=0)

    def __call__(self) -> datetime:
        return self.time

    def pass_(self, **how_long: float) -> None:
        self.time += timedelta(**how_long)


def a_person(accounts: MongoAccounts, **differently: Any) -> Person:
    asked: dict[str, Any] = {
        "email": "olena@example.org",
        "password": PASSWORD,
        "name": "Олена Коваль",
        "language": "uk",
    }
    return handlers.register(accounts, Clock(), **(asked | differently))

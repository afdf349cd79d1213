"""The ``accounts`` collection: one document per person, ``_id`` is the person id.

``contact_version`` counts changes to what notifications must know (address, name,
language), ``contact_told`` is the version notifications has confirmed, and
``contact_untold`` stands only while the two differ, so that its small index lists
exactly the work of ``gateway.contacts``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from gateway.accounts.domain import Person
from shared.errors import Conflict, NotFound
from shared.mongo import Doc


@dataclass(frozen=True, slots=True)
class Account:
    """A person with the hash of their password."""

    person: Person
    password_hash: str


@dataclass(frozen=True, slots=True)
class Contact:
    """What notifications has not heard yet about one person."""

    person: Person
    version: int


class MongoAccounts:
    def __init__(self, db: Database[Doc]) -> None:
        self._accounts = db.accounts

    def add(self, account: Account, *, at: datetime) -> None:
        """Raises Conflict: ``address_taken``."""
        person = account.person
        try:
            self._accounts.insert_one(
                {
                    "_id": person.person_id,
                    "email": person.email,
                    "name": person.name,
                    "language": person.language,
                    "roles": sorted(person.roles),
                    "password_hash": account.password_hash,
                    "created_at": at,
                    "contact_version": 1,
                    "contact_told": 0,
                    "contact_untold": True,
                }
            )
        except DuplicateKeyError:
            raise Conflict(
                "address_taken",
                "An account cannot be made with this address. If it is yours, sign in.",
            ) from None

    def get(self, person_id: str) -> Person | None:
        doc = self._accounts.find_one({"_id": person_id})
        return None if doc is None else person_of(doc)

    def by_email(self, email: str) -> Account | None:
        doc = self._accounts.find_one({"email": email})
        return None if doc is None else Account(person_of(doc), doc["password_hash"])

    def names(self, person_ids: list[str]) -> dict[str, str]:
        """Names of those of these people who have accounts, by person id."""
        found = self._accounts.find({"_id": {"$in": person_ids}}, {"name": 1})
        return {doc["_id"]: doc["name"] for doc in found}

    def ids(self, addresses: list[str]) -> dict[str, str]:
        """Person ids of those of these addresses that have accounts."""
        found = self._accounts.find({"email": {"$in": addresses}}, {"email": 1})
        return {doc["email"]: doc["_id"] for doc in found}

    def replace_hash(self, account: Account, password_hash: str) -> None:
        """Keep a newer hash of the same password, unless it changed meanwhile."""
        self._accounts.update_one(
            {"_id": account.person.person_id, "password_hash": account.password_hash},
            {"$set": {"password_hash": password_hash}},
        )

    def set_password(
        self, person_id: str, password_hash: str, *, session: ClientSession
    ) -> None:
        """Replace the password. Raises NotFound: ``account_not_found``."""
        update = {"$set": {"password_hash": password_hash}}
        self._change({"_id": person_id}, update, session)

    def change_profile(self, person_id: str, changes: dict[str, Any]) -> Person:
        """Set name or language. Raises NotFound: ``account_not_found``."""
        return self._change(
            {"_id": person_id},
            {
                "$set": {**changes, "contact_untold": True},
                "$inc": {"contact_version": 1},
            },
        )

    def add_role(self, email: str, role: str, hub: str | None = None) -> Person:
        """Args:
            hub: the slug of one that a coordinator keeps from now on.

        Raises NotFound: ``account_not_found``.
        """
        added = {"roles": role} | ({"hubs": hub} if hub else {})
        return self._change({"email": email}, {"$addToSet": added})

    def untold(self, limit: int = 100) -> Iterator[Contact]:
        """People whose contact notifications does not have yet."""
        for doc in self._accounts.find({"contact_untold": True}, limit=limit):
            yield Contact(person_of(doc), doc["contact_version"])

    def mark_told(self, contact: Contact) -> None:
        """Note that notifications has this version; a newer one stays untold."""
        self._accounts.update_one(
            {"_id": contact.person.person_id, "contact_version": contact.version},
            {
                "$set": {"contact_told": contact.version},
                "$unset": {"contact_untold": ""},
            },
        )

    def _change(
        self, which: Doc, update: Doc, session: ClientSession | None = None
    ) -> Person:
        doc = self._accounts.find_one_and_update(
            which, update, return_document=True, session=session
        )
        if doc is None:
            raise NotFound("account_not_found", "There is no such account.")
        return person_of(doc)


def person_of(doc: Doc) -> Person:
    return Person(
        doc["_id"],
        doc["email"],
        doc["name"],
        doc["language"],
        frozenset(doc["roles"]),
        frozenset(doc.get("hubs", ())),
    )

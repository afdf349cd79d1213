"""The ``password_resets`` collection: one document per address that was asked for.

``_id`` is a keyed hash of the address; a new request replaces the old one. ``email``
and ``waiting`` stand until the mail has been ordered, or nobody was found to write to.
A document holds no code and nothing to make one from without the key.
"""

from collections.abc import Iterator
from datetime import datetime

from pymongo.client_session import ClientSession
from pymongo.database import Database

from gateway.accounts.store import MongoAccounts
from gateway.password_resets.domain import TRIES, VALID, Asked
from gateway.sessions.store import MongoSessions
from shared import mongo
from shared.mongo import Doc


class MongoResets:
    def __init__(self, db: Database[Doc]) -> None:
        self._db = db
        self._resets = db.password_resets

    def put(self, place: str, request_id: str, email: str, *, at: datetime) -> None:
        """Note a request; the one before it is good no more."""
        self._resets.replace_one(
            {"_id": place},
            {
                "request_id": request_id,
                "email": email,
                "waiting": True,
                "tries": 0,
                "expires_at": at + VALID,
            },
            upsert=True,
        )

    def waiting(self, *, at: datetime, limit: int = 100) -> Iterator[Asked]:
        """Requests whose mail is not ordered yet and would still be of use."""
        wanted = {"waiting": True, "expires_at": {"$gt": at}}
        for doc in self._resets.find(wanted, limit=limit):
            yield Asked(doc["_id"], doc["request_id"], doc["email"])

    def settle(self, asked: Asked) -> None:
        """Nothing is left to order for this request; the address is forgotten."""
        self._resets.update_one(
            {"_id": asked.place, "request_id": asked.request_id},
            {"$unset": {"waiting": "", "email": ""}},
        )

    def take_try(self, place: str, *, at: datetime) -> str | None:
        """Count a try, before it is known to be right; whose request it is for.

        ``None``: nobody asked, it is too long ago, or the tries are used up.
        """
        doc = self._resets.find_one_and_update(
            {"_id": place, "expires_at": {"$gt": at}, "tries": {"$lt": TRIES}},
            {"$inc": {"tries": 1}},
        )
        return None if doc is None else str(doc["request_id"])

    def spend(
        self, place: str, request_id: str, person_id: str, password_hash: str
    ) -> bool:
        """Use the request up, change the password and end the person's sessions:
        together or not at all. False: another request was faster."""

        def write(tx: ClientSession) -> bool:
            spent = self._resets.delete_one(
                {"_id": place, "request_id": request_id}, session=tx
            )
            if not spent.deleted_count:
                return False
            accounts, sessions = MongoAccounts(self._db), MongoSessions(self._db)
            accounts.set_password(person_id, password_hash, session=tx)
            sessions.end_all(person_id, session=tx)
            return True

        return mongo.transact(self._db, write)

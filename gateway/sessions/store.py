"""The ``sessions`` collection: one document per signed-in browser or API client.

Both kinds live here, so that signing out everywhere is one delete. Nothing in a
document lets its reader act as the person: ids of page sessions and refresh tokens
stand only as SHA-256 of 256 random bits.

A token session holds the hash of its ``current`` refresh token, and of the
``previous`` one with the time it was exchanged.
"""

from datetime import datetime, timedelta

from pymongo.client_session import ClientSession
from pymongo.database import Database

from gateway.accounts.domain import Person
from gateway.accounts.store import person_of
from shared.mongo import Doc


class MongoSessions:
    def __init__(self, db: Database[Doc]) -> None:
        self._sessions = db.sessions

    def open_page(self, session: str, person_id: str, *, at: datetime) -> None:
        self._sessions.insert_one(
            {
                "_id": session,
                "kind": "page",
                "person_id": person_id,
                "started_at": at,
                "seen_at": at,
                "expires_at": at + PAGE_IDLE,
            }
        )

    def open_token(
        self, session: str, person_id: str, refresh: str, *, at: datetime
    ) -> None:
        self._sessions.insert_one(
            {
                "_id": session,
                "kind": "token",
                "person_id": person_id,
                "started_at": at,
                "seen_at": at,
                "expires_at": at + TOKEN_IDLE,
                "current": refresh,
            }
        )

    def person(self, session: str, kind: str, *, at: datetime) -> Person | None:
        """Whose session this is, in one round trip; ``None`` once it has ended."""
        found = self._sessions.aggregate(
            [
                {"$match": {"_id": session, "kind": kind, "expires_at": {"$gt": at}}},
                {
                    "$lookup": {
                        "from": "accounts",
                        "localField": "person_id",
                        "foreignField": "_id",
                        "as": "account",
                    }
                },
                {"$project": {"account": 1, "seen_at": 1, "started_at": 1}},
            ]
        )
        for doc in found:
            if kind == "page" and at - doc["seen_at"] > SEEN_STEP:
                self._touch(doc, PAGE_IDLE, PAGE_MOST, at)
            return person_of(doc["account"][0]) if doc["account"] else None
        return None

    def rotate(
        self, session: str, presented: str, successor: str, *, at: datetime
    ) -> str | None:
        """Exchange a refresh token (hashes); the person id if it was accepted.

        The first filter takes the current token. The second takes the one before
        it, once more within ``RETRY_WINDOW``, because the reply that carried its
        successor may never have arrived: as long as ``previous`` still names the
        presented token, that successor has not been used, and it is replaced. So
        a session has one valid token at any time; whoever used the other copy is
        found out at the next exchange, and the window never grows.
        """
        alive = {"_id": session, "kind": "token", "expires_at": {"$gt": at}}
        doc = self._sessions.find_one_and_update(
            {**alive, "current": presented},
            {
                "$set": {
                    "current": successor,
                    "previous": presented,
                    "rotated_at": at,
                }
            },
        )
        if doc is None:
            since = {"$gt": at - RETRY_WINDOW}
            doc = self._sessions.find_one_and_update(
                {**alive, "previous": presented, "rotated_at": since},
                {"$set": {"current": successor}},
            )
        if doc is None:
            return None
        self._touch(doc, TOKEN_IDLE, TOKEN_MOST, at)
        return str(doc["person_id"])

    def end(self, session: str) -> bool:
        """Whether there was such a session to end."""
        return self._sessions.delete_one({"_id": session}).deleted_count == 1

    def end_all(self, person_id: str, *, session: ClientSession | None = None) -> int:
        """How many sessions ended."""
        theirs = {"person_id": person_id}
        return self._sessions.delete_many(theirs, session=session).deleted_count

    def _touch(self, doc: Doc, idle: timedelta, most: timedelta, at: datetime) -> None:
        expires = min(at + idle, doc["started_at"] + most)
        self._sessions.update_one(
            {"_id": doc["_id"]}, {"$set": {"seen_at": at, "expires_at": expires}}
        )


# A session ends when it was idle this long, and at the latest at its greatest age.
PAGE_IDLE, PAGE_MOST = timedelta(days=14), timedelta(days=60)
TOKEN_IDLE, TOKEN_MOST = timedelta(days=30), timedelta(days=180)
SEEN_STEP = timedelta(hours=1)  # one write an hour at most for being seen
RETRY_WINDOW = timedelta(seconds=60)

"""What both services do: the same answer, and the same effect once."""

from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database

from shared import mongo, outbox
from shared.envelope import Cause
from shared.mongo import Doc


class Documents:
    def __init__(self, db: Database[Doc]) -> None:
        self._db = db

    def read(self, slug: str) -> dict[str, Any]:
        """From memory: what is compared is RPC, not the database behind it."""
        return {"slug": slug, "title": "Аудит безпеки місця", "lessons": [1, 2, 3]}

    def count(self, slug: str) -> None:
        self._db.effects.update_one({"_id": slug}, {"$inc": {"times": 1}}, upsert=True)

    def count_once(self, slug: str, cause: Cause) -> None:
        def write(tx: ClientSession) -> None:
            self._db.effects.update_one(
                {"_id": slug}, {"$inc": {"times": 1}}, upsert=True, session=tx
            )
            outbox.record(self._db, [], cause, session=tx)

        mongo.transact(self._db, write)

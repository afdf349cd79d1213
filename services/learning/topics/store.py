"""One document in ``taxonomy``: the newest revision heard of, and its topics."""

from __future__ import annotations

from collections.abc import Sequence

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from shared.migrations import collection, exactly
from shared.mongo import Doc
from shared.shapes import NUMBER, TEXT, TEXTS

_ID = "taxonomy"


def create_taxonomy(db: Database[Doc]) -> None:
    kept: Doc = {"_id": TEXT, "revision": NUMBER, "topics": TEXTS}
    collection(db, "taxonomy", exactly(kept))


class MongoTopics:
    def __init__(self, db: Database[Doc]) -> None:
        self._kept = db.taxonomy

    def revision(self) -> int:
        """0 before the first was heard of."""
        found = self._kept.find_one({"_id": _ID}, {"revision": 1})
        return int(found["revision"]) if found else 0

    def known(self) -> frozenset[str]:
        """Ids of topics; none before the first revision was heard of."""
        found = self._kept.find_one({"_id": _ID}, {"topics": 1})
        return frozenset(found["topics"] if found else ())

    def keep(self, revision: int, topics: Sequence[str]) -> None:
        """Keep the topics of a revision, unless a newer one is here."""
        newer = {"_id": _ID, "revision": {"$lt": revision}}
        change = {"$set": {"revision": revision, "topics": [*topics]}}
        try:
            self._kept.update_one(newer, change, upsert=True)
        except DuplicateKeyError:
            return  # it is there, and no older

"""``issuing_keys``: ``_id`` is the generation's number; only ever added."""

from __future__ import annotations

from pymongo import ASCENDING, DESCENDING
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from services.learning.issuing.domain.keys import Generation
from services.learning.issuing.handlers import MakeGeneration
from shared.errors import Conflict
from shared.mongo import Doc


class MongoKeys:
    def __init__(self, db: Database[Doc]) -> None:
        self._keys = db.issuing_keys

    def newest(self, make: MakeGeneration) -> Generation:
        """The generation that signs. Of two processes that find none, one makes it."""
        found = self._newest()
        if found is None:
            try:
                return self._add(make(1))
            except DuplicateKeyError:
                found = self._newest()
        assert found is not None  # noqa: S101  # whose key was the duplicate
        return found

    def all(self) -> list[Generation]:
        return [_generation(doc) for doc in self._keys.find().sort("_id", ASCENDING)]

    def rotate(self, make: MakeGeneration) -> Generation:
        """Raises:
        Conflict: ``stale``: another process added this generation just now.
        """
        found = self._newest()
        try:
            return self._add(make(found.number + 1 if found else 1))
        except DuplicateKeyError:
            raise Conflict("stale", "The key was rotated just now.") from None

    def _newest(self) -> Generation | None:
        doc = self._keys.find_one(sort=[("_id", DESCENDING)])
        return _generation(doc) if doc else None

    def _add(self, generation: Generation) -> Generation:
        self._keys.insert_one(
            {
                "_id": generation.number,
                "made_at": generation.made_at,
                "badge": generation.badge,
                "ticket": generation.ticket,
                "sealed": generation.sealed,
            }
        )
        return generation


def _generation(doc: Doc) -> Generation:
    return Generation(number=doc.pop("_id"), **doc)

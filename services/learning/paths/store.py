"""``paths``: one document a learning path, ``_id`` is the slug."""

from __future__ import annotations

from dataclasses import asdict

from pymongo import ASCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.learning.paths.domain import Path
from shared import mongo, outbox
from shared.contracts.learning import PathPublished
from shared.envelope import Cause
from shared.mongo import Doc


class MongoPaths:
    def __init__(self, db: Database[Doc]) -> None:
        self._db = db

    def publish(self, path: Path, *, cause: Cause) -> str:
        """``imported``, or ``unchanged`` if the path says nothing new."""

        def write(tx: ClientSession) -> str:
            before = self._db.paths.find_one({"_id": path.slug}, session=tx) or {}
            if before.get("fingerprint") == path.fingerprint:
                return "unchanged"
            version = before.get("version", 0) + 1
            state = {**asdict(path), "fingerprint": path.fingerprint}
            del state["slug"]
            self._db.paths.replace_one(
                {"_id": path.slug},
                {**state, "version": version},
                upsert=True,
                session=tx,
            )
            event = PathPublished(slug=path.slug, path_version=version)
            outbox.record(self._db, [event], cause, session=tx)
            return "imported"

        return mongo.transact(self._db, write)

    def find(self, slug: str) -> Path | None:
        doc = self._db.paths.find_one({"_id": slug})
        return _path(doc) if doc else None

    def all(self) -> list[Path]:
        """Every path, by slug: there are few."""
        return [_path(doc) for doc in self._db.paths.find().sort("_id", ASCENDING)]


def _path(doc: Doc) -> Path:
    return Path(
        doc["_id"],
        tuple(doc["audiences"]),
        doc["title"],
        doc["summary"],
        tuple(doc["courses"]),
    )

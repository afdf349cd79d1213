"""``bundles`` in GridFS: the newest ZIM file of each kind, ``filename`` is the kind."""

from __future__ import annotations

from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

from gridfs import GridFSBucket
from pymongo import DESCENDING
from pymongo.database import Database

from services.content import orders
from shared.errors import NotFound
from shared.mongo import Doc


def create_bundles(db: Database[Doc]) -> None:
    newest = [("filename", 1), ("uploadDate", DESCENDING)]
    db["bundles.files"].create_index(newest, name="newest")
    by_place = [("files_id", 1), ("n", 1)]
    db["bundles.chunks"].create_index(by_place, name="by_place", unique=True)


class MongoBundles:
    def __init__(self, db: Database[Doc]) -> None:
        self._db = db
        self._bucket = GridFSBucket(db, "bundles")
        self._files = db["bundles.files"]

    def order(self, kind: str) -> None:
        orders.order_bundle(self._db, kind)

    def made_at(self, kind: str) -> datetime | None:
        doc = self._newest(kind)
        return doc["metadata"]["made_at"] if doc else None

    def newest(self, kind: str) -> dict[str, Any]:
        """``{digest, size, items, made_at}``.

        Raises:
            NotFound: ``bundle_not_found``.
        """
        doc = self._newest(kind)
        if doc is None:
            raise _not_found()
        return {"size": doc["length"], **doc["metadata"]}

    def read(self, kind: str, digest: str, start: int, length: int) -> bytes:
        """Some bytes of the bundle that was meant.

        Raises:
            NotFound: ``bundle_not_found``: another has taken its place.
        """
        asked = {"filename": kind, "metadata.digest": digest}
        doc = self._files.find_one(asked, {"_id": 1})
        if doc is None:
            raise _not_found()
        with self._bucket.open_download_stream(doc["_id"]) as stream:
            stream.seek(start)
            return bytes(stream.read(length))

    def keep(self, kind: str, path: Path, *, items: int, at: datetime) -> None:
        """In place of the one before, which may hold what was withdrawn since."""
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
            file.seek(0)
            told = {"digest": digest, "items": items, "made_at": at}
            kept = self._bucket.upload_from_stream(kind, file, metadata=told)
        self._remove({"filename": kind, "_id": {"$ne": kept}})

    def forget(self, kind: str, *, before: datetime) -> None:
        self._remove({"filename": kind, "metadata.made_at": {"$lt": before}})

    def _remove(self, which: Doc) -> None:
        for doc in self._files.find(which, {"_id": 1}):
            self._bucket.delete(doc["_id"])

    def _newest(self, kind: str) -> Doc | None:
        return self._files.find_one(
            {"filename": kind}, sort=[("uploadDate", DESCENDING)]
        )


def _not_found() -> NotFound:
    return NotFound("bundle_not_found", "There is no such bundle; perhaps not yet.")

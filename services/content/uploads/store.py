"""``uploads``: files on their way here. ``upload_pieces``: their bytes so far, ``_id``
is ``upload:offset``. MongoDB itself drops both when their time is over.
"""

from __future__ import annotations

from datetime import UTC, datetime

from pymongo import ASCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.content.uploads.domain import Upload
from shared import mongo
from shared.errors import Conflict
from shared.migrations import collection, exactly
from shared.mongo import Doc
from shared.shapes import MAYBE_TEXT, TEXT, TIME

_SIZE = {"bsonType": ["int", "long"], "minimum": 0}


def create_uploads(db: Database[Doc]) -> None:
    upload: Doc = {
        "_id": TEXT,
        "slug": MAYBE_TEXT,
        "by": MAYBE_TEXT,
        "name": TEXT,
        "size": _SIZE,
        "digest": MAYBE_TEXT,
        "expires_at": TIME,
        "offset": _SIZE,
        "kept": MAYBE_TEXT,
    }
    collection(db, "uploads", exactly(upload))
    db.uploads.create_index([("by", ASCENDING), ("kept", ASCENDING)], name="by_person")
    piece: Doc = {
        "_id": TEXT,
        "upload": TEXT,
        "offset": _SIZE,
        "content": {"bsonType": "binData"},
        "expires_at": TIME,
    }
    collection(db, "upload_pieces", exactly(piece))
    in_order = [("upload", ASCENDING), ("offset", ASCENDING)]
    db.upload_pieces.create_index(in_order, name="in_order")
    for kept in (db.uploads, db.upload_pieces):
        kept.create_index("expires_at", name="over", expireAfterSeconds=0)


class MongoUploads:
    def __init__(self, db: Database[Doc]) -> None:
        self._db = db

    def begin(self, upload: Upload) -> None:
        self._db.uploads.insert_one(_to_doc(upload))

    def unfinished(self, by: str | None) -> list[Upload]:
        docs = self._db.uploads.find({"by": by, "kept": None, **_in_time()})
        return [_to_upload(doc) for doc in docs]

    def find(self, upload: str, by: str | None) -> Upload | None:
        doc = self._db.uploads.find_one({"_id": upload, "by": by, **_in_time()})
        return _to_upload(doc) if doc else None

    def add(self, upload: Upload, piece: bytes) -> None:
        """Raises:
        Conflict: ``upload_offset_wrong``: the same piece came twice at once.
        """

        def write(tx: ClientSession) -> None:
            changed = self._db.uploads.update_one(
                {"_id": upload.id, "offset": upload.offset, "kept": None},
                {"$inc": {"offset": len(piece)}},
                session=tx,
            )
            if not changed.matched_count:
                raise Conflict("upload_offset_wrong", "This piece is here already.")
            self._db.upload_pieces.insert_one(
                {
                    "_id": f"{upload.id}:{upload.offset}",
                    "upload": upload.id,
                    "offset": upload.offset,
                    "content": piece,
                    "expires_at": upload.expires_at,
                },
                session=tx,
            )

        mongo.transact(self._db, write)

    def content(self, upload: Upload) -> bytes:
        pieces = self._db.upload_pieces.find({"upload": upload.id}).sort("offset")
        return b"".join(piece["content"] for piece in pieces)

    def finish(self, upload: Upload, kept: str) -> None:
        self._db.uploads.update_one({"_id": upload.id}, {"$set": {"kept": kept}})
        self._db.upload_pieces.delete_many({"upload": upload.id})

    def drop(self, upload: Upload) -> None:
        self._db.uploads.delete_one({"_id": upload.id})
        self._db.upload_pieces.delete_many({"upload": upload.id})


def _in_time() -> Doc:
    return {"expires_at": {"$gt": datetime.now(UTC)}}


def _to_doc(upload: Upload) -> Doc:
    return {
        "_id": upload.id,
        "slug": upload.slug,
        "by": upload.by,
        "name": upload.name,
        "size": upload.size,
        "digest": upload.digest,
        "expires_at": upload.expires_at,
        "offset": upload.offset,
        "kept": upload.kept,
    }


def _to_upload(doc: Doc) -> Upload:
    return Upload(id=doc.pop("_id"), **doc)

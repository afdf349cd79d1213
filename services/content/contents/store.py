"""``contents``: files in GridFS, each content once, ``filename`` is its SHA-256.

``received_contents``: what was sent, by its SHA-256, and what it is kept as.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from gridfs import GridFSBucket
from gridfs.errors import FileExists
from pymongo import ASCENDING
from pymongo.database import Database

from services.content.contents.cleaning import Cleaned
from shared.attachments import digest
from shared.errors import NotFound
from shared.mongo import Doc

_BUCKET = "contents"


def create_contents(db: Database[Doc]) -> None:
    by_digest = [("filename", ASCENDING)]
    db[f"{_BUCKET}.files"].create_index(by_digest, name="by_digest", unique=True)
    by_place = [("files_id", ASCENDING), ("n", ASCENDING)]
    db[f"{_BUCKET}.chunks"].create_index(by_place, name="by_place", unique=True)


class MongoContents:
    def __init__(self, db: Database[Doc]) -> None:
        self._bucket = GridFSBucket(db, _BUCKET)
        self._files = db[f"{_BUCKET}.files"]
        self._received = db.received_contents

    def known(self, sent: Collection[str]) -> dict[str, str]:
        """Digests of what was sent before to those it is kept as."""
        docs = self._received.find({"_id": {"$in": [*sent]}})
        return {doc["_id"]: doc["kept"] for doc in docs}

    def media_types(self, kept: Collection[str]) -> dict[str, str]:
        """By digest, of those that there are."""
        return {
            doc["filename"]: doc["metadata"]["media_type"] for doc in self._docs(kept)
        }

    def keep(self, cleaned: Cleaned, *, sent: str) -> str:
        """Keep what is not kept yet; its digest. What no item needs in the end does
        no harm, so this needs no transaction.

        Args:
            sent: the digest of what it was before it was cleaned.
        """
        small = {
            str(width): self._put(content, {"media_type": "image/webp"})
            for width, content in cleaned.thumbnails.items()
        }
        kept = self._put(
            cleaned.content,
            {
                "media_type": cleaned.media_type,
                "width": cleaned.width,
                "height": cleaned.height,
                "thumbnails": small,
            },
        )
        for received in {sent, kept}:
            self._received.update_one(
                {"_id": received}, {"$set": {"kept": kept}}, upsert=True
            )
        return kept

    def described(self, files: Collection[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """An item's files with ``media_type``, ``size``, ``width`` and ``height``."""
        docs = {d["filename"]: d for d in self._docs([f["digest"] for f in files])}
        return [{**file, **_facts(docs[file["digest"]])} for file in files]

    def find(self, kept: str, width: int | None = None) -> dict[str, Any]:
        """``{digest, media_type, size}`` of a content, or of the picture ``width``
        pixels wide that was made of it, where it is wider.

        Raises:
            NotFound: ``file_not_found``.
        """
        doc = self._doc(kept)
        small = (doc["metadata"].get("thumbnails") or {}).get(str(width))
        doc = self._doc(small) if small else doc
        return {
            "digest": doc["filename"],
            "media_type": doc["metadata"]["media_type"],
            "size": doc["length"],
        }

    def read(self, kept: str, start: int, length: int) -> bytes:
        """Raises:
        NotFound: ``file_not_found``.
        """
        with self._bucket.open_download_stream(self._doc(kept)["_id"]) as stream:
            stream.seek(start)
            return bytes(stream.read(length))

    def _put(self, content: bytes, metadata: Doc) -> str:
        name = digest(content)
        if self._files.find_one({"filename": name}, {"_id": 1}):
            return name
        stream = self._bucket.open_upload_stream(name, metadata=metadata)
        try:
            stream.write(content)
            stream.close()
        except FileExists:  # somebody else has just put it there
            stream.abort()
        return name

    def _docs(self, kept: Collection[str]) -> list[Doc]:
        return list(self._files.find({"filename": {"$in": [*kept]}}) if kept else ())

    def _doc(self, kept: str) -> Doc:
        found = self._files.find_one({"filename": kept})
        if found is None:
            raise NotFound("file_not_found", "There is no such file.")
        return found


def _facts(doc: Doc) -> dict[str, Any]:
    told = doc["metadata"]
    return {
        "media_type": told["media_type"],
        "size": doc["length"],
        "width": told.get("width"),
        "height": told.get("height"),
    }

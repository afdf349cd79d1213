"""Revisions that readers had: each stays readable under its number.

What was never published is nobody's to read. Of an item that was taken off the shelf
nothing is shown any more, for it may have been withdrawn because it does harm.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.database import Database

from services.content.contents.store import MongoContents
from services.content.domain import Item
from services.content.item_files import read_item
from shared.attachments import FOLDER
from shared.errors import NotFound
from shared.folders import Problems
from shared.languages import present, resolve
from shared.mongo import Doc


class PublishedRevisions:
    def __init__(self, db: Database[Doc]) -> None:
        self._db = db
        self._contents = MongoContents(db)

    def first_published_at(self, slug: str) -> datetime | None:
        """When readers first had anything of it, if that was told."""
        entry = self._db.history.find_one(
            {"slug": slug, "published": {"$ne": None}}, sort=[("version", ASCENDING)]
        )
        return entry["at"] if entry else None

    def get(self, slug: str, revision: int, language: str) -> dict[str, Any]:
        """A revision as the item itself is shown, and ``newest``, the one shown now.

        Raises:
            NotFound: ``item_not_found``, or ``revision_not_found``: there never was
                one for readers.
        """
        told = {"revision": 1, "published_at": 1}
        now = self._db.items.find_one({"_id": slug}, told)
        if now is None:
            raise NotFound("item_not_found", "There is no such item in the library.")
        at = self._published_at(slug, revision, now)
        kept = self._db.revisions.find_one({"_id": f"{slug}@{revision}"})
        if at is None or kept is None:
            raise _not_found()
        files = {file["name"]: file["text"] for file in kept["files"]}
        # Rules may have become stricter since; what was said stays what was said.
        item = read_item(slug, files, Problems())
        if item is None or not item.texts:
            raise _not_found()
        shown = _shown(item, language)
        return {
            **shown,
            "files": self._contents.described(shown["files"]),
            "revision": revision,
            "published_at": at,
            "first_published_at": self.first_published_at(slug) or at,
            "newest": now["revision"],
        }

    def file(self, slug: str, name: str, digest: str | None) -> str | None:
        """The digest of a file readers have: the one given, if they ever had it."""
        now = self._db.items.find_one({"_id": slug}, {"files": 1})
        if now is None:
            return None
        files = {file["name"]: file["digest"] for file in now.get("files", ())}
        shown = files.get(name)
        if digest in (None, shown):
            return shown
        held = {"files": {"$elemMatch": {"name": FOLDER + name, "text": digest}}}
        found = self._db.revisions.find({"slug": slug, **held}, {"revision": 1})
        numbers = [doc["revision"] for doc in found]
        had = self._db.history.find_one({"slug": slug, "published": {"$in": numbers}})
        return digest if had else shown

    def _published_at(self, slug: str, revision: int, now: Doc) -> datetime | None:
        if revision == now["revision"]:
            return now["published_at"]  # type: ignore[no-any-return]  # a date there
        entry = self._db.history.find_one(
            {"slug": slug, "published": revision}, sort=[("version", DESCENDING)]
        )
        return entry["at"] if entry else None


def _shown(item: Item, language: str) -> dict[str, Any]:
    facts = asdict(item)
    texts = facts.pop("texts")
    chosen, text = resolve(texts, language)
    return {
        **facts,
        **text,
        "related": [],  # where to go on from here, the newest tells
        "language": chosen,
        "languages": present(texts),
    }


def _not_found() -> NotFound:
    return NotFound("revision_not_found", "There is no such revision.")

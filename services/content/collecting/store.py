"""``item_collections``: one document a collection, ``_id`` is the slug."""

from __future__ import annotations

from collections.abc import Collection as Some
from typing import Any

from pymongo import ASCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from services.content.collecting.domain import Collection, Kept
from shared import mongo, outbox
from shared.contracts.content import CollectionChanged
from shared.envelope import Cause
from shared.errors import Conflict
from shared.languages import LANGUAGES
from shared.migrations import collection, exactly
from shared.mongo import Doc
from shared.shapes import MAYBE_TEXT, MAYBE_TIME, NUMBER, TEXT, TEXTS

_BOTH = exactly(dict.fromkeys(LANGUAGES, TEXT))


def create_item_collections(db: Database[Doc]) -> None:
    kept: Doc = {
        "_id": TEXT,
        "title": _BOTH,
        "summary": _BOTH,
        "items": TEXTS,
        "text": TEXT,
        "version": NUMBER,
        "imported": MAYBE_TEXT,
        "changed_by": MAYBE_TEXT,
        "changed_at": MAYBE_TIME,
    }
    collection(db, "item_collections", exactly(kept))
    db.item_collections.create_index("items", name="by_item")


class MongoCollections:
    def __init__(self, db: Database[Doc]) -> None:
        self._db = db

    def find(self, slug: str) -> Kept | None:
        doc = self._db.item_collections.find_one({"_id": slug})
        return _kept(doc) if doc else None

    def all(self) -> list[Kept]:
        """Every collection, by slug: there are few."""
        found = self._db.item_collections.find().sort("_id", ASCENDING)
        return [_kept(doc) for doc in found]

    def missing(self, items: Some[str]) -> set[str]:
        """Those that are no item, not even a draft."""
        found = self._db.works.find({"_id": {"$in": [*items]}}, {"_id": 1})
        return {*items} - {doc["_id"] for doc in found}

    def keep(self, kept: Kept, *, cause: Cause) -> int:
        """Put it in place of the version it was made of; its version.

        Raises:
            Conflict: ``overtaken``.
        """
        slug, version = kept.collection.slug, kept.version + 1
        state = _doc(kept) | {"version": version}

        def write(tx: ClientSession) -> None:
            if kept.version == 0:
                self._db.item_collections.insert_one(state, session=tx)
            else:
                seen = {"_id": slug, "version": kept.version}
                done = self._db.item_collections.replace_one(seen, state, session=tx)
                if not done.matched_count:
                    raise _overtaken()
            event = CollectionChanged(slug=slug, version=version)
            outbox.record(self._db, [event], cause, session=tx)

        try:
            mongo.transact(self._db, write)
        except DuplicateKeyError:
            raise _overtaken() from None
        return version


def _overtaken() -> Conflict:
    return Conflict("overtaken", "Somebody else has changed this; look again.")


def _doc(kept: Kept) -> Doc:
    said = kept.collection
    return {
        "_id": said.slug,
        "title": dict(said.title),
        "summary": dict(said.summary),
        "items": [*said.items],
        "text": kept.text,
        "imported": kept.imported,
        "changed_by": kept.changed_by,
        "changed_at": kept.changed_at,
    }


def _kept(doc: dict[str, Any]) -> Kept:
    said = Collection(doc["_id"], doc["title"], doc["summary"], tuple(doc["items"]))
    names = ("text", "version", "imported", "changed_by", "changed_at")
    return Kept(said, **{name: doc[name] for name in names})

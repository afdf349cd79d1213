"""The collections that ``store`` describes: validators, indexes, what was before."""

from __future__ import annotations

from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database

from services.content.domain import Item, Source, Text
from services.content.editing.documents import doc_of_files, to_doc
from services.content.editing.domain.work import PUBLISHED, STATES, Origins, Work
from services.content.item_writing import write_item
from shared.contracts.revisions_rpc import DEEDS
from shared.languages import LANGUAGES
from shared.migrations import collection, exactly
from shared.mongo import Doc
from shared.shapes import (
    MAYBE_NUMBER,
    MAYBE_TEXT,
    MAYBE_TIME,
    NUMBER,
    TEXT,
    TEXTS,
    TIME,
)

_FILES = {
    "bsonType": "array",
    "minItems": 2,
    "items": exactly({"name": TEXT, "text": TEXT}),
}
_BY_LANGUAGE: Doc = {"bsonType": "object", "additionalProperties": False}


def create_works(db: Database[Doc]) -> None:
    schedule = exactly(
        {"at": TIME, "approved_by": MAYBE_TEXT, "reviewed_by": MAYBE_TEXT}
    )
    work: Doc = {
        "_id": TEXT,
        "version": NUMBER,
        "revision": NUMBER,
        "state": {"enum": [*STATES]},
        "type": TEXT,
        "topics": TEXTS,
        "related": TEXTS,
        "titles": {**_BY_LANGUAGE, "properties": dict.fromkeys(LANGUAGES, TEXT)},
        "delicate": {"bsonType": "bool"},
        "review_on": MAYBE_TEXT,
        "files": _FILES,
        "changed": NUMBER,
        "made_from": {
            **_BY_LANGUAGE,
            "properties": {name: {"bsonType": "int"} for name in LANGUAGES},
        },
        "written_by": MAYBE_TEXT,
        "written_at": TIME,
        "published": MAYBE_NUMBER,
        "scheduled": {"anyOf": [{"bsonType": "null"}, schedule]},
        "expires_at": MAYBE_TIME,
        "imported": MAYBE_TEXT,
    }
    collection(db, "works", exactly(work))
    last = [("written_at", DESCENDING), ("_id", ASCENDING)]
    db.works.create_indexes(
        [
            IndexModel(last, name="last_written"),
            IndexModel([("state", ASCENDING), *last], name="last_written_by_state"),
            _of_moments("scheduled.at", "scheduled"),
            _of_moments("expires_at", "expiring"),
        ]
    )
    revision: Doc = {
        "_id": TEXT,
        "slug": TEXT,
        "revision": NUMBER,
        "written_by": MAYBE_TEXT,
        "written_at": TIME,
        "files": _FILES,
    }
    collection(db, "revisions", exactly(revision))
    newest = [("slug", ASCENDING), ("revision", DESCENDING)]
    db.revisions.create_index(newest, name="by_item")
    entry: Doc = {
        "_id": TEXT,
        "slug": TEXT,
        "version": NUMBER,
        "at": TIME,
        "by": MAYBE_TEXT,
        "what": {"enum": [*DEEDS]},
        "revision": NUMBER,
        "state": {"enum": [*STATES]},
        "comment": {"bsonType": "string"},
        "published": MAYBE_NUMBER,
    }
    collection(db, "history", exactly(entry))
    latest = [("slug", ASCENDING), ("version", DESCENDING)]
    db.history.create_index(latest, name="by_item")


def _of_moments(field: str, name: str) -> IndexModel:
    """An index of the few documents that have a moment there."""
    there = {field: {"$type": "date"}}
    return IndexModel([(field, ASCENDING)], name=name, partialFilterExpression=there)


def bring_published_items_in(db: Database[Doc]) -> None:
    """Make works of what was published before there were any.

    They count as imported from other files than these, so that the next import of a
    changed folder brings it in, in its own spelling.
    """
    for doc in db.items.find():
        item = _item_of(doc)
        work = Work(
            slug=item.slug,
            revision=doc["revision"],
            state=PUBLISHED,
            item=item,
            files=write_item(item),
            origins=Origins(
                doc["revision"],
                {n: doc["revision"] for n in item.texts if n != item.original},
            ),
            written_by=None,
            written_at=doc["published_at"],
            published=doc["revision"],
        )
        revision = {
            "_id": f"{work.slug}@{work.revision}",
            "slug": work.slug,
            "revision": work.revision,
            "written_by": None,
            "written_at": work.written_at,
            "files": doc_of_files(work.files),
        }
        _put(db.works, to_doc(work, 1))
        _put(db.revisions, revision)


def _put(into: Any, doc: Doc) -> None:
    into.update_one({"_id": doc["_id"]}, {"$setOnInsert": doc}, upsert=True)


def _item_of(doc: Doc) -> Item:
    texts = {language: Text(**text) for language, text in doc["texts"].items()}
    return Item(
        slug=doc["_id"],
        type=doc["type"],
        original=next(language for language in LANGUAGES if language in texts),
        audiences=tuple(doc["audiences"]),
        topics=tuple(doc["topics"]),
        regions=tuple(doc["regions"]),
        licence=doc["licence"],
        reviewed_by=doc["reviewed_by"],
        sources=tuple(Source(**source) for source in doc["sources"]),
        texts=texts,
    )

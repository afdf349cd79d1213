"""The collections of search, and their first generation."""

from __future__ import annotations

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database

from services.content.search.domain import FIELDS
from services.content.search.indexing import prepared
from services.content.search.items import PublishedItems
from services.content.search.store import STATE, MongoEntries
from services.content.taxonomy.domain import shipped
from shared.migrations import collection, exactly
from shared.mongo import Doc

_NUMBER: Doc = {"bsonType": ["int", "long"]}
_OR_NONE: Doc = {"bsonType": ["int", "long", "null"]}


def create_search(db: Database[Doc]) -> None:
    """``entries`` and ``search_state``, with the items that are published already.

    Courses and hubs come by their events; those published before this was
    installed come with ``hub library reindex``.
    """
    collection(
        db,
        "search_state",
        exactly(
            {
                "_id": {"enum": [STATE]},
                "live": _NUMBER,
                "building": _OR_NONE,
                "retired": _OR_NONE,
                "retired_at": {"bsonType": ["date", "null"]},
                "sequence": _NUMBER,
            }
        ),
    )
    of_generation = [("generation", ASCENDING), ("kind", ASCENDING)]
    newest = [("published_at", DESCENDING), ("key", ASCENDING)]
    db.entries.create_indexes(
        [
            IndexModel(
                [("generation", ASCENDING), ("sequence", ASCENDING)], name="follow"
            ),
            IndexModel([*of_generation, *newest], name="newest"),
            *(
                IndexModel(
                    [*of_generation, (FIELDS[facet], ASCENDING), *newest],
                    name=f"newest_by_{facet}",
                )
                for facet in ("type", "audience", "topic", "region")
            ),
        ]
    )
    db.search_state.update_one(
        {"_id": STATE},
        {
            "$setOnInsert": {
                "live": 1,
                "building": None,
                "retired": None,
                "retired_at": None,
                "sequence": 0,
            }
        },
        upsert=True,
    )
    entries, items = MongoEntries(db), PublishedItems(db)
    cursor = None
    while True:
        found, cursor = items.published(cursor)
        entries.add(prepared(found, shipped()))
        if cursor is None:
            return

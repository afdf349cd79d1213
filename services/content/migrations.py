"""The content database's collections, validators and indexes."""

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database

from services.content.collecting.store import create_item_collections
from services.content.contents.store import create_contents
from services.content.copies.bundles import create_bundles
from services.content.copies.store import create_sheets
from services.content.editing.collections import (
    bring_published_items_in,
    create_works,
)
from services.content.orders import create_orders
from services.content.search.collections import create_search
from services.content.taxonomy.domain import shipped
from services.content.taxonomy.store import MongoTaxonomy
from services.content.uploads.store import create_uploads
from shared import tracing
from shared.envelope import Cause
from shared.languages import LANGUAGES
from shared.migrations import collection, main
from shared.mongo import Doc
from shared.outbox import create_outbox_and_inbox

_WORDS = {"bsonType": "array", "items": {"bsonType": "string"}}
_TEXT = {
    "bsonType": "object",
    "required": ["title", "summary", "body"],
    "properties": {
        name: {"bsonType": "string"} for name in ("title", "summary", "body")
    },
}
_STATE: Doc = {
    "type": {"bsonType": "string"},
    "audiences": _WORDS,
    "topics": _WORDS,
    "regions": _WORDS,
    "licence": {"bsonType": "string"},
    "reviewed_by": {"bsonType": ["string", "null"]},
    "sources": {"bsonType": "array", "items": {"bsonType": "object"}},
    "texts": {
        "bsonType": "object",
        "minProperties": 1,
        "properties": dict.fromkeys(LANGUAGES, _TEXT),
        "additionalProperties": False,
    },
    "revision": {"bsonType": "int", "minimum": 1},
    "fingerprint": {"bsonType": "string"},
    "published_at": {"bsonType": "date"},
    "search": {"bsonType": "string"},
}


def create_items(db: Database[Doc]) -> None:
    schema = {"bsonType": "object", "required": [*_STATE], "properties": _STATE}
    collection(db, "items", schema)
    collection(db, "item_revisions", schema)
    newest = [("published_at", DESCENDING), ("_id", ASCENDING)]
    db.items.create_indexes(
        [
            IndexModel(newest, name="newest"),
            *(
                IndexModel([(name, ASCENDING), *newest], name=f"newest_by_{name}")
                for name in ("type", "audiences", "topics")
            ),
        ]
    )
    db.item_revisions.create_index(
        [("slug", ASCENDING), ("revision", DESCENDING)], name="by_item"
    )


def find_items_that_name_one(db: Database[Doc]) -> None:
    db.items.create_index("related", name="related", sparse=True)


def forget_search_text(db: Database[Doc]) -> None:
    """What ``entries`` hold in its place."""
    kept = {name: of for name, of in _STATE.items() if name != "search"}
    schema = {"bsonType": "object", "required": [*kept], "properties": kept}
    collection(db, "items", schema)
    db.items.update_many({}, {"$unset": {"search": ""}})


MIGRATIONS = [
    create_outbox_and_inbox,
    create_items,
    create_works,
    bring_published_items_in,
    find_items_that_name_one,
    create_search,
    create_contents,
    create_uploads,
    create_sheets,
    create_bundles,
    create_orders,
    forget_search_text,
    create_item_collections,
]


def publish_taxonomy(db: Database[Doc]) -> None:
    """Let other services know when this version sorts by other words."""
    MongoTaxonomy(db).publish(shipped(), cause=Cause(tracing.start()))


if __name__ == "__main__":
    main(MIGRATIONS, every_time=publish_taxonomy)

"""The hubs database's collection, validator and indexes."""

from pymongo import ASCENDING, IndexModel
from pymongo.collation import Collation
from pymongo.database import Database

from shared.languages import LANGUAGES
from shared.migrations import collection, main
from shared.mongo import Doc
from shared.outbox import create_outbox_and_inbox

_TEXT = {"bsonType": "string"}
_TEXTS: Doc = {
    "bsonType": "object",
    "required": list(LANGUAGES),
    "properties": dict.fromkeys(LANGUAGES, _TEXT),
    "additionalProperties": False,
}
_OBJECTS = {"bsonType": "array", "items": {"bsonType": "object"}}
# Nothing besides: a field nobody checks could give a hidden place away.
_HUB: Doc = {
    "_id": _TEXT,
    "synthetic": {"bsonType": "bool"},
    "name": _TEXTS,
    "community": _TEXTS,
    "summary": _TEXTS,
    "address": _TEXTS,
    "verified_on": _TEXT,
    "phones": _OBJECTS,
    "hours": _OBJECTS,
    "facilities": {"bsonType": "array", "items": _TEXT},
    "services": _OBJECTS,
    "version": {"bsonType": "int", "minimum": 1},
    "fingerprint": _TEXT,
    "search": _TEXT,
}


def create_hubs(db: Database[Doc]) -> None:
    schema = {
        "bsonType": "object",
        "required": [*_HUB],
        "properties": _HUB,
        "additionalProperties": False,
    }
    collection(db, "hubs", schema)
    db.hubs.create_indexes(
        [
            IndexModel(
                [(f"name.{language}", ASCENDING), ("_id", ASCENDING)],
                name=f"by_name_{language}",
                collation=Collation(locale=language),
            )
            for language in LANGUAGES
        ]
    )


MIGRATIONS = [create_outbox_and_inbox, create_hubs]

if __name__ == "__main__":
    main(MIGRATIONS)

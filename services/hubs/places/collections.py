"""The directory's collections, validators and indexes."""

from pymongo import ASCENDING, GEOSPHERE, IndexModel
from pymongo.collation import Collation
from pymongo.database import Database

from shared.languages import LANGUAGES
from shared.migrations import collection, exactly
from shared.mongo import Doc
from shared.shapes import MAYBE_TEXT, TEXT

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
_MAYBE: Doc = {"bsonType": ["object", "null"]}
_WHERE_AND_WHEN: Doc = {
    "special_days": _OBJECTS,
    "timezone": _TEXT,
    "languages": {"bsonType": "array", "items": _TEXT},
    "point": _MAYBE,
    "place": _MAYBE,  # the same as GeoJSON, to be looked for
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


def tell_where_and_when(db: Database[Doc]) -> None:
    """Special days, zones, languages and places. Entries of the previous release have
    none of these, and readers fill them in (``queries``)."""
    collection(db, "hubs", exactly(_HUB, _WHERE_AND_WHEN))
    db.hubs.create_index([("place", GEOSPHERE)], name="by_place")


def create_confirmations(db: Database[Doc]) -> None:
    said: Doc = {"_id": TEXT, "hub": TEXT, "day": TEXT, "by": MAYBE_TEXT}
    collection(db, "confirmations", exactly(said))


def tell_who_may_come(db: Database[Doc]) -> None:
    """Organisations, further places, accessibility and the way; filled in by readers
    where an earlier release wrote none."""
    more = {"accessibility": _MAYBE, "transport": _MAYBE}
    lists = {"organisations": _OBJECTS, "places": _OBJECTS}
    collection(db, "hubs", exactly(_HUB, _WHERE_AND_WHEN | more | lists))

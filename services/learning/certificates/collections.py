"""The collections of certificates and the keys that sign them."""

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database

from services.learning.certificates.store import draw_status_index
from shared.contracts.certificates_rpc import REVOCATIONS
from shared.migrations import collection, exactly
from shared.mongo import Doc
from shared.shapes import NUMBER, TEXT, TIME

_CERTIFICATE: Doc = {
    "_id": TEXT,
    "person_id": TEXT,
    "slug": TEXT,
    "course_version": NUMBER,
    "issued_at": TIME,
}


def create_certificates(db: Database[Doc]) -> None:
    collection(db, "certificates", exactly(_CERTIFICATE))
    once = [(name, ASCENDING) for name in ("person_id", "slug", "course_version")]
    newest = [
        ("person_id", ASCENDING),
        ("issued_at", DESCENDING),
        ("_id", DESCENDING),
    ]
    db.certificates.create_indexes(
        [
            IndexModel(once, name="once", unique=True),
            IndexModel(newest, name="newest_of_person"),
        ]
    )


def let_certificates_end(db: Database[Doc]) -> None:
    """They expire, are renewed and revoked; each stands in a status list."""
    ending: Doc = {
        "expires_at": TIME,
        "sequence": NUMBER,
        "revoked_at": TIME,
        "revocation": {"enum": [*REVOCATIONS]},
        "status_index": {"bsonType": "int", "minimum": 0},
    }
    collection(db, "certificates", exactly(_CERTIFICATE, ending))
    place = "status_index"
    db.certificates.create_index(
        place,
        name="place",
        unique=True,
        partialFilterExpression={place: {"$exists": True}},
    )
    missing: Doc = {place: {"$exists": False}}
    for row in db.certificates.find(missing, {"_id": True}):
        given = {"sequence": 1, place: draw_status_index(db)}
        db.certificates.update_one({"_id": row["_id"], **missing}, {"$set": given})
    fields = ("person_id", "slug", "course_version", "sequence")
    each = [(name, ASCENDING) for name in fields]
    db.certificates.create_index(each, name="once_each", unique=True)
    if "once" in db.certificates.index_information():
        db.certificates.drop_index("once")
    db.certificates.create_index(
        place,
        name="revoked",
        partialFilterExpression={"revoked_at": {"$exists": True}},
    )


def create_issuing_keys(db: Database[Doc]) -> None:
    """The keys themselves are made by whoever first signs: it has the secret."""
    generation: Doc = {
        "_id": NUMBER,
        "made_at": TIME,
        "badge": {"bsonType": "object"},
        "ticket": {"bsonType": "object"},
        "sealed": TEXT,
    }
    collection(db, "issuing_keys", exactly(generation))

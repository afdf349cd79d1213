"""The collections of answers to refreshers and of what is due."""

from pymongo import ASCENDING
from pymongo.database import Database

from shared.migrations import collection, exactly
from shared.mongo import Doc
from shared.shapes import NUMBER, TEXT, TIME


def create_refreshers(db: Database[Doc]) -> None:
    review: Doc = {
        "_id": TEXT,
        "person_id": TEXT,
        "slug": TEXT,
        "question": TEXT,
        "answer": {"bsonType": "array"},
        "right": {"bsonType": "bool"},
        "at": TIME,
        "number": NUMBER,
    }
    collection(db, "reviews", exactly(review))
    of_record = [("person_id", ASCENDING), ("slug", ASCENDING)]
    db.reviews.create_index(of_record, name="of_record")
    refresher: Doc = {
        "_id": TEXT,
        "person_id": TEXT,
        "slug": TEXT,
        "due_at": TIME,
        "version": NUMBER,
    }
    collection(db, "refreshers", exactly(refresher))

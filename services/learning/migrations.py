"""The learning database's collections, validators and indexes."""

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.collation import Collation
from pymongo.database import Database

from shared.contracts.learning_rpc import FACT_KINDS
from shared.languages import LANGUAGES
from shared.migrations import collection, main
from shared.mongo import Doc
from shared.outbox import create_outbox_and_inbox
from shared.vocabulary import AUDIENCES

_TEXT = {"bsonType": "string", "minLength": 1}
_TIME = {"bsonType": "date"}
_NUMBER = {"bsonType": "int", "minimum": 1}
_PERCENT = {"bsonType": "int", "minimum": 0, "maximum": 100}
_TEXTS = {
    "bsonType": "object",
    "required": [*LANGUAGES],
    "properties": dict.fromkeys(LANGUAGES, _TEXT),
    "additionalProperties": False,
}
_CHOICES = {
    "bsonType": "object",
    "additionalProperties": {"bsonType": "array", "items": _TEXT},
}


_VERSION: Doc = {
    "_id": _TEXT,
    "slug": _TEXT,
    "version": _NUMBER,
    "digest": {"bsonType": "string", "pattern": "^[0-9a-f]{64}$"},
    "published_at": _TIME,
    "content": {"bsonType": "object", "required": ["slug", "version"]},
}


def create_courses(db: Database[Doc]) -> None:
    collection(db, "course_versions", _exactly(_VERSION))
    listed: Doc = {
        "_id": _TEXT,
        "version": _NUMBER,
        "published_at": _TIME,
        "title": _TEXTS,
        "summary": _TEXTS,
        "audiences": {"bsonType": "array", "items": {"enum": [*AUDIENCES]}},
        "topics": {"bsonType": "array", "items": _TEXT},
        "minutes": _NUMBER,
        "lessons": _NUMBER,
        "search": _TEXTS,
    }
    collection(db, "courses", _exactly(listed))
    db.courses.create_indexes(
        [
            IndexModel(
                [(f"title.{language}", ASCENDING), ("_id", ASCENDING)],
                name=f"by_title_{language}",
                collation=Collation(locale=language),
            )
            for language in LANGUAGES
        ]
    )


def create_enrolments(db: Database[Doc]) -> None:
    enrolment: Doc = {
        "_id": _TEXT,
        "person_id": _TEXT,
        "slug": _TEXT,
        "course_version": _NUMBER,
        "enrolled_at": _TIME,
        "version": {"bsonType": "int", "minimum": 0},
    }
    completion: Doc = {"completed_at": _TIME, "certificate": _TEXT}
    collection(db, "enrolments", _exactly(enrolment, completion))
    newest = [
        ("person_id", ASCENDING),
        ("enrolled_at", DESCENDING),
        ("slug", DESCENDING),
    ]
    db.enrolments.create_index(newest, name="newest_of_person")


def create_facts(db: Database[Doc]) -> None:
    fact: Doc = {
        "_id": _TEXT,
        "person_id": _TEXT,
        "kind": {"enum": [*FACT_KINDS]},
        "slug": _TEXT,
        "lesson": _TEXT,
        "at": _TEXT,
        "received_at": _TIME,
    }
    collection(db, "facts", _exactly(fact))
    # All that a record's sum reads stands in the index.
    summed = [(name, ASCENDING) for name in ("person_id", "slug", "kind", "lesson")]
    db.facts.create_index(summed, name="summed")


def create_attempts(db: Database[Doc]) -> None:
    attempt: Doc = {
        "_id": _TEXT,
        "person_id": _TEXT,
        "slug": _TEXT,
        "course_version": _NUMBER,
        "quiz": _TEXT,
        "started_at": _TIME,
        "order": _CHOICES,
    }
    ending: Doc = {
        "answers": _CHOICES,
        "score": _exactly({"percent": _PERCENT, "passed": {"bsonType": "bool"}}),
        "submitted_at": _TIME,
    }
    collection(db, "attempts", _exactly(attempt, ending))
    summed = [(name, ASCENDING) for name in ("person_id", "slug", "quiz")]
    db.attempts.create_index(summed, name="summed")


def create_certificates(db: Database[Doc]) -> None:
    certificate: Doc = {
        "_id": _TEXT,
        "person_id": _TEXT,
        "slug": _TEXT,
        "course_version": _NUMBER,
        "issued_at": _TIME,
    }
    collection(db, "certificates", _exactly(certificate))
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


def create_drafts_and_files(db: Database[Doc]) -> None:
    """Versions also keep their author's files, and what older parts have become."""
    added: Doc = {"aliases": {"bsonType": "object"}, "sources": {"bsonType": "array"}}
    collection(db, "course_versions", _exactly(_VERSION, added))
    draft: Doc = {
        "_id": _TEXT,
        "texts": {"bsonType": "array"},
        "attachments": {"bsonType": "array"},
        "status": {"enum": ["draft", "awaiting_review"]},
        "updated_at": _TIME,
        "updated_by": {"bsonType": ["string", "null"]},
        "revision": _NUMBER,
    }
    collection(db, "drafts", _exactly(draft))
    file: Doc = {
        "_id": {"bsonType": "string", "pattern": "^[0-9a-f]{64}$"},
        "content": {"bsonType": "binData"},
    }
    collection(db, "course_files", _exactly(file))


def create_paths(db: Database[Doc]) -> None:
    path: Doc = {
        "_id": _TEXT,
        "version": _NUMBER,
        "fingerprint": _TEXT,
        "audiences": {"bsonType": "array", "items": {"enum": [*AUDIENCES]}},
        "title": _TEXTS,
        "summary": _TEXTS,
        "courses": {"bsonType": "array", "items": _TEXT},
    }
    collection(db, "paths", _exactly(path))


def _exactly(required: Doc, optional: Doc | None = None) -> Doc:
    return {
        "bsonType": "object",
        "required": [*required],
        "properties": {**required, **(optional or {})},
        "additionalProperties": False,
    }


MIGRATIONS = [
    create_outbox_and_inbox,
    create_courses,
    create_enrolments,
    create_facts,
    create_attempts,
    create_certificates,
    create_drafts_and_files,
    create_paths,
]

if __name__ == "__main__":
    main(MIGRATIONS)

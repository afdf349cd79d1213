"""The learning database's collections, validators and indexes."""

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.collation import Collation
from pymongo.database import Database

from services.learning.catalogue.domain.quiz import FORMS
from services.learning.catalogue.store import MongoCourses
from services.learning.certificates.store import draw_status_index
from services.learning.cohorts.collections import (
    create_cohorts,
    find_expiring_certificates,
)
from services.learning.progress.handlers.rebuild import rebuild
from services.learning.progress.store import MongoRecords
from shared import tracing
from shared.contracts.certificates_rpc import (
    REVOCATIONS,
)
from shared.contracts.learning_facts import FACT_KINDS, SIGNED_KINDS
from shared.envelope import Cause
from shared.languages import LANGUAGES
from shared.migrations import collection, exactly, main
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
    collection(db, "course_versions", exactly(_VERSION))
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
    collection(db, "courses", exactly(listed))
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


_COUNT = {"bsonType": "int", "minimum": 0}
_ENROLMENT: Doc = {
    "_id": _TEXT,
    "person_id": _TEXT,
    "slug": _TEXT,
    "course_version": _NUMBER,
    "enrolled_at": _TIME,
    "version": _COUNT,
}
_COMPLETION: Doc = {"completed_at": _TIME, "certificate": _TEXT}
_FACT: Doc = {
    "_id": _TEXT,
    "person_id": _TEXT,
    "kind": {"enum": [*FACT_KINDS]},
    "slug": _TEXT,
    "lesson": _TEXT,
    "at": _TEXT,
    "received_at": _TIME,
}


def create_enrolments(db: Database[Doc]) -> None:
    collection(db, "enrolments", exactly(_ENROLMENT, _COMPLETION))
    newest = [
        ("person_id", ASCENDING),
        ("enrolled_at", DESCENDING),
        ("slug", DESCENDING),
    ]
    db.enrolments.create_index(newest, name="newest_of_person")


def create_facts(db: Database[Doc]) -> None:
    collection(db, "facts", exactly(_FACT))
    summed = [(name, ASCENDING) for name in ("person_id", "slug", "kind", "lesson")]
    db.facts.create_index(summed, name="summed")


_ATTEMPT: Doc = {
    "_id": _TEXT,
    "person_id": _TEXT,
    "slug": _TEXT,
    "course_version": _NUMBER,
    "quiz": _TEXT,
    "started_at": _TIME,
    "order": _CHOICES,
}


def _ending() -> Doc:
    return {
        "answers": _CHOICES,
        "score": exactly({"percent": _PERCENT, "passed": {"bsonType": "bool"}}),
        "submitted_at": _TIME,
    }


def create_attempts(db: Database[Doc]) -> None:
    collection(db, "attempts", exactly(_ATTEMPT, _ending()))
    summed = [(name, ASCENDING) for name in ("person_id", "slug", "quiz")]
    db.attempts.create_index(summed, name="summed")


_CERTIFICATE: Doc = {
    "_id": _TEXT,
    "person_id": _TEXT,
    "slug": _TEXT,
    "course_version": _NUMBER,
    "issued_at": _TIME,
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


def create_drafts_and_files(db: Database[Doc]) -> None:
    """Versions also keep their author's files, and what older parts have become."""
    added: Doc = {"aliases": {"bsonType": "object"}, "sources": {"bsonType": "array"}}
    collection(db, "course_versions", exactly(_VERSION, added))
    draft: Doc = {
        "_id": _TEXT,
        "texts": {"bsonType": "array"},
        "attachments": {"bsonType": "array"},
        "status": {"enum": ["draft", "awaiting_review"]},
        "updated_at": _TIME,
        "updated_by": {"bsonType": ["string", "null"]},
        "revision": _NUMBER,
    }
    came_from = {"came_from": {"bsonType": ["string", "null"]}}
    collection(db, "drafts", exactly(draft, came_from))
    file: Doc = {
        "_id": {"bsonType": "string", "pattern": "^[0-9a-f]{64}$"},
        "content": {"bsonType": "binData"},
    }
    collection(db, "course_files", exactly(file))


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
    collection(db, "paths", exactly(path))


def create_progress(db: Database[Doc]) -> None:
    """The sum of facts and results, kept in the enrolment; and what trainers sign."""
    names = {"bsonType": "array", "items": _TEXT}
    result: Doc = {
        "quiz": _TEXT,
        "best_percent": _PERCENT,
        "passed": {"bsonType": "bool"},
        "attempts": _COUNT,
    }
    # The previous release makes enrolments without all this.
    progress: Doc = {
        "folded": _COUNT,
        "viewed": names,
        "done": names,
        "signed": names,
        "results": {"bsonType": "array", "items": exactly(result)},
        "active_at": _TIME,
    }
    collection(db, "enrolments", exactly(_ENROLMENT, {**_COMPLETION, **progress}))
    told: Doc = {"device": _TEXT, "clock_off": {"bsonType": "bool"}}
    collection(db, "facts", exactly(_FACT, told))
    signature: Doc = {
        "_id": _TEXT,
        "kind": {"enum": [*SIGNED_KINDS]},
        "person_id": _TEXT,
        "slug": _TEXT,
        "of": _TEXT,
        "seen_on": _TEXT,
        "signed_by": _TEXT,
        "signed_at": _TIME,
    }
    collection(db, "signed_facts", exactly(signature, {"revokes": _TEXT}))
    of_record = [("person_id", ASCENDING), ("slug", ASCENDING)]
    db.signed_facts.create_index(of_record, name="of_record")


def fill_progress(db: Database[Doc]) -> None:
    """Sum up enrolments from before there were sums. Those that the previous release
    still adds to are summed anew whenever they are read."""
    records, courses = MongoRecords(db), MongoCourses(db)
    cause = Cause(tracing.start())
    bare = {"folded": {"$exists": False}}
    for row in db.enrolments.find(bare, {"person_id": 1, "slug": 1}):
        rebuild(records, courses, row["person_id"], row["slug"], cause=cause)


def draw_attempts(db: Database[Doc]) -> None:
    """Attempts with a seed, a limit and points; older ones have none of these."""
    beginning: Doc = {
        "partners": _CHOICES,
        "seed": {"bsonType": "string", "pattern": "^[0-9a-f]{32}$"},
        "number": _NUMBER,
        "form": {"enum": [*FORMS]},
        "due_at": _TIME,
    }
    ending: Doc = {
        **_ending(),
        "points": {"bsonType": "object", "additionalProperties": _PERCENT},
        "counted": {"bsonType": "bool"},
    }
    collection(db, "attempts", exactly(_ATTEMPT, beginning | ending))


def let_certificates_end(db: Database[Doc]) -> None:
    """They expire, are renewed and revoked; each stands in a status list."""
    ending: Doc = {
        "expires_at": _TIME,
        "sequence": _NUMBER,
        "revoked_at": _TIME,
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
        "_id": _NUMBER,
        "made_at": _TIME,
        "badge": {"bsonType": "object"},
        "ticket": {"bsonType": "object"},
        "sealed": _TEXT,
    }
    collection(db, "issuing_keys", exactly(generation))


def create_refreshers(db: Database[Doc]) -> None:
    review: Doc = {
        "_id": _TEXT,
        "person_id": _TEXT,
        "slug": _TEXT,
        "question": _TEXT,
        "answer": {"bsonType": "array"},
        "right": {"bsonType": "bool"},
        "at": _TIME,
        "number": _NUMBER,
    }
    collection(db, "reviews", exactly(review))
    of_record = [("person_id", ASCENDING), ("slug", ASCENDING)]
    db.reviews.create_index(of_record, name="of_record")
    refresher: Doc = {
        "_id": _TEXT,
        "person_id": _TEXT,
        "slug": _TEXT,
        "due_at": _TIME,
        "version": _NUMBER,
    }
    collection(db, "refreshers", exactly(refresher))


MIGRATIONS = [
    create_outbox_and_inbox,
    create_courses,
    create_enrolments,
    create_facts,
    create_attempts,
    create_certificates,
    create_drafts_and_files,
    create_paths,
    let_certificates_end,
    create_issuing_keys,
    create_progress,
    fill_progress,
    create_cohorts,
    draw_attempts,
    create_refreshers,
    find_expiring_certificates,
]

if __name__ == "__main__":
    main(MIGRATIONS)

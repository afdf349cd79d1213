"""The learning database's collections, validators and indexes."""

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.collation import Collation
from pymongo.database import Database

from services.learning.catalogue.domain.quiz import FORMS
from services.learning.catalogue.store import MongoCourses
from services.learning.certificates.collections import (
    create_certificates,
    create_issuing_keys,
    let_certificates_end,
)
from services.learning.cohorts.collections import (
    create_cohorts,
    find_expiring_certificates,
)
from services.learning.progress.handlers.rebuild import rebuild
from services.learning.progress.store import MongoRecords
from services.learning.refreshers.collections import create_refreshers
from services.learning.topics.store import create_taxonomy
from shared import tracing
from shared.contracts.learning_facts import FACT_KINDS, SIGNED_KINDS
from shared.envelope import Cause
from shared.languages import LANGUAGES
from shared.migrations import collection, exactly, main
from shared.mongo import Doc
from shared.outbox import create_outbox_and_inbox
from shared.shapes import NUMBER, TEXT, TIME
from shared.vocabulary import AUDIENCES

_PERCENT = {"bsonType": "int", "minimum": 0, "maximum": 100}
_TEXTS = {
    "bsonType": "object",
    "required": [*LANGUAGES],
    "properties": dict.fromkeys(LANGUAGES, TEXT),
    "additionalProperties": False,
}
_CHOICES = {
    "bsonType": "object",
    "additionalProperties": {"bsonType": "array", "items": TEXT},
}


_VERSION: Doc = {
    "_id": TEXT,
    "slug": TEXT,
    "version": NUMBER,
    "digest": {"bsonType": "string", "pattern": "^[0-9a-f]{64}$"},
    "published_at": TIME,
    "content": {"bsonType": "object", "required": ["slug", "version"]},
}


def create_courses(db: Database[Doc]) -> None:
    collection(db, "course_versions", exactly(_VERSION))
    listed: Doc = {
        "_id": TEXT,
        "version": NUMBER,
        "published_at": TIME,
        "title": _TEXTS,
        "summary": _TEXTS,
        "audiences": {"bsonType": "array", "items": {"enum": [*AUDIENCES]}},
        "topics": {"bsonType": "array", "items": TEXT},
        "minutes": NUMBER,
        "lessons": NUMBER,
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
    "_id": TEXT,
    "person_id": TEXT,
    "slug": TEXT,
    "course_version": NUMBER,
    "enrolled_at": TIME,
    "version": _COUNT,
}
_COMPLETION: Doc = {"completed_at": TIME, "certificate": TEXT}
_FACT: Doc = {
    "_id": TEXT,
    "person_id": TEXT,
    "kind": {"enum": [*FACT_KINDS]},
    "slug": TEXT,
    "lesson": TEXT,
    "at": TEXT,
    "received_at": TIME,
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
    "_id": TEXT,
    "person_id": TEXT,
    "slug": TEXT,
    "course_version": NUMBER,
    "quiz": TEXT,
    "started_at": TIME,
    "order": _CHOICES,
}


def _ending() -> Doc:
    return {
        "answers": _CHOICES,
        "score": exactly({"percent": _PERCENT, "passed": {"bsonType": "bool"}}),
        "submitted_at": TIME,
    }


def create_attempts(db: Database[Doc]) -> None:
    collection(db, "attempts", exactly(_ATTEMPT, _ending()))
    summed = [(name, ASCENDING) for name in ("person_id", "slug", "quiz")]
    db.attempts.create_index(summed, name="summed")


def create_drafts_and_files(db: Database[Doc]) -> None:
    """Versions also keep their author's files, and what older parts have become."""
    added: Doc = {"aliases": {"bsonType": "object"}, "sources": {"bsonType": "array"}}
    collection(db, "course_versions", exactly(_VERSION, added))
    draft: Doc = {
        "_id": TEXT,
        "texts": {"bsonType": "array"},
        "attachments": {"bsonType": "array"},
        "status": {"enum": ["draft", "awaiting_review"]},
        "updated_at": TIME,
        "updated_by": {"bsonType": ["string", "null"]},
        "revision": NUMBER,
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
        "_id": TEXT,
        "version": NUMBER,
        "fingerprint": TEXT,
        "audiences": {"bsonType": "array", "items": {"enum": [*AUDIENCES]}},
        "title": _TEXTS,
        "summary": _TEXTS,
        "courses": {"bsonType": "array", "items": TEXT},
    }
    collection(db, "paths", exactly(path))


def create_progress(db: Database[Doc]) -> None:
    """The sum of facts and results, kept in the enrolment; and what trainers sign."""
    names = {"bsonType": "array", "items": TEXT}
    result: Doc = {
        "quiz": TEXT,
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
        "active_at": TIME,
    }
    collection(db, "enrolments", exactly(_ENROLMENT, {**_COMPLETION, **progress}))
    told: Doc = {"device": TEXT, "clock_off": {"bsonType": "bool"}}
    collection(db, "facts", exactly(_FACT, told))
    signature: Doc = {
        "_id": TEXT,
        "kind": {"enum": [*SIGNED_KINDS]},
        "person_id": TEXT,
        "slug": TEXT,
        "of": TEXT,
        "seen_on": TEXT,
        "signed_by": TEXT,
        "signed_at": TIME,
    }
    collection(db, "signed_facts", exactly(signature, {"revokes": TEXT}))
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
        "number": NUMBER,
        "form": {"enum": [*FORMS]},
        "due_at": TIME,
    }
    ending: Doc = {
        **_ending(),
        "points": {"bsonType": "object", "additionalProperties": _PERCENT},
        "counted": {"bsonType": "bool"},
    }
    collection(db, "attempts", exactly(_ATTEMPT, beginning | ending))


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
    create_taxonomy,
]

if __name__ == "__main__":
    main(MIGRATIONS)

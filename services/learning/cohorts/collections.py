"""The collections of cohorts, their validators and indexes."""

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database

from services.learning.cohorts.domain.attendance import ATTENDED
from services.learning.cohorts.domain.members import STATES
from shared.contracts.learning import NUDGE_REASONS
from shared.migrations import collection, exactly
from shared.mongo import Doc
from shared.shapes import MAYBE_TEXT, TEXT, TEXTS, TIME


def create_cohorts(db: Database[Doc]) -> None:
    session = {"id": TEXT, "title": TEXT, "starts_at": TIME, "place": TEXT}
    cohort: Doc = {
        "_id": TEXT,
        "name": TEXT,
        "slug": TEXT,
        "code": TEXT,
        "opened_at": TIME,
        "trainers": {**TEXTS, "minItems": 1},
        "heads": TEXTS,
        "unit": MAYBE_TEXT,
        "hub": MAYBE_TEXT,
        "due_on": MAYBE_TEXT,
        "sessions": {"bsonType": "array", "items": exactly(session)},
        "closed_at": {"bsonType": ["date", "null"]},
        "version": {"bsonType": "int", "minimum": 0},
    }
    collection(db, "cohorts", exactly(cohort))
    newest = [("opened_at", DESCENDING), ("_id", DESCENDING)]
    db.cohorts.create_indexes(
        [
            IndexModel("code", name="code", unique=True),
            IndexModel([("trainers", ASCENDING), *newest], name="of_trainer"),
            IndexModel([("heads", ASCENDING), *newest], name="of_head"),
            IndexModel(newest, name="newest"),
            IndexModel("due_on", name="due"),
        ]
    )
    _create_members(db)
    _create_attendance_and_reminders(db)


def _create_members(db: Database[Doc]) -> None:
    member: Doc = {
        "_id": TEXT,
        "cohort": TEXT,
        "person_id": TEXT,
        "slug": TEXT,
        "enrolment": TEXT,
        "state": {"enum": [*STATES]},
        "by": TEXT,
        "at": TIME,
        "nominated_by": MAYBE_TEXT,
    }
    collection(db, "cohort_members", exactly(member))
    in_order = [(name, ASCENDING) for name in ("cohort", "state", "at", "person_id")]
    nominated = ("cohort", "nominated_by", "at", "person_id")
    db.cohort_members.create_indexes(
        [
            IndexModel(in_order, name="in_order"),
            IndexModel([(one, ASCENDING) for one in nominated], name="nominated"),
            IndexModel([("person_id", ASCENDING), ("at", DESCENDING)], name="mine"),
        ]
    )


def _create_attendance_and_reminders(db: Database[Doc]) -> None:
    attended: Doc = {
        "_id": TEXT,
        "kind": {"enum": [ATTENDED]},
        "cohort": TEXT,
        "session": TEXT,
        "person_id": TEXT,
        "attended": {"bsonType": "bool"},
        "signed_by": TEXT,
        "signed_at": TIME,
    }
    collection(db, "attendance", exactly(attended))
    of_member = [("cohort", ASCENDING), ("person_id", ASCENDING)]
    db.attendance.create_index(of_member, name="of_member")
    reminder: Doc = {
        "_id": TEXT,
        "person_id": TEXT,
        "slug": TEXT,
        "cohort": MAYBE_TEXT,
        "reason": {"enum": [*NUDGE_REASONS]},
        "at": TIME,
    }
    collection(db, "reminders", exactly(reminder))


def find_expiring_certificates(db: Database[Doc]) -> None:
    db.certificates.create_index("expires_at", name="expiring", sparse=True)

"""The notifications database's collections, validators and indexes."""

from datetime import timedelta

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database

from shared.languages import LANGUAGES
from shared.migrations import collection, main
from shared.mongo import Doc
from shared.outbox import create_outbox_and_inbox

# What became of a mail is of use while its recipient may ask; its content and the
# address are dropped as soon as it has left.
DONE_MAILS_KEPT = timedelta(days=90)

_TEXT = {"bsonType": "string"}
_DATE = {"bsonType": "date"}
_LANGUAGE = {"enum": list(LANGUAGES)}
_KEY = dict.fromkeys(("event_id", "person_id", "template", "channel"), _TEXT)
_ONCE = [(name, ASCENDING) for name in _KEY]


def _object(required: Doc, optional: Doc | None = None) -> Doc:
    return {
        "bsonType": "object",
        "required": [*required],
        "properties": required | (optional or {}),
        "additionalProperties": False,
    }


def create_contacts_and_titles(db: Database[Doc]) -> None:
    contact = {
        "_id": _TEXT,
        "email": _TEXT,
        "name": _TEXT,
        "language": _LANGUAGE,
        "version": {"bsonType": "int", "minimum": 1},
    }
    collection(db, "contacts", _object(contact))
    titles = {"bsonType": "object", "minProperties": 1}
    collection(db, "titles", _object({"_id": _TEXT, "titles": titles}))


def create_messages(db: Database[Doc]) -> None:
    message = {
        "_id": _TEXT,
        **_KEY,
        "language": _LANGUAGE,
        "subject": _TEXT,
        "body": _TEXT,
        "link": {"bsonType": ["string", "null"]},
        "created_at": _DATE,
        "read": {"bsonType": "bool"},
    }
    collection(db, "messages", _object(message))
    newest = [
        ("person_id", ASCENDING),
        ("created_at", DESCENDING),
        ("_id", ASCENDING),
    ]
    db.messages.create_indexes(
        [
            IndexModel(_ONCE, name="once", unique=True),
            IndexModel(newest, name="newest"),
            IndexModel(
                [("person_id", ASCENDING)],
                name="unread",
                partialFilterExpression={"read": False},
            ),
        ]
    )


def create_mails(db: Database[Doc]) -> None:
    content = dict.fromkeys(("to", "sender", "subject", "text", "html"), _TEXT)
    mail = {
        "_id": _TEXT,
        **_KEY,
        "message_id": _TEXT,
        "date": _DATE,
        "state": {"enum": ["queued", "sent", "undelivered"]},
        "tries": {"bsonType": "int", "minimum": 0},
    }
    sometimes = {
        "content": _object({**content, "language": _LANGUAGE}),
        "due_at": _DATE,
        "claim": _TEXT,
        "claimed_until": _DATE,
        "code": _TEXT,
        "done_at": _DATE,
    }
    collection(db, "mails", _object(mail, sometimes))
    db.mails.create_indexes(
        [
            IndexModel(_ONCE, name="once", unique=True),
            IndexModel(
                [("due_at", ASCENDING)],
                name="queued",
                partialFilterExpression={"state": "queued"},
            ),
            IndexModel(
                [("done_at", ASCENDING)],
                name="done_kept",
                expireAfterSeconds=int(DONE_MAILS_KEPT.total_seconds()),
            ),
        ]
    )


MIGRATIONS = [
    create_outbox_and_inbox,
    create_contacts_and_titles,
    create_messages,
    create_mails,
]

if __name__ == "__main__":
    main(MIGRATIONS)

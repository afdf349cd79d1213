"""The gateway's collections: validators and indexes. ``python -m gateway.migrations``.

Safe to run twice, and beside the previous version of the gateway.
"""

from pymongo.database import Database

from shared.identity import ROLES
from shared.migrations import collection, exactly, main
from shared.mongo import Doc
from shared.shapes import TEXT, TEXTS, TIME

_COUNT = {"bsonType": ["int", "long"], "minimum": 0}


_ACCOUNT: Doc = {
    "_id": TEXT,
    "email": {**TEXT, "maxLength": 254},
    "name": {**TEXT, "maxLength": 100},
    "language": {"enum": ["uk", "en"]},
    "roles": {"bsonType": "array", "items": {"enum": list(ROLES)}},
    "password_hash": {**TEXT, "pattern": r"^\$argon2id\$"},
    "created_at": TIME,
    "contact_version": _COUNT,
    "contact_told": _COUNT,
}


def accounts_0001(db: Database[Doc]) -> None:
    untold: Doc = {"contact_untold": {"enum": [True]}}
    collection(db, "accounts", exactly(_ACCOUNT, untold))
    db.accounts.create_index("email", unique=True)
    db.accounts.create_index("contact_untold", sparse=True)


def accounts_0002(db: Database[Doc]) -> None:
    """Coordinators keep hubs."""
    sometimes: Doc = {"contact_untold": {"enum": [True]}, "hubs": TEXTS}
    collection(db, "accounts", exactly(_ACCOUNT, sometimes))


def sessions_0001(db: Database[Doc]) -> None:
    collection(
        db,
        "sessions",
        {
            "bsonType": "object",
            "additionalProperties": False,
            "required": [
                "_id",
                "kind",
                "person_id",
                "started_at",
                "seen_at",
                "expires_at",
            ],
            "properties": {
                "_id": TEXT,
                "kind": {"enum": ["page", "token"]},
                "person_id": TEXT,
                "started_at": TIME,
                "seen_at": TIME,
                "expires_at": TIME,
                "current": TEXT,
                "previous": TEXT,
                "rotated_at": TIME,
            },
        },
    )
    db.sessions.create_index("person_id")
    db.sessions.create_index("expires_at", expireAfterSeconds=0)


def idempotency_0001(db: Database[Doc]) -> None:
    collection(
        db,
        "idempotency_keys",
        {
            "bsonType": "object",
            "additionalProperties": False,
            "required": ["_id", "request", "claim", "claimed_at", "expires_at"],
            "properties": {
                "_id": TEXT,
                "request": TEXT,
                "claim": TEXT,
                "claimed_at": TIME,
                "expires_at": TIME,
                "response": {
                    "bsonType": "object",
                    "required": ["status", "headers", "body"],
                },
            },
        },
    )
    db.idempotency_keys.create_index("expires_at", expireAfterSeconds=0)


def password_resets_0001(db: Database[Doc]) -> None:
    collection(
        db,
        "password_resets",
        {
            "bsonType": "object",
            "additionalProperties": False,
            "required": ["_id", "request_id", "tries", "expires_at"],
            "properties": {
                "_id": TEXT,
                "request_id": TEXT,
                "tries": _COUNT,
                "expires_at": TIME,
                "waiting": {"enum": [True]},
                "email": {**TEXT, "maxLength": 254},
            },
        },
    )
    db.password_resets.create_index("waiting", sparse=True)
    db.password_resets.create_index("expires_at", expireAfterSeconds=0)


MIGRATIONS = (
    accounts_0001,
    sessions_0001,
    idempotency_0001,
    password_resets_0001,
    accounts_0002,
)

if __name__ == "__main__":
    main(MIGRATIONS)

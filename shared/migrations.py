"""Run a service's migrations: each once, in order, safe to run again or side by side.

A migration is a function of the database that may be interrupted and repeated, and
that leaves the previous version of the service working.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pymongo.database import Database
from pymongo.errors import CollectionInvalid

from shared.config import read
from shared.mongo import Doc, connect
from shared.telemetry import configure, log

Migration = Callable[[Database[Doc]], None]


def migrate(db: Database[Doc], migrations: Sequence[Migration]) -> list[str]:
    """Apply what this database has not seen yet; the names of what was applied."""
    applied = []
    for migration in migrations:
        name = migration.__name__
        if db.migrations.find_one({"_id": name}):
            continue
        migration(db)
        db.migrations.update_one(
            {"_id": name}, {"$set": {"applied_at": datetime.now(UTC)}}, upsert=True
        )
        log.info("migration_applied", migration=name)
        applied.append(name)
    return applied


def collection(db: Database[Doc], name: str, schema: Doc) -> None:
    """Make the collection, or give it this JSON Schema validator if it is there."""
    validator = {"$jsonSchema": schema}
    try:
        db.create_collection(name, validator=validator)
    except CollectionInvalid:
        db.command("collMod", name, validator=validator)


@dataclass(frozen=True, slots=True)
class MigrationSettings:
    service: str
    mongo_url: str


def exactly(required: Doc, optional: Doc | None = None) -> Doc:
    """The JSON Schema of an object with these properties and no others."""
    return {
        "bsonType": "object",
        "required": [*required],
        "properties": {**required, **(optional or {})},
        "additionalProperties": False,
    }


def main(migrations: Sequence[Migration], every_time: Migration | None = None) -> None:
    """Entrypoint of ``python -m services.X.migrations``.

    Args:
        every_time: what a new version has to tell the database besides.
    """
    settings = read(MigrationSettings)
    configure(settings.service)
    db = connect(settings.mongo_url, settings.service)
    migrate(db, migrations)
    if every_time is not None:
        every_time(db)

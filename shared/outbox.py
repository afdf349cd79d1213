"""Transactional outbox and inbox, in the owning service's own database.

``outbox`` rows are ``{event_id, type, body, recorded_at}`` and either ``due_at`` (to
be published then; ``returned`` counts how often no queue took it) or ``sent_at``.
``inbox`` rows are ``{_id, at}``.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from pymongo import ASCENDING, IndexModel
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from shared.contracts.event import Event
from shared.envelope import AlreadyHandled, Cause, Envelope
from shared.mongo import Doc

# Longer than any dead letter waits for its replay, so that none acts twice.
INBOX_KEPT = timedelta(days=90)
SENT_KEPT = timedelta(days=7)


def record(
    db: Database[Doc], events: Sequence[Event], cause: Cause, *, session: ClientSession
) -> None:
    """Queue ``events`` and mark ``cause`` consumed, in the caller's transaction.

    Raises:
        AlreadyHandled: the causing event took effect before; the caller's
            transaction must abort, which raising through it does.
    """
    now = datetime.now(UTC)
    if cause.inbox_key is not None:
        try:
            db.inbox.insert_one({"_id": cause.inbox_key, "at": now}, session=session)
        except DuplicateKeyError as exc:
            raise AlreadyHandled(cause.inbox_key) from exc
    if events:
        envelopes = [Envelope.wrap(event, cause) for event in events]
        db.outbox.insert_many(
            [
                {
                    "event_id": envelope.id,
                    "type": envelope.type,
                    "recorded_at": now,
                    "due_at": now,
                    "body": envelope.to_json(),
                }
                for envelope in envelopes
            ],
            session=session,
        )


def status(db: Database[Doc]) -> dict[str, float | int | None]:
    """``{waiting, returned, oldest_waiting_s}``; the last None when none waits."""
    waiting: Doc = {"due_at": {"$exists": True}, "returned": {"$exists": False}}
    oldest = db.outbox.find_one(waiting, sort=[("due_at", ASCENDING)])
    age = datetime.now(UTC) - oldest["recorded_at"] if oldest else None
    return {
        "waiting": db.outbox.count_documents(waiting),
        "returned": db.outbox.count_documents({"due_at": {"$exists": True}})
        - db.outbox.count_documents(waiting),
        "oldest_waiting_s": round(age.total_seconds(), 3) if age else None,
    }


def create_outbox_and_inbox(db: Database[Doc]) -> None:
    """The migration every publishing or consuming service begins with."""
    db.outbox.create_indexes(
        [
            IndexModel([("due_at", 1), ("_id", 1)], name="unsent", sparse=True),
            IndexModel(
                [("sent_at", 1)],
                name="sent_kept",
                expireAfterSeconds=int(SENT_KEPT.total_seconds()),
            ),
        ]
    )
    db.inbox.create_index(
        [("at", 1)],
        name="inbox_kept",
        expireAfterSeconds=int(INBOX_KEPT.total_seconds()),
    )

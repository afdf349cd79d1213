"""``python -m shared.relay``: publishes a service's outbox, in order, exactly as kept.

Several may run; a lease in the database lets one work. What is published but not
yet marked when a relay dies is published again under the same event id, and every
consumer's inbox drops the second one.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import amqp
from kombu import Connection
from pymongo import ASCENDING
from pymongo.database import Database
from pymongo.errors import PyMongoError

from shared import leases, mongo, topology
from shared.config import ServiceSettings, read
from shared.envelope import CONTENT_TYPE
from shared.mongo import Doc
from shared.publisher import HEARTBEAT_S
from shared.telemetry import configure, log

BATCH = 500
LEASE_S = 10
IDLE_S = 0.05
RETURNED_AGAIN = timedelta(seconds=60)
CONFIRM_S = 10


def hold_lease(db: Database[Doc], holder: str) -> bool:
    """Take or prolong the relay's lease."""
    return leases.hold(db, "relay", holder, seconds=LEASE_S)


def publish_batch(db: Database[Doc], connection: Connection) -> int:
    """Publish what is due; how many rows were dealt with.

    Rows are marked only after the broker confirmed them; one that no queue takes is
    kept, counted, and tried again later, and holds nothing up.

    Raises:
        OSError, amqp.AMQPError: the broker went away; unmarked rows stay due.
    """
    due = {"due_at": {"$lte": datetime.now(UTC)}}
    rows = list(
        db.outbox.find(due)
        .sort([("due_at", ASCENDING), ("_id", ASCENDING)])
        .limit(BATCH)
    )
    if not rows:
        return 0
    returned = _publish(rows, connection)
    now = datetime.now(UTC)
    sent = [row["_id"] for row in rows if row["event_id"] not in returned]
    db.outbox.update_many(
        {"_id": {"$in": sent}}, {"$set": {"sent_at": now}, "$unset": {"due_at": 1}}
    )
    unsent = [row["_id"] for row in rows if row["event_id"] in returned]
    if unsent:
        db.outbox.update_many(
            {"_id": {"$in": unsent}},
            {"$set": {"due_at": now + RETURNED_AGAIN}, "$inc": {"returned": 1}},
        )
        log.warning("events_unroutable", count=len(unsent))
    return len(rows)


def _publish(rows: list[Doc], connection: Connection) -> set[str]:
    """Publish with pipelined confirms; the ids of events no queue took."""
    outstanding = set(range(1, len(rows) + 1))
    returned: set[str] = set()
    refused: set[int] = set()

    def confirmed(tag: int, multiple: bool) -> None:
        outstanding.difference_update(
            {t for t in outstanding if t <= tag} if multiple else {tag}
        )

    def nacked(tag: int, multiple: bool) -> None:
        refused.add(tag)
        confirmed(tag, multiple)

    def unroutable(_exc: Any, _exchange: str, _key: str, message: Any) -> None:
        returned.add(message.properties["message_id"])

    with connection.channel() as channel:  # its own: delivery tags start at 1
        channel.confirm_select()
        channel.events["basic_ack"].add(confirmed)
        channel.events["basic_nack"].add(nacked)
        channel.events["basic_return"].add(unroutable)
        for row in rows:
            message = amqp.Message(
                row["body"].encode(),
                content_type=CONTENT_TYPE,
                delivery_mode=2,
                message_id=row["event_id"],
            )
            channel.basic_publish(
                message, topology.EVENTS.name, row["type"], mandatory=True
            )
        while outstanding:
            connection.drain_events(timeout=CONFIRM_S)
    if refused:  # a full queue: all of the batch is tried again, in order
        raise amqp.ResourceError(f"{len(refused)} events refused by the broker")
    return returned


def run(db: Database[Doc], amqp_url: str, stopping: threading.Event) -> None:
    """Relay until told to stop; survives the broker and the database going away."""
    holder = str(uuid.uuid4())
    while not stopping.is_set():
        try:
            topology.declare(amqp_url)
            with Connection(
                amqp_url, heartbeat=HEARTBEAT_S, connect_timeout=5
            ) as connection:
                _relay(db, connection, holder, stopping)
        except (OSError, amqp.AMQPError, PyMongoError) as exc:
            log.warning("relay_interrupted", error=type(exc).__name__)
            stopping.wait(1)


def _relay(
    db: Database[Doc], connection: Connection, holder: str, stopping: threading.Event
) -> None:
    renew_at = 0.0
    while not stopping.is_set():
        if time.monotonic() >= renew_at:
            _pulse(connection)
            if not hold_lease(db, holder):
                stopping.wait(1)
                continue
            renew_at = time.monotonic() + LEASE_S / 3
        if publish_batch(db, connection) == 0:
            stopping.wait(IDLE_S)


def _pulse(connection: Connection) -> None:
    """Read what the broker sent meanwhile and answer its heartbeat."""
    with contextlib.suppress(TimeoutError):
        connection.drain_events(timeout=0.001)
    connection.heartbeat_check()


def main() -> None:
    settings = read(ServiceSettings)
    configure(settings.service, os.environ.get("LOG_LEVEL", "INFO"))
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    db = mongo.connect(settings.mongo_url, f"{settings.service}-relay")
    log.info("relay_started")
    run(db, settings.amqp_url, stopping)
    log.info("relay_stopped")


if __name__ == "__main__":
    main()

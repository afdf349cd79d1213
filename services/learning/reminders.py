"""``python -m services.learning.reminders``: reminds by itself of what falls
due: courses of cohorts, certificates that expire, questions that come back.

Several may run: a lease lets one work. Nobody is reminded twice of one occasion, for a
reminder's key is written together with its event; a process killed halfway leaves the
rest to the next round.
"""

from __future__ import annotations

import os
import signal
import threading
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from pymongo.database import Database
from pymongo.errors import PyMongoError

from services.learning.catalogue.store import MongoCourses
from services.learning.cohorts.handlers.reminders import (
    remind_of_due_dates,
    remind_of_expiry,
    remind_of_refreshers,
)
from services.learning.cohorts.queries import CohortQueries
from services.learning.cohorts.store import MongoCohorts
from services.learning.refreshers.handlers import due_refreshers
from services.learning.refreshers.store import MongoRefreshers
from shared import leases, mongo, tracing
from shared.config import ServiceSettings, read
from shared.envelope import Cause
from shared.mongo import Doc
from shared.telemetry import configure, log

LEASE = "reminders"
# Days decide, so minutes are soon enough.
ROUND_S = 60
LEASE_S = 3 * ROUND_S


def remind(db: Database[Doc]) -> int:
    """One round; how many people were reminded."""
    reminders, queries, courses = MongoCohorts(db), CohortQueries(db), MongoCourses(db)
    cause = Cause(tracing.start())
    return (
        remind_of_due_dates(reminders, queries, courses, _now, cause=cause)
        + remind_of_expiry(reminders, queries, _now, cause=cause)
        + remind_of_refreshers(
            reminders, _due_refreshers(db, courses), courses, _now, cause=cause
        )
    )


def _due_refreshers(
    db: Database[Doc], courses: MongoCourses
) -> Iterator[dict[str, Any]]:
    refreshers, cursor = MongoRefreshers(db), None
    while True:
        page = due_refreshers(refreshers, courses, _now, cursor=cursor, limit=100)
        yield from page["items"]
        cursor = page["next"]
        if cursor is None:
            return


def _now() -> datetime:
    return datetime.now(UTC)


def run(db: Database[Doc], stopping: threading.Event) -> None:
    """Remind until told to stop; survives the database going away."""
    holder = str(uuid.uuid4())
    while not stopping.is_set():
        try:
            if leases.hold(db, LEASE, holder, seconds=LEASE_S):
                reminded = remind(db)
                if reminded:
                    log.info("learners_reminded", count=reminded)
        except PyMongoError as failure:
            log.warning("reminders_interrupted", error=type(failure).__name__)
        stopping.wait(ROUND_S)


def main() -> None:
    settings = read(ServiceSettings)
    configure(settings.service, os.environ.get("LOG_LEVEL", "INFO"))
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    run(mongo.connect(settings.mongo_url, f"{settings.service}-reminders"), stopping)


if __name__ == "__main__":
    main()

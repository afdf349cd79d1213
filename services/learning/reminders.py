"""``python -m services.learning.reminders``: reminds of due dates by itself.

Several may run: a lease lets one work. Nobody is reminded twice of one occasion, for a
reminder's key is written together with its event; a process killed halfway leaves the
rest to the next round.
"""

from __future__ import annotations

import os
import signal
import threading
import uuid
from datetime import UTC, datetime

from pymongo.database import Database
from pymongo.errors import PyMongoError

from services.learning.catalogue.store import MongoCourses
from services.learning.cohorts.handlers.reminders import remind_of_due_dates
from services.learning.cohorts.queries import CohortQueries
from services.learning.cohorts.store import MongoCohorts
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
    return remind_of_due_dates(
        MongoCohorts(db),
        CohortQueries(db),
        MongoCourses(db),
        lambda: datetime.now(UTC),
        cause=Cause(tracing.start()),
    )


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

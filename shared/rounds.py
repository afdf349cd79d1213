"""Work that a process does again and again by the clock, one process at a time.

Several may run: a lease lets one work. What a round does must be safe to do again, for
a process may be killed halfway, and its lease run out while it is slow.
"""

from __future__ import annotations

import os
import signal
import threading
import uuid
from collections.abc import Callable

from pymongo.database import Database
from pymongo.errors import PyMongoError

from shared import leases, mongo
from shared.config import ServiceSettings, read
from shared.mongo import Doc
from shared.telemetry import configure, log


def run(
    db: Database[Doc],
    name: str,
    work: Callable[[Database[Doc]], int],
    stopping: threading.Event,
    *,
    every_s: int,
) -> None:
    """Do the work until told to stop; survives the database going away.

    Args:
        name: of the lease, and in the log.
        work: one round; answers how many things it did.
    """
    holder = str(uuid.uuid4())
    while not stopping.is_set():
        try:
            if leases.hold(db, name, holder, seconds=max(30, 3 * every_s)):
                done = work(db)
                if done:
                    log.info("round_done", of=name, count=done)
        except PyMongoError as failure:
            log.warning("round_interrupted", of=name, error=type(failure).__name__)
        stopping.wait(every_s)


def main(name: str, work: Callable[[Database[Doc]], int], *, every_s: int) -> None:
    """Entrypoint of a process that only does this."""
    settings = read(ServiceSettings)
    configure(settings.service, os.environ.get("LOG_LEVEL", "INFO"))
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    db = mongo.connect(settings.mongo_url, f"{settings.service}-{name}")
    run(db, name, work, stopping, every_s=every_s)

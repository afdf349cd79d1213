"""``python -m services.content.calendar``: publishes and archives at the moments that
editors have named, and forgets generations of the index that nobody searches any more.

A work is written only if it is still as it was read, so nothing is published twice.
What falls due while nothing runs is done as soon as something does.
"""

from __future__ import annotations

from datetime import UTC, datetime

from pymongo.database import Database

from services.content.editing.handlers.moving import keep_the_calendar
from services.content.editing.queries import WorkQueries
from services.content.editing.store import MongoWorks
from services.content.search.store import MongoEntries
from shared import rounds, tracing
from shared.envelope import Cause
from shared.mongo import Doc

ROUND_S = 5


def keep(db: Database[Doc]) -> int:
    """One round; how many items were published or archived."""
    MongoEntries(db).sweep()
    due = WorkQueries(db).due(_now())
    return keep_the_calendar(MongoWorks(db), due, _now, cause=Cause(tracing.start()))


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    rounds.main("calendar", keep, every_s=ROUND_S)

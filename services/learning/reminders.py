"""``python -m services.learning.reminders``: reminds by itself of what falls
due: courses of cohorts, certificates that expire, questions that come back.

Nobody is reminded twice of one occasion, for a reminder's key is written together with
its event; a process killed halfway leaves the rest to the next round.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from pymongo.database import Database

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
from shared import rounds, tracing
from shared.envelope import Cause
from shared.mongo import Doc

# Days decide, so minutes are soon enough.
ROUND_S = 60


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


if __name__ == "__main__":
    rounds.main("reminders", remind, every_s=ROUND_S)

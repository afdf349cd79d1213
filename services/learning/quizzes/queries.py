"""Whether a person's cohorts are done with a course."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pymongo.database import Database

from shared.mongo import Doc

_KYIV = ZoneInfo("Europe/Kyiv")  # whose calendar due dates go by
_MEMBER = "member"


class CohortsDone:
    def __init__(self, db: Database[Doc]) -> None:
        self._db = db

    def are_done(self, person_id: str, slug: str, now: datetime) -> bool | None:
        """Whether in every cohort in which this person takes this course nothing more
        is to be done: closed, past its due date, or completed by every member.

        None for who is in none.
        """
        mine = {"person_id": person_id, "slug": slug, "state": _MEMBER}
        ids = [row["cohort"] for row in self._db.cohort_members.find(mine)]
        if not ids:
            return None
        cohorts = self._db.cohorts.find({"_id": {"$in": ids}})
        return all(self._is_done(cohort, now) for cohort in cohorts)

    def _is_done(self, cohort: Doc, now: datetime) -> bool:
        due_on = cohort.get("due_on")
        today = now.astimezone(_KYIV).date().isoformat()
        if cohort.get("closed_at") is not None or (due_on and due_on < today):
            return True
        unfinished: list[dict[str, Any]] = [
            {"$match": {"cohort": cohort["_id"], "state": _MEMBER}},
            {
                "$lookup": {
                    "from": "enrolments",
                    "localField": "enrolment",
                    "foreignField": "_id",
                    "as": "enrolment",
                }
            },
            {"$match": {"enrolment.completed_at": {"$exists": False}}},
            {"$limit": 1},
        ]
        return not list(self._db.cohort_members.aggregate(unfinished))

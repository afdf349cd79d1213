"""Reading cohorts: lists, and what reports are made of.

Reports read enrolments as they are kept and fold nothing. Every query walks an index
of the cohort's members, in the order in which people came.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from pymongo import DESCENDING
from pymongo.database import Database

from services.learning.cohorts.documents import cohort_of, member_of
from services.learning.cohorts.domain.attention import Learner, Result
from services.learning.cohorts.domain.cohort import Cohort
from services.learning.cohorts.domain.members import MEMBER, NOMINATED, Member
from services.learning.cohorts.domain.reminders import EXPIRES_SOON, Expiring
from services.learning.cohorts.domain.reports.quizzes import Tried
from shared.mongo import Doc

BATCH = 1000
FULL = 100  # points of a question answered right
After = tuple[datetime, str]
_JOIN: Doc = {
    "$lookup": {
        "from": "enrolments",
        "localField": "enrolment",
        "foreignField": "_id",
        "as": "e",
    }
}
_FIELDS = ("course_version", "done", "signed", "results", "active_at", "completed_at")


class CohortQueries:
    def __init__(self, db: Database[Doc]) -> None:
        self._db = db

    def of_person(
        self, person_id: str, *, everything: bool, after: After | None, limit: int
    ) -> list[Cohort]:
        """Cohorts that a person leads or heads, or simply all; the newest first."""
        parts = [] if everything else [{"trainers": person_id}, {"heads": person_id}]
        wanted: list[Doc] = [{"$or": parts}] if parts else []
        if after is not None:
            at, last = after
            earlier = {"opened_at": {"$lt": at}}
            wanted.append({"$or": [earlier, {"opened_at": at, "_id": {"$lt": last}}]})
        rows = self._db.cohorts.find({"$and": wanted} if wanted else {})
        newest = [("opened_at", DESCENDING), ("_id", DESCENDING)]
        return [cohort_of(row) for row in rows.sort(newest).limit(limit)]

    def is_head(self, person_id: str) -> bool:
        """Whether they may nominate for some cohort that is open."""
        wanted = {"heads": person_id, "closed_at": None}
        return self._db.cohorts.find_one(wanted, {"_id": 1}) is not None

    def joined(self, person_id: str) -> list[tuple[Cohort, Member]]:
        """Open cohorts that a person is in or is nominated for, the newest first."""
        wanted: Doc = {"person_id": person_id, "state": {"$in": [MEMBER, NOMINATED]}}
        rows = list(self._db.cohort_members.find(wanted).sort("at", DESCENDING))
        ids = [row["cohort"] for row in rows]
        found = self._db.cohorts.find({"_id": {"$in": ids}, "closed_at": None})
        cohorts = {doc["_id"]: cohort_of(doc) for doc in found}
        return [
            (cohorts[row["cohort"]], member_of(row))
            for row in rows
            if row["cohort"] in cohorts
        ]

    def due_between(self, first: date, last: date) -> list[Cohort]:
        days = {"$gte": first.isoformat(), "$lte": last.isoformat()}
        rows = self._db.cohorts.find({"due_on": days, "closed_at": None})
        return [cohort_of(row) for row in rows]

    def expiring(self, at: datetime) -> Iterator[Expiring]:
        """Certificates that soon no longer hold, are not revoked and not renewed."""
        soon: Doc = {
            "expires_at": {"$gt": at, "$lte": at + EXPIRES_SOON},
            "revoked_at": {"$exists": False},
        }
        for row in self._db.certificates.find(soon):
            key = {"person_id": row["person_id"], "slug": row["slug"]}
            newer = {**key, "issued_at": {"$gt": row["issued_at"]}}
            if self._db.certificates.find_one(newer, {"_id": 1}) is None:
                version, expires_at = row["course_version"], row["expires_at"]
                yield Expiring(
                    row["_id"], **key, course_version=version, expires_at=expires_at
                )

    def count(self, cohort_id: str, state: str) -> int:
        return self._db.cohort_members.count_documents(
            {"cohort": cohort_id, "state": state}
        )

    def members(
        self,
        cohort_id: str,
        *,
        state: str | None,
        nominated_by: str | None,
        after: After | None,
        limit: int,
    ) -> list[Member]:
        wanted = _members(cohort_id, state, after)
        if nominated_by is not None:
            wanted["nominated_by"] = nominated_by
        rows = self._db.cohort_members.find(wanted).sort([("at", 1), ("person_id", 1)])
        return [member_of(row) for row in rows.limit(limit)]

    def members_among(self, cohort_id: str, people: Sequence[str]) -> list[str]:
        """Those of these people who are members, in their order."""
        keys = [f"{cohort_id}:{person}" for person in people]
        wanted: Doc = {"_id": {"$in": keys}, "state": MEMBER}
        rows = self._db.cohort_members.find(wanted, {"person_id": 1})
        found = {row["person_id"] for row in rows}
        return [person for person in people if person in found]

    def learners(
        self, cohort_id: str, *, after: After | None, limit: int
    ) -> list[Learner]:
        """Members with their enrolments, in one query."""
        steps: list[Doc] = [
            {"$match": _members(cohort_id, MEMBER, after)},
            {"$sort": {"at": 1, "person_id": 1}},
            {"$limit": limit},
            _JOIN,
            {
                "$project": {
                    "person_id": 1,
                    "at": 1,
                    **{f"e.{name}": 1 for name in _FIELDS},
                }
            },
        ]
        return [_learner(row) for row in self._db.cohort_members.aggregate(steps)]

    def learner(self, cohort_id: str, person_id: str) -> Learner | None:
        steps: list[Doc] = [
            {"$match": {"_id": f"{cohort_id}:{person_id}", "state": MEMBER}},
            _JOIN,
        ]
        for row in self._db.cohort_members.aggregate(steps):
            return _learner(row)
        return None

    def every_learner(self, cohort_id: str) -> Iterator[Learner]:
        after: After | None = None
        while rows := self.learners(cohort_id, after=after, limit=BATCH):
            yield from rows
            if len(rows) < BATCH:
                return
            after = (rows[-1].joined_at, rows[-1].person_id)

    def lessons_done(
        self, cohort_id: str, lessons: Mapping[str, Sequence[str]]
    ) -> dict[str, int]:
        """How many members have done each lesson.

        Args:
            lessons: lesson to the ids that it has had in any version.
        """
        done = {"$ifNull": [{"$first": "$e.done"}, []]}
        counted = {
            str(place): {
                "$sum": {
                    "$cond": [{"$or": [{"$in": [one, "$done"]} for one in ids]}, 1, 0]
                }
            }
            for place, ids in enumerate(lessons.values())
        }
        steps: list[Doc] = [
            {"$match": _members(cohort_id, MEMBER, None)},
            _JOIN,
            {"$project": {"_id": 0, "done": done}},
            {"$group": {"_id": None, **counted}},
        ]
        for row in self._db.cohort_members.aggregate(steps):
            return {lesson: row[str(place)] for place, lesson in enumerate(lessons)}
        return {}

    def attended(self, cohort_id: str) -> dict[str, int]:
        """Session to how many came, as the last signature about each says."""
        steps: list[Doc] = [
            {"$match": {"cohort": cohort_id}},
            {"$sort": {"signed_at": 1, "_id": 1}},
            {
                "$group": {
                    "_id": {"session": "$session", "person": "$person_id"},
                    "came": {"$last": "$attended"},
                }
            },
            {"$match": {"came": True}},
            {"$group": {"_id": "$_id.session", "people": {"$sum": 1}}},
        ]
        rows = self._db.attendance.aggregate(steps)
        return {row["_id"]: row["people"] for row in rows}

    def first_attempts(self, slug: str, people: Iterable[str]) -> list[Tried]:
        """Each person's first attempt that counted at each quiz, or form of one."""
        wanted: Doc = {
            "person_id": {"$in": list(people)},
            "slug": slug,
            "submitted_at": {"$exists": True},
            "counted": {"$ne": False},
        }
        fields = ("person_id", "quiz", "form", "number", "points", "score.percent")
        rows = self._db.attempts.find(wanted, dict.fromkeys(fields, 1))
        first: dict[tuple[str, str, str | None], Tried] = {}
        for row in rows.sort("submitted_at"):
            key = (row["person_id"], row["quiz"], row.get("form"))
            if key not in first:
                first[key] = _tried(row)
        return list(first.values())


def _tried(row: Doc) -> Tried:
    # Attempts older than points say how they went, but not question by question.
    return Tried(
        row["person_id"],
        row["quiz"],
        row.get("number", 1),
        row["score"]["percent"],
        {name: points == FULL for name, points in row.get("points", {}).items()},
    )


def _members(cohort_id: str, state: str | None, after: After | None) -> Doc:
    wanted: Doc = {"cohort": cohort_id}
    if state is not None:
        wanted["state"] = state
    if after is not None:
        at, last = after
        same = {"at": at, "person_id": {"$gt": last}}
        wanted["$or"] = [{"at": {"$gt": at}}, same]
    return wanted


def _learner(row: Doc) -> Learner:
    found = row["e"][0] if row["e"] else {}
    return Learner(
        person_id=row["person_id"],
        joined_at=row["at"],
        course_version=found.get("course_version"),
        done=frozenset(found.get("done", ())),
        signed=frozenset(found.get("signed", ())),
        results={
            one["quiz"]: Result(one["best_percent"], one["passed"], one["attempts"])
            for one in found.get("results", ())
        },
        active_at=found.get("active_at"),
        completed_at=found.get("completed_at"),
    )

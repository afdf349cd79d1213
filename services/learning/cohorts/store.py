"""``cohorts`` with their sessions; ``cohort_members``, one row a person and cohort;
``attendance``, facts that trainers signed, only ever added; ``reminders``, one row for
each reminder there ever was.

``cohort_members._id`` is ``cohort:person``; ``enrolment`` in it is the ``_id`` of the
person's enrolment in the course, so that a report reads both in one query.
``reminders._id`` names the occasion, so that no restart and no second process reminds
anybody of it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from services.learning.cohorts import documents
from services.learning.cohorts.domain.attendance import Attended, standing
from services.learning.cohorts.domain.cohort import Cohort, is_done, no_cohort
from services.learning.cohorts.domain.members import MEMBER, Member
from services.learning.cohorts.domain.reminders import Reminder
from shared import mongo, outbox
from shared.envelope import Cause
from shared.errors import Conflict
from shared.mongo import Doc

Decide = Callable[[Cohort, Member | None], Member | None]


class MongoCohorts:
    def __init__(self, db: Database[Doc]) -> None:
        self._db = db

    def add(self, cohort: Cohort) -> None:
        self._db.cohorts.insert_one(
            {"_id": cohort.id, **documents.cohort_doc(cohort), "version": 0}
        )

    def get(self, cohort_id: str) -> Cohort:
        """Raises:
        NotFound: ``cohort_not_found``.
        """
        return self._one({"_id": cohort_id})

    def by_code(self, code: str) -> Cohort:
        """Raises:
        NotFound: ``cohort_not_found``.
        """
        return self._one({"code": code})

    def save(self, cohort: Cohort) -> None:
        """Raises:
        Conflict: ``stale``.
        """
        found = self._db.cohorts.replace_one(
            {"_id": cohort.id, "version": cohort.version},
            {**documents.cohort_doc(cohort), "version": cohort.version + 1},
        )
        if found.matched_count == 0:
            raise Conflict("stale", "Someone else changed this cohort; try again.")

    def member(self, cohort_id: str, person_id: str) -> Member | None:
        return self._member(cohort_id, person_id, None)

    def change_member(self, cohort_id: str, person_id: str, decide: Decide) -> bool:
        """Write what ``decide`` makes of the person; whether that changed anything.

        ``decide`` may be asked again, with what is there then.
        """

        def write(tx: ClientSession) -> bool:
            cohort = self._one({"_id": cohort_id}, tx)
            member = decide(cohort, self._member(cohort_id, person_id, tx))
            if member is None:
                return False
            self._db.cohort_members.replace_one(
                {"_id": f"{cohort_id}:{person_id}"},
                documents.member_doc(member, cohort.slug),
                upsert=True,
                session=tx,
            )
            return True

        return mongo.transact(self._db, write)

    def sign(self, facts: Sequence[Attended]) -> None:
        if facts:
            self._db.attendance.insert_many(
                [documents.attended_doc(fact) for fact in facts]
            )

    def standing(
        self, cohort_id: str, people: Iterable[str], session: str | None = None
    ) -> dict[tuple[str, str], bool]:
        """See ``attendance.standing``; of these people alone."""
        wanted: Doc = {"cohort": cohort_id, "person_id": {"$in": list(people)}}
        if session is not None:
            wanted["session"] = session
        return standing(map(documents.attended_of, self._db.attendance.find(wanted)))

    def remind(self, reminder: Reminder, *, cause: Cause) -> bool:
        """Note the reminder and tell the others, together; False if it was before."""

        def write(tx: ClientSession) -> None:
            self._db.reminders.insert_one(documents.reminder_doc(reminder), session=tx)
            outbox.record(self._db, [reminder.nudge], cause, session=tx)

        try:
            mongo.transact(self._db, write)
        except DuplicateKeyError:
            return False
        return True

    def are_done(self, person_id: str, slug: str, now: datetime) -> bool | None:
        """Whether every cohort in which this person takes this course is done; None
        for who is in none."""
        mine: Doc = {"person_id": person_id, "state": MEMBER, "slug": slug}
        rows = list(self._db.cohort_members.find(mine, {"cohort": 1}))
        if not rows:
            return None
        return all(
            is_done(self.get(row["cohort"]), now, unfinished=self._open(row["cohort"]))
            for row in rows
        )

    def _open(self, cohort_id: str) -> int:
        """How many members have not completed the course; 1 stands for many."""
        steps: list[Doc] = [
            {"$match": {"cohort": cohort_id, "state": MEMBER}},
            {
                "$lookup": {
                    "from": "enrolments",
                    "localField": "enrolment",
                    "foreignField": "_id",
                    "as": "e",
                }
            },
            {"$match": {"e.completed_at": {"$exists": False}}},
            {"$limit": 1},
        ]
        return len(list(self._db.cohort_members.aggregate(steps)))

    def _one(self, wanted: Doc, session: ClientSession | None = None) -> Cohort:
        doc = self._db.cohorts.find_one(wanted, session=session)
        if doc is None:
            raise no_cohort()
        return documents.cohort_of(doc)

    def _member(
        self, cohort_id: str, person_id: str, session: ClientSession | None
    ) -> Member | None:
        doc = self._db.cohort_members.find_one(
            {"_id": f"{cohort_id}:{person_id}"}, session=session
        )
        return documents.member_of(doc) if doc else None

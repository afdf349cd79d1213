"""``attempts``: ``_id`` is the attempt's id; answers and score are set once.

Every transaction here raises the enrolment's ``version``, so that of two at once one is
run again and sees the other: two devices begin one attempt, and end it once.
"""

from __future__ import annotations

from pymongo import ASCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.learning.progress.domain.records import Settled
from services.learning.progress.store import MongoRecords, transact
from services.learning.quizzes import documents
from services.learning.quizzes.domain.attempts import Attempt
from services.learning.quizzes.handlers import Begin, Decide
from shared.envelope import Cause
from shared.mongo import Doc


class MongoAttempts:
    def __init__(self, db: Database[Doc]) -> None:
        self._db = db
        self._records = MongoRecords(db)

    def find(self, attempt_id: str) -> Attempt | None:
        doc = self._db.attempts.find_one({"_id": attempt_id})
        return documents.attempt(doc) if doc else None

    def in_course(self, person_id: str, slug: str) -> list[Attempt]:
        """Every attempt of a person in a course, the oldest first."""
        return self._in_course(person_id, slug, None)

    def begin(
        self, person_id: str, slug: str, decide: Begin, *, cause: Cause
    ) -> Attempt:
        """The attempt that ``decide`` chooses or makes; a new one is kept.

        ``decide`` may be asked again, with newer attempts and record.
        """

        def write(tx: ClientSession) -> Attempt:
            record = self._records.held(person_id, slug, session=tx)
            past = self._in_course(person_id, slug, tx)
            chosen = decide(record, past)
            if all(chosen.id != attempt.id for attempt in past):
                self._records.advance(Settled(record), cause, session=tx)
                doc = documents.attempt_doc(chosen)
                self._db.attempts.insert_one(doc, session=tx)
            return chosen

        return transact(self._db, write)

    def submit(self, attempt_id: str, decide: Decide, *, cause: Cause) -> Attempt:
        """Write the attempt as ``decide`` ends it, and what follows, in one
        transaction; nothing if it ended before.

        ``decide`` may be asked again, with a newer attempt and record.
        """

        def write(tx: ClientSession) -> Attempt:
            doc = self._db.attempts.find_one({"_id": attempt_id}, session=tx)
            if doc is None:
                raise LookupError("attempts are never removed")
            attempt = documents.attempt(doc)
            record = self._records.held(attempt.person_id, attempt.slug, session=tx)
            ended, settled = decide(attempt, record)
            if ended is not attempt:
                self._records.advance(settled, cause, session=tx)
                self._db.attempts.update_one(
                    {"_id": attempt_id},
                    {"$set": documents.ending_doc(ended)},
                    session=tx,
                )
            return ended

        return transact(self._db, write)

    def _in_course(
        self, person_id: str, slug: str, session: ClientSession | None
    ) -> list[Attempt]:
        wanted = {"person_id": person_id, "slug": slug}
        rows = self._db.attempts.find(wanted, session=session)
        oldest = rows.sort([("started_at", ASCENDING), ("number", ASCENDING)])
        return [documents.attempt(doc) for doc in oldest]

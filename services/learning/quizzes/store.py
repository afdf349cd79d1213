"""``attempts``: ``_id`` is the attempt's id; answers and score are set once."""

from __future__ import annotations

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.learning.progress.store import MongoRecords, transact
from services.learning.quizzes.domain import Attempt, Score
from services.learning.quizzes.handlers import Decide
from shared.envelope import Cause
from shared.mongo import Doc


class MongoAttempts:
    def __init__(self, db: Database[Doc]) -> None:
        self._db = db
        self._records = MongoRecords(db)

    def add(self, attempt: Attempt) -> None:
        self._db.attempts.insert_one(
            {
                "_id": attempt.id,
                "person_id": attempt.person_id,
                "slug": attempt.slug,
                "course_version": attempt.course_version,
                "quiz": attempt.quiz,
                "started_at": attempt.started_at,
                "order": attempt.order,
            }
        )

    def find(self, attempt_id: str) -> Attempt | None:
        doc = self._db.attempts.find_one({"_id": attempt_id})
        return _attempt(doc) if doc else None

    def submit(self, attempt_id: str, decide: Decide, *, cause: Cause) -> Attempt:
        """Write the attempt as ``decide`` ends it, and what follows, in one
        transaction; nothing if it ended before.

        ``decide`` may be asked again, with a newer attempt and record.
        """

        def write(tx: ClientSession) -> Attempt:
            attempt = _attempt(
                self._db.attempts.find_one({"_id": attempt_id}, session=tx)
            )
            record = self._records.held(attempt.person_id, attempt.slug, session=tx)
            ended, settled = decide(attempt, record)
            if ended is not attempt:
                self._records.advance(settled, cause, session=tx)
                self._db.attempts.update_one(
                    {"_id": attempt_id}, {"$set": _ending(ended)}, session=tx
                )
            return ended

        return transact(self._db, write)


def _ending(attempt: Attempt) -> Doc:
    if attempt.score is None:
        raise ValueError("an attempt ends with a score")
    return {
        "answers": attempt.answers,
        "score": {"percent": attempt.score.percent, "passed": attempt.score.passed},
        "submitted_at": attempt.submitted_at,
    }


def _attempt(doc: Doc | None) -> Attempt:
    if doc is None:
        raise LookupError("attempts are never removed")
    answers, score = doc.get("answers"), doc.get("score")
    return Attempt(
        id=doc["_id"],
        person_id=doc["person_id"],
        slug=doc["slug"],
        course_version=doc["course_version"],
        quiz=doc["quiz"],
        started_at=doc["started_at"],
        order=_tuples(doc["order"]),
        answers=None if answers is None else _tuples(answers),
        score=Score(**score) if score else None,
        submitted_at=doc.get("submitted_at"),
    )


def _tuples(lists: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(values) for key, values in lists.items()}

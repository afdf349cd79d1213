"""Answers to questions that come back.

``reviews``: ``_id`` is ``person:review id``; only ever added. ``refreshers``: ``_id``
is ``person:slug``; when the next question is due, and a ``version`` that every answer
raises, so that of two devices that answer one question at once the second is refused.
Who has not answered yet has none; then the first question is due a fixed time after
completion.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.learning.certificates import store as certificates
from services.learning.progress.documents import key
from services.learning.progress.domain.records import Record
from services.learning.progress.store import MongoRecords, transact
from services.learning.refreshers.domain.schedule import Review
from services.learning.refreshers.handlers import Change, Decide, Kept
from shared.envelope import Cause
from shared.mongo import Doc


class MongoRefreshers:
    def __init__(self, db: Database[Doc]) -> None:
        self._db = db
        self._records = MongoRecords(db)

    def find(self, person_id: str, slug: str) -> Kept | None:
        """None if the course was not completed."""
        return self._kept(self._records.read(person_id, slug), None)

    def of_person(
        self, person_id: str, fading: Sequence[tuple[str, int]]
    ) -> list[Kept]:
        """Of the person's completed courses those that fade."""
        wanted = {"person_id": person_id, **_fading(fading)}
        rows = self._db.enrolments.find(wanted, {"slug": 1})
        found = (self.find(person_id, row["slug"]) for row in rows)
        return [kept for kept in found if kept is not None]

    def change(
        self,
        person_id: str,
        slug: str,
        decide: Decide,
        *,
        cause: Cause,
    ) -> None:
        """Write what ``decide`` makes of what there is, in one transaction; nothing if
        it makes nothing of it. ``decide`` may be asked again."""

        def write(tx: ClientSession) -> None:
            record = self._records.held(person_id, slug, session=tx)
            kept = self._kept(record, tx)
            change = None if kept is None else decide(kept)
            if change is not None:
                self._write(record, change, cause, tx)

        transact(self._db, write)

    def due(
        self,
        at: datetime,
        fading: Sequence[tuple[str, int]],
        first_after: timedelta,
        *,
        after: str | None,
        limit: int,
    ) -> list[tuple[str, str, datetime]]:
        """Person, course and since when, of everyone for whom a question is due.

        Args:
            first_after: how long after completion the first question is.
        """
        wanted = _fading(fading)
        wanted["completed_at"] = {"$lte": at - first_after}
        if after is not None:
            wanted["_id"] = {"$gt": after}
        first = {"$add": ["$completed_at", int(first_after.total_seconds() * 1000)]}
        next_due = {"$ifNull": [{"$first": "$refresher.due_at"}, first]}
        joined = {
            "from": "refreshers",
            "localField": "_id",
            "foreignField": "_id",
            "as": "refresher",
        }
        rows = self._db.enrolments.aggregate(
            [
                {"$match": wanted},
                {"$sort": {"_id": 1}},
                {"$lookup": joined},
                {"$set": {"due_at": next_due}},
                {"$match": {"due_at": {"$lte": at}}},
                {"$limit": limit},
                {"$project": {"person_id": 1, "slug": 1, "due_at": 1}},
            ]
        )
        return [(row["person_id"], row["slug"], row["due_at"]) for row in rows]

    def _kept(
        self, record: Record | None, session: ClientSession | None
    ) -> Kept | None:
        if record is None or record.enrolment.completed_at is None:
            return None
        person_id, slug = record.enrolment.person_id, record.enrolment.slug
        certificate = certificates.newest(self._db, person_id, slug, session=session)
        if certificate is None:
            raise LookupError("who completed a course holds its certificate")
        rows = self._db.reviews.find(
            {"person_id": person_id, "slug": slug}, session=session
        )
        return Kept(record, certificate, tuple(map(_review, rows)))

    def _write(
        self, record: Record, change: Change, cause: Cause, tx: ClientSession
    ) -> None:
        held = record.enrolment
        self._db.refreshers.update_one(
            {"_id": key(held.person_id, held.slug)},
            {
                "$set": {
                    "person_id": held.person_id,
                    "slug": held.slug,
                    "due_at": change.next_due,
                },
                "$inc": {"version": 1},
            },
            upsert=True,
            session=tx,
        )
        doc = _review_doc(held.person_id, held.slug, change.review)
        self._db.reviews.insert_one(doc, session=tx)
        if change.renewed is not None:
            renewed, event = change.renewed
            certificates.renew(self._db, renewed, event, cause, session=tx)
            self._records.hold(record, renewed.number, session=tx)


def _fading(fading: Sequence[tuple[str, int]]) -> dict[str, Any]:
    versions = [{"slug": slug, "course_version": version} for slug, version in fading]
    none_: list[Doc] = [{"_id": None}]
    return {"completed_at": {"$exists": True}, "$or": versions or none_}


def _review_doc(person_id: str, slug: str, review: Review) -> Doc:
    return {
        "_id": key(person_id, review.id),
        "person_id": person_id,
        "slug": slug,
        "question": review.question,
        "answer": list(review.answer),
        "right": review.right,
        "at": review.at,
        "number": review.number,
    }


def _review(doc: Doc) -> Review:
    return Review(
        id=doc["_id"].removeprefix(f"{doc['person_id']}:"),
        question=doc["question"],
        answer=tuple(doc["answer"]),
        right=doc["right"],
        at=doc["at"],
        number=doc["number"],
    )

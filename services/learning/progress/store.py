"""Enrolments and facts.

``enrolments``: ``_id`` is ``person:slug``. Every transaction that adds a fact or a
result to a record raises its enrolment's ``version``, so that of two at the same time
one is run again and sees the other: two devices cannot complete a course twice, nor
miss that together they did.

``facts``: only ever added; ``_id`` is ``person:fact id``, so a batch sent again finds
itself. Results are summed from ``attempts``, which ``quizzes.store`` writes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from pymongo import DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import BulkWriteError, DuplicateKeyError

from services.learning.certificates import store as certificates
from services.learning.certificates.domain import Certificate
from services.learning.progress.domain import (
    Enrolment,
    Fact,
    Happened,
    Outcome,
    QuizResult,
    Record,
    Taken,
    completed,
)
from shared import mongo, outbox
from shared.envelope import Cause
from shared.mongo import Doc

T = TypeVar("T")

# Numbers have 60 random bits: even the second try is next to never needed.
_TRIES = 3


class MongoRecords:
    def __init__(self, db: Database[Doc]) -> None:
        self._db = db

    def enrol(self, enrolment: Enrolment) -> bool:
        """Whether this was new; an enrolment there is stays as it is."""
        doc = {
            "_id": _key(enrolment.person_id, enrolment.slug),
            "person_id": enrolment.person_id,
            "slug": enrolment.slug,
            "course_version": enrolment.course_version,
            "enrolled_at": enrolment.enrolled_at,
            "version": 0,
        }
        try:
            self._db.enrolments.insert_one(doc)
        except DuplicateKeyError:
            return False
        return True

    def find(self, person_id: str, slug: str) -> Record | None:
        return read(self._db, person_id, slug)

    def of_person(
        self, person_id: str, *, after: tuple[datetime, str] | None, limit: int
    ) -> list[Record]:
        """The newest first, from past ``after`` (enrolled at, slug) on."""
        wanted: Doc = {"person_id": person_id}
        if after is not None:
            at, slug = after
            same = {"enrolled_at": at, "slug": {"$lt": slug}}
            wanted["$or"] = [{"enrolled_at": {"$lt": at}}, same]
        rows = self._db.enrolments.find(wanted).sort(
            [("enrolled_at", DESCENDING), ("slug", DESCENDING)]
        )
        return _records(self._db, person_id, list(rows.limit(limit)))

    def add_facts(
        self,
        person_id: str,
        slug: str,
        ids: Collection[str],
        decide: Callable[[Record, Mapping[str, Fact]], Taken],
        *,
        cause: Cause,
    ) -> list[Outcome]:
        """Write what ``decide`` takes, and what follows from it, in one transaction.

        ``decide`` may be asked again, with a newer record.
        """

        def write(tx: ClientSession) -> list[Outcome]:
            record = read(self._db, person_id, slug, session=tx)
            if record is None:
                raise LookupError("enrolments are never removed")
            taken = decide(record, self._known(person_id, ids, tx))
            if taken.new:
                docs = [_fact_doc(person_id, fact) for fact in taken.new]
                advance(self._db, record, taken.certificate, cause, session=tx)
                self._db.facts.insert_many(docs, session=tx)
            return taken.outcomes

        return transact(self._db, write)

    def _known(
        self, person_id: str, ids: Collection[str], tx: ClientSession
    ) -> dict[str, Fact]:
        keys = [_key(person_id, fact_id) for fact_id in ids]
        docs = self._db.facts.find({"_id": {"$in": keys}}, session=tx)
        return {fact.id: fact for fact in map(_fact, docs)}


def read(
    db: Database[Doc],
    person_id: str,
    slug: str,
    *,
    session: ClientSession | None = None,
) -> Record | None:
    """The person's record of the course; None if there is no enrolment."""
    doc = db.enrolments.find_one({"_id": _key(person_id, slug)}, session=session)
    return _records(db, person_id, [doc], session=session)[0] if doc else None


def advance(
    db: Database[Doc],
    record: Record,
    certificate: Certificate | None,
    cause: Cause,
    *,
    session: ClientSession,
) -> None:
    """Raise the enrolment's version; with a certificate, complete it too.

    The server aborts this transaction, to be run again, if another has raised the
    version since this one began to read.
    """
    change: Doc = {"$inc": {"version": 1}}
    if certificate is not None:
        change["$set"] = {
            "completed_at": certificate.issued_at,
            "certificate": certificate.number,
        }
        certificates.issue(db, certificate, session=session)
        outbox.record(db, [completed(certificate)], cause, session=session)
    key = _key(record.enrolment.person_id, record.enrolment.slug)
    db.enrolments.update_one({"_id": key}, change, session=session)


def transact(db: Database[Doc], work: Callable[[ClientSession], T]) -> T:
    """``mongo.transact``, and again should a key be taken that was free when read.

    That is a certificate number drawn twice, or one fact id that two devices sent for
    two courses at once: the second run draws, or finds, another.
    """
    for _ in range(_TRIES - 1):
        try:
            return mongo.transact(db, work)
        except (DuplicateKeyError, BulkWriteError):
            continue
    return mongo.transact(db, work)


def _records(
    db: Database[Doc],
    person_id: str,
    enrolments: Sequence[Doc],
    *,
    session: ClientSession | None = None,
) -> list[Record]:
    """The records of these enrolments, with two queries however many they are."""
    wanted: Doc = {
        "person_id": person_id,
        "slug": {"$in": [doc["slug"] for doc in enrolments]},
    }
    happened: defaultdict[str, set[Happened]] = defaultdict(set)
    kinds = {"slug": "$slug", "kind": "$kind", "lesson": "$lesson"}
    for row in db.facts.aggregate(
        [{"$match": wanted}, {"$group": {"_id": kinds}}], session=session
    ):
        found = row["_id"]
        happened[found["slug"]].add((found["kind"], found["lesson"]))
    results: defaultdict[str, list[QuizResult]] = defaultdict(list)
    best = {
        "_id": {"slug": "$slug", "quiz": "$quiz"},
        "percent": {"$max": "$score.percent"},
        "passed": {"$max": "$score.passed"},
    }
    submitted = {**wanted, "score": {"$exists": True}}
    for row in db.attempts.aggregate(
        [{"$match": submitted}, {"$group": best}, {"$sort": {"_id": 1}}],
        session=session,
    ):
        results[row["_id"]["slug"]].append(
            QuizResult(row["_id"]["quiz"], row["percent"], row["passed"])
        )
    return [
        Record(
            _enrolment(doc),
            frozenset(happened[doc["slug"]]),
            tuple(results[doc["slug"]]),
        )
        for doc in enrolments
    ]


def _key(person_id: str, name: str) -> str:
    return f"{person_id}:{name}"


def _enrolment(doc: Doc) -> Enrolment:
    return Enrolment(
        person_id=doc["person_id"],
        slug=doc["slug"],
        course_version=doc["course_version"],
        enrolled_at=doc["enrolled_at"],
        completed_at=doc.get("completed_at"),
        certificate=doc.get("certificate"),
    )


def _fact_doc(person_id: str, fact: Fact) -> Doc:
    return {
        "_id": _key(person_id, fact.id),
        "person_id": person_id,
        "kind": fact.kind,
        "slug": fact.slug,
        "lesson": fact.lesson,
        "at": fact.at,
        "received_at": fact.received_at,
    }


def _fact(doc: Doc) -> Fact:
    return Fact(
        id=doc["_id"].removeprefix(f"{doc['person_id']}:"),
        kind=doc["kind"],
        slug=doc["slug"],
        lesson=doc["lesson"],
        at=doc["at"],
        received_at=doc["received_at"],
    )

"""Enrolments with their progress, facts and signatures.

``enrolments``: ``_id`` is ``person:slug``. Every transaction that adds a fact, a
signature or a result to a record raises its enrolment's ``version``, so that of two at
the same time one is run again and sees the other: two devices cannot complete a course
twice, nor miss that together they did. The sum of what was added stands in the
enrolment, written in the same transaction; ``folded`` is the version it stands at.
Where that is not ``version``, a release from before there were sums wrote last, and the
sum is made anew when it is read.

``facts``: only ever added; ``_id`` is ``person:fact id``, so a batch sent again finds
itself. ``signed_facts``: what trainers signed; only ever added. Results come from
``attempts``, which ``quizzes.store`` writes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import TypeVar

from pymongo import DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import BulkWriteError, DuplicateKeyError

from services.learning.catalogue.store import MongoCourses
from services.learning.certificates import store as certificates
from services.learning.progress import documents
from services.learning.progress.documents import key
from services.learning.progress.domain.facts import Fact, Outcome
from services.learning.progress.domain.progress import History
from services.learning.progress.domain.records import (
    Enrolment,
    Record,
    Settled,
    Taken,
    completed,
    refold,
)
from services.learning.progress.domain.signatures import Signature
from shared import mongo, outbox
from shared.envelope import Cause
from shared.mongo import Doc

T = TypeVar("T")

# Numbers have 60 random bits: even the second try is next to never needed.
_TRIES = 3


class MongoRecords:
    def __init__(self, db: Database[Doc]) -> None:
        self._db = db
        self._courses = MongoCourses(db)

    def enrol(self, enrolment: Enrolment) -> bool:
        """Whether this was new; an enrolment there is stays as it is."""
        try:
            self._db.enrolments.insert_one(documents.enrolment_doc(enrolment))
        except DuplicateKeyError:
            return False
        return True

    def find(self, person_id: str, slug: str) -> Record | None:
        return self.read(person_id, slug)

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
        return [self._record(row) for row in rows.limit(limit)]

    def completed_by(self, person_id: str, slugs: Collection[str]) -> frozenset[str]:
        """Which of these courses the person has completed, in whichever version."""
        keys = [key(person_id, slug) for slug in slugs]
        wanted: Doc = {"_id": {"$in": keys}, "completed_at": {"$exists": True}}
        return frozenset(row["slug"] for row in self._db.enrolments.find(wanted))

    def page(
        self, *, person_id: str | None, slug: str | None, after: str | None, limit: int
    ) -> list[tuple[str, str]]:
        """Person and course of enrolments in their order, from past ``after`` on."""
        wanted: Doc = {"_id": {"$gt": after}} if after else {}
        if person_id is not None:
            wanted["person_id"] = person_id
        if slug is not None:
            wanted["slug"] = slug
        rows = self._db.enrolments.find(wanted, {"person_id": 1, "slug": 1})
        return [
            (row["person_id"], row["slug"]) for row in rows.sort("_id").limit(limit)
        ]

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
            record = self.held(person_id, slug, session=tx)
            taken = decide(record, self._known(person_id, ids, tx))
            if taken.new:
                docs = documents.fact_docs(person_id, taken.new)
                self.advance(taken.settled, cause, session=tx)
                self._db.facts.insert_many(docs, session=tx)
            return taken.outcomes

        return transact(self._db, write)

    def sign(
        self,
        person_id: str,
        slug: str,
        decide: Callable[[Record, list[Signature]], tuple[Signature, Settled]],
        *,
        cause: Cause,
    ) -> Signature:
        """Add the signature that ``decide`` makes, and what follows from it.

        ``decide`` gets every signature there is, and may be asked again.
        """

        def write(tx: ClientSession) -> Signature:
            record = self.held(person_id, slug, session=tx)
            before = self._signatures(person_id, slug, tx)
            signature, settled = decide(record, before)
            if signature in before:
                return signature
            self.advance(settled, cause, session=tx)
            self._db.signed_facts.insert_one(
                documents.signature_doc(signature), session=tx
            )
            return signature

        return transact(self._db, write)

    def signature(self, signature_id: str) -> Signature | None:
        doc = self._db.signed_facts.find_one({"_id": signature_id})
        return documents.signature(doc) if doc else None

    def signatures_of(self, person_id: str) -> list[Signature]:
        """For all courses, oldest first."""
        found = self._db.signed_facts.find({"person_id": person_id})
        return [documents.signature(doc) for doc in found.sort("signed_at")]

    def replay(
        self,
        person_id: str,
        slug: str,
        decide: Callable[[Record, History], Settled],
        *,
        cause: Cause,
    ) -> bool:
        """Write what ``decide`` makes of everything there ever was; whether that is
        another record than there was."""

        def write(tx: ClientSession) -> bool:
            settled, differs = self._replayed(person_id, slug, decide, tx)
            if differs:
                self.advance(settled, cause, session=tx)
            return differs

        return transact(self._db, write)

    def would_differ(
        self, person_id: str, slug: str, decide: Callable[[Record, History], Settled]
    ) -> bool:
        """What ``replay`` would answer, without writing."""
        return self._replayed(person_id, slug, decide, None)[1]

    def _replayed(
        self,
        person_id: str,
        slug: str,
        decide: Callable[[Record, History], Settled],
        session: ClientSession | None,
    ) -> tuple[Settled, bool]:
        doc = self._db.enrolments.find_one(
            {"_id": key(person_id, slug)}, session=session
        )
        if doc is None:
            raise LookupError("enrolments are never removed")
        record = Record(documents.enrolment(doc), version=doc["version"])
        settled = decide(record, self._history(person_id, slug, session))
        after = documents.state_doc(settled.record)
        is_same = doc.get("folded") == doc["version"] and all(
            doc[name] == value for name, value in after.items()
        )
        return settled, not is_same

    def read(
        self, person_id: str, slug: str, *, session: ClientSession | None = None
    ) -> Record | None:
        """The person's record of the course; None if there is no enrolment."""
        doc = self._db.enrolments.find_one(
            {"_id": key(person_id, slug)}, session=session
        )
        return self._record(doc, session) if doc else None

    def held(
        self, person_id: str, slug: str, *, session: ClientSession | None = None
    ) -> Record:
        """The record of somebody who was found to be enrolled."""
        record = self.read(person_id, slug, session=session)
        if record is None:
            raise LookupError("enrolments are never removed")
        return record

    def advance(
        self, settled: Settled, cause: Cause, *, session: ClientSession
    ) -> None:
        """Write the record's new state and raise its version; with a certificate,
        complete it too.

        The server aborts this transaction, to be run again, if another has raised the
        version since this one began to read.
        """
        record, certificate = settled.record, settled.certificate
        enrolment, version = record.enrolment, record.version + 1
        state = documents.state_doc(record)
        change = {**state, "version": version, "folded": version}
        if certificate is not None:
            change["completed_at"] = certificate.issued_at
            change["certificate"] = certificate.number
            certificates.issue(self._db, certificate, session=session)
            outbox.record(self._db, [completed(certificate)], cause, session=session)
        self._db.enrolments.update_one(
            {"_id": key(enrolment.person_id, enrolment.slug)},
            {"$set": change},
            session=session,
        )

    def hold(self, record: Record, certificate: str, *, session: ClientSession) -> None:
        """Let the enrolment name the certificate that renewed the one before."""
        self._db.enrolments.update_one(
            {"_id": key(record.enrolment.person_id, record.enrolment.slug)},
            # Together: a sum that was old stays so.
            {"$set": {"certificate": certificate}, "$inc": {"version": 1, "folded": 1}},
            session=session,
        )

    def _record(self, doc: Doc, session: ClientSession | None = None) -> Record:
        enrolment = documents.enrolment(doc)
        if doc.get("folded") == doc["version"]:
            return Record(enrolment, documents.progress(doc), doc["version"])
        history = self._history(enrolment.person_id, enrolment.slug, session)
        course = self._courses.get(enrolment.slug, enrolment.course_version)
        return refold(Record(enrolment, version=doc["version"]), history, course)

    def _known(
        self, person_id: str, ids: Collection[str], tx: ClientSession
    ) -> dict[str, Fact]:
        keys = [key(person_id, fact_id) for fact_id in ids]
        docs = self._db.facts.find({"_id": {"$in": keys}}, session=tx)
        return {fact.id: fact for fact in map(documents.fact, docs)}

    def _history(
        self, person_id: str, slug: str, session: ClientSession | None
    ) -> History:
        wanted: Doc = {"person_id": person_id, "slug": slug}
        # An attempt that came too late was scored, and does not count.
        counted: Doc = {"score": {"$exists": True}, "counted": {"$ne": False}}
        attempts = self._db.attempts.find({**wanted, **counted}, session=session)
        return History(
            [
                documents.fact(doc)
                for doc in self._db.facts.find(wanted, session=session)
            ],
            [documents.scored(doc) for doc in attempts],
            self._signatures(person_id, slug, session),
        )

    def _signatures(
        self, person_id: str, slug: str, session: ClientSession | None
    ) -> list[Signature]:
        wanted = {"person_id": person_id, "slug": slug}
        found = self._db.signed_facts.find(wanted, session=session)
        return [documents.signature(doc) for doc in found.sort("signed_at")]


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

"""``certificates``: issued once and never changed; ``_id`` is the number."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from pymongo import DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.learning.certificates.domain import Certificate
from shared.mongo import Doc


def issue(
    db: Database[Doc], certificate: Certificate, *, session: ClientSession
) -> None:
    """Write the certificate in the caller's transaction.

    Raises:
        DuplicateKeyError: the number is taken, or the person holds one already.
    """
    doc = asdict(certificate)
    db.certificates.insert_one({"_id": doc.pop("number"), **doc}, session=session)


class MongoCertificates:
    def __init__(self, db: Database[Doc]) -> None:
        self._certificates = db.certificates

    def find(self, number: str) -> Certificate | None:
        doc = self._certificates.find_one({"_id": number})
        return _certificate(doc) if doc else None

    def of_person(
        self, person_id: str, *, after: tuple[datetime, str] | None, limit: int
    ) -> list[Certificate]:
        """The newest first, from past ``after`` on."""
        wanted: Doc = {"person_id": person_id}
        if after is not None:
            at, number = after
            same = {"issued_at": at, "_id": {"$lt": number}}
            wanted["$or"] = [{"issued_at": {"$lt": at}}, same]
        rows = self._certificates.find(wanted).sort(
            [("issued_at", DESCENDING), ("_id", DESCENDING)]
        )
        return [_certificate(doc) for doc in rows.limit(limit)]


def _certificate(doc: Doc) -> Certificate:
    number = doc.pop("_id")
    return Certificate(number=number, **doc)

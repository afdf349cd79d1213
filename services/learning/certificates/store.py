"""``certificates``: issued once; all that changes is that one is revoked.

``_id`` is the number. Each has a place of its own in the status list, drawn at random:
what is drawn in order would tell how many were issued between two.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict
from datetime import datetime

from pymongo import DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.learning.certificates.domain import (
    STATUS_LIST_SIZE,
    Certificate,
    no_certificate,
)
from services.learning.certificates.handlers import Revoke
from shared import mongo, outbox
from shared.contracts.learning import CertificateRenewed
from shared.envelope import Cause
from shared.mongo import Doc


def issue(
    db: Database[Doc], certificate: Certificate, *, session: ClientSession
) -> None:
    """Write the certificate in the caller's transaction.

    Raises:
        DuplicateKeyError: the number or its place in the status list was taken just
            now, or the person holds one already.
    """
    doc = _doc(certificate)
    doc["status_index"] = draw_status_index(db, session=session)
    db.certificates.insert_one(doc, session=session)


def renew(
    db: Database[Doc],
    renewed: Certificate,
    event: CertificateRenewed,
    cause: Cause,
    *,
    session: ClientSession,
) -> None:
    """Write what ``domain.renew`` decided, in the caller's transaction.

    Raises:
        DuplicateKeyError: as ``issue``; also if it was renewed just now.
    """
    issue(db, renewed, session=session)
    outbox.record(db, [event], cause, session=session)


def newest(
    db: Database[Doc], person_id: str, slug: str, *, session: ClientSession | None
) -> Certificate | None:
    """The person's last certificate for the course, of whichever version."""
    doc = db.certificates.find_one(
        {"person_id": person_id, "slug": slug},
        sort=[("issued_at", DESCENDING), ("_id", DESCENDING)],
        session=session,
    )
    return _certificate(doc) if doc else None


def draw_status_index(
    db: Database[Doc], *, session: ClientSession | None = None
) -> int:
    """A place in the status lists that nobody has."""
    # Half of each list stays empty: in a full one drawing would not end. Outside the
    # transaction: a count is not allowed in one and may be a little old.
    lists = 1 + db.certificates.estimated_document_count() // (STATUS_LIST_SIZE // 2)
    while True:
        drawn = secrets.randbelow(lists * STATUS_LIST_SIZE)
        if not db.certificates.find_one({"status_index": drawn}, session=session):
            return drawn


class MongoCertificates:
    def __init__(self, db: Database[Doc]) -> None:
        self._db = db
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

    def revoke(
        self, number: str, decide: Revoke, *, cause: Cause
    ) -> Certificate | None:
        """Write the certificate as ``decide`` revokes it, with the event, or nothing.

        None if there is no such certificate. ``decide`` may be asked again.
        """

        def write(tx: ClientSession) -> Certificate | None:
            doc = self._certificates.find_one({"_id": number}, session=tx)
            if doc is None:
                return None
            revoked, event = decide(_certificate(doc))
            if event is not None:
                self._certificates.replace_one(
                    {"_id": number}, _doc(revoked), session=tx
                )
                outbox.record(self._db, [event], cause, session=tx)
            return revoked

        return mongo.transact(self._db, write)

    def revoked_in_list(self, number: int) -> list[int]:
        """The places, within status list ``number``, of what was revoked.

        Raises:
            NotFound: ``certificate_not_found``: no certificate stands in such a list.
        """
        start = (number - 1) * STATUS_LIST_SIZE
        inside = {"$gte": start, "$lt": start + STATUS_LIST_SIZE}
        if number != 1 and not self._certificates.find_one({"status_index": inside}):
            raise no_certificate()
        rows = self._certificates.find(
            {"revoked_at": {"$exists": True}, "status_index": inside},
            {"status_index": True},
        )
        return sorted(row["status_index"] - start for row in rows)


def _doc(certificate: Certificate) -> Doc:
    doc = {
        name: value for name, value in asdict(certificate).items() if value is not None
    }
    return {"_id": doc.pop("number"), **doc}


def _certificate(doc: Doc) -> Certificate:
    number = doc.pop("_id")
    return Certificate(number=number, **doc)

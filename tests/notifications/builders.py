"""Events and people as the notifications service meets them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from nameko.testing.services import worker_factory
from pymongo.database import Database

from services.notifications.domain import Contact
from services.notifications.handlers import Addresses
from services.notifications.queries import Messages
from services.notifications.service import NotificationsService
from services.notifications.store import MongoContacts, MongoNotices, MongoTitles
from shared.contracts.learning import (
    CertificateRenewed,
    CertificateRevoked,
    CourseCompleted,
    CoursePublished,
    LearnerNudged,
)
from shared.envelope import Cause, Envelope
from shared.identity import SYSTEM, Identity

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
CAUSE = Cause("00-" + "1" * 32 + "-" + "2" * 16 + "-01")
NUMBER = "7K3M-9QXT-2HBD-5"
DUE_ON = date(2026, 12, 1)
TITLES = {"uk": "Аудит безпеки", "en": "Safety audit"}

Db = Database[dict[str, Any]]


def a_contact(**changes: Any) -> Contact:
    olena = Contact("olena", "olena@example.org", "Олена Коваль", "uk", 1)
    return replace(olena, **changes)


def published(version: int = 1, titles: dict[str, str] = TITLES) -> Envelope:
    event = CoursePublished("safety-audit", version, titles)
    return Envelope.wrap(event, CAUSE).read_by("on_course_published")


def completed(person_id: str = "olena", version: int = 1) -> Envelope:
    event = CourseCompleted(person_id, "safety-audit", version, NUMBER, NOON)
    return Envelope.wrap(event, CAUSE).read_by("on_course_completed")


def renewed() -> Envelope:
    event = CertificateRenewed("olena", "safety-audit", 1, NUMBER, "old", NOON)
    return Envelope.wrap(event, CAUSE).read_by("on_certificate_renewed")


def revoked() -> Envelope:
    event = CertificateRevoked("olena", "safety-audit", 1, NUMBER, NOON)
    return Envelope.wrap(event, CAUSE).read_by("on_certificate_revoked")


def a_service(db: Db, caller: Identity = SYSTEM) -> Any:
    return worker_factory(
        NotificationsService,
        contacts=MongoContacts(db),
        titles=MongoTitles(db),
        notices=MongoNotices(db),
        messages=Messages(db),
        addresses=Addresses("https://hub.example.org/", "hub@example.org"),
        now=lambda: NOON,
        caller=caller,
        database=db,
    )


def tell_contact(db: Db, **changes: Any) -> Any:
    contact = a_contact(**changes)
    return a_service(db).put_contact(
        person_id=contact.person_id,
        email=contact.email,
        name=contact.name,
        language=contact.language,
        version=contact.version,
    )


def queue_a_mail(db: Db, **changes: Any) -> dict[str, Any]:
    """One completed course; the mail as it is queued."""
    tell_contact(db, **changes)
    service = a_service(db)
    service.on_course_published(published())
    service.on_course_completed(completed())
    (mail,) = db.mails.find({"state": "queued"})
    return mail


def nudged(reason: str = "due_soon", due_on: date | None = DUE_ON) -> Envelope:
    event = LearnerNudged("olena", "safety-audit", 1, "cohort", reason, due_on)
    return Envelope.wrap(event, CAUSE).read_by("on_learner_nudged")

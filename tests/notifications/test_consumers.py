"""What events and contacts lead to, in any order and however often, on real MongoDB."""

import threading
from typing import Any

import pytest

from shared.envelope import AlreadyHandled, Envelope
from shared.errors import Forbidden, Invalid, NotFound
from shared.identity import ANONYMOUS, OPERATOR
from tests.notifications.builders import (
    NUMBER,
    Db,
    a_service,
    completed,
    nudged,
    published,
    queue_a_mail,
    renewed,
    revoked,
    tell_contact,
)

pytestmark = pytest.mark.needs_mongo


def test_a_completed_course_is_one_message_and_one_mail(db: Db) -> None:
    mail = queue_a_mail(db)
    (message,) = db.messages.find()
    assert message["subject"] == "Ваш сертифікат готовий"
    assert "«Аудит безпеки»" in message["body"]
    assert message["link"] == f"/uk/certificates/{NUMBER}"
    assert mail["content"]["to"] == "olena@example.org"
    assert (
        f"https://hub.example.org/uk/certificates/{NUMBER}" in mail["content"]["text"]
    )
    assert mail["message_id"] == f"<{mail['_id']}@example.org>"
    assert mail["event_id"] == message["event_id"]


@pytest.mark.parametrize(
    ("consumer", "event", "subject"),
    [
        ("on_certificate_renewed", renewed(), "Ваш сертифікат поновлено"),
        ("on_certificate_revoked", revoked(), "Ваш сертифікат скасовано"),
    ],
)
def test_what_becomes_of_a_certificate_is_told_once(
    db: Db, consumer: str, event: Envelope, subject: str
) -> None:
    tell_contact(db)
    service = a_service(db)
    service.on_course_published(published())
    getattr(service, consumer)(event)
    with pytest.raises(AlreadyHandled):
        getattr(service, consumer)(event)
    (message,), (mail,) = list(db.messages.find()), list(db.mails.find())
    assert message["subject"] == mail["content"]["subject"] == subject
    assert message["link"] == f"/uk/certificates/{NUMBER}"
    assert NUMBER in message["body"]


def test_the_letter_is_in_the_recipients_language(db: Db) -> None:
    mail = queue_a_mail(db, language="en")
    assert mail["content"]["subject"] == "Your certificate is ready"
    assert "Safety audit" in mail["content"]["html"]
    assert f"/en/certificates/{NUMBER}" in mail["content"]["html"]


def test_an_event_told_again_says_nothing_new(db: Db) -> None:
    tell_contact(db)
    service, event = a_service(db), completed()
    service.on_course_published(published())
    service.on_course_completed(event)
    with pytest.raises(AlreadyHandled):
        service.on_course_completed(event)
    assert (db.messages.count_documents({}), db.mails.count_documents({})) == (1, 1)


def test_the_unique_key_holds_even_without_the_inbox(db: Db) -> None:
    tell_contact(db)
    service, event = a_service(db), completed()
    service.on_course_published(published())
    service.on_course_completed(event)
    db.inbox.delete_many({})
    with pytest.raises(AlreadyHandled):
        service.on_course_completed(event)
    assert (db.messages.count_documents({}), db.mails.count_documents({})) == (1, 1)


def test_one_of_many_at_once_takes_effect(db: Db) -> None:
    tell_contact(db)
    a_service(db).on_course_published(published())
    event, outcomes = completed(), []

    def consume() -> None:
        try:
            a_service(db).on_course_completed(event)
            outcomes.append("done")
        except AlreadyHandled:
            outcomes.append("again")

    threads = [threading.Thread(target=consume) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["again"] * 5 + ["done"]
    assert (db.messages.count_documents({}), db.mails.count_documents({})) == (1, 1)


def test_a_completion_waits_for_contact_and_title_whichever_comes_last(db: Db) -> None:
    service, event = a_service(db), completed()
    with pytest.raises(NotFound) as refused:
        service.on_course_completed(event)
    assert refused.value.code == "contact_unknown"
    tell_contact(db)
    service.on_course_published(published(version=2))
    with pytest.raises(NotFound) as refused:
        service.on_course_completed(event)
    assert refused.value.code == "title_unknown"
    assert db.inbox.count_documents({"_id": {"$regex": "completed"}}) == 0
    service.on_course_published(published(version=1, titles={"en": "Only English"}))
    service.on_course_completed(event)
    (mail,) = db.mails.find()
    assert "Only English" in mail["content"]["text"]


def test_a_reminder_is_one_message_and_one_mail(db: Db) -> None:
    tell_contact(db)
    service, event = a_service(db), nudged()
    with pytest.raises(NotFound):  # told again when the title is known
        service.on_learner_nudged(event)
    service.on_course_published(published())
    service.on_learner_nudged(event)
    with pytest.raises(AlreadyHandled):
        service.on_learner_nudged(event)
    (message,) = db.messages.find()
    (mail,) = db.mails.find()
    assert message["subject"] == "Нагадування про навчання"
    assert "«Аудит безпеки» – 1 грудня 2026 року" in message["body"]
    assert message["link"] == "/uk/courses/safety-audit"
    assert "https://hub.example.org/uk/courses/safety-audit" in mail["content"]["text"]


def test_titles_of_versions_come_in_any_order_and_twice(db: Db) -> None:
    service, second = a_service(db), published(2, {"uk": "Нова", "en": "New"})
    service.on_course_published(second)
    service.on_course_published(published(1))
    with pytest.raises(AlreadyHandled):
        service.on_course_published(second)
    titles = {doc["_id"]: doc["titles"]["en"] for doc in db.titles.find()}
    assert titles == {"safety-audit@1": "Safety audit", "safety-audit@2": "New"}


def test_only_a_newer_contact_replaces_the_known_one(db: Db) -> None:
    assert tell_contact(db, version=2, email="two@example.org") == {"stored": True}
    assert tell_contact(db, version=1, email="one@example.org") == {"stored": False}
    assert tell_contact(db, version=2, email="two@example.org") == {"stored": False}
    (contact,) = db.contacts.find()
    assert contact["email"] == "two@example.org"
    assert tell_contact(db, version=3, email="three@example.org") == {"stored": True}


@pytest.mark.parametrize(
    "changes",
    [
        {"email": "a@example.org\nBcc: b@example.org"},
        {"email": "a@example.org, b@example.org"},
        {"email": "a@example.org\n"},
        {"email": '"a b"@example.org'},
        {"email": "Олена <a@example.org>"},
        {"email": "nobody"},
        {"language": "fr"},
        {"version": 0},
        {"name": ""},
    ],
)
def test_a_malformed_contact_is_refused(db: Db, changes: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        tell_contact(db, **changes)
    assert list(refused.value.fields) == list(changes)
    assert db.contacts.count_documents({}) == 0


@pytest.mark.parametrize("caller", [ANONYMOUS, OPERATOR])
def test_only_the_gateway_itself_tells_contacts(db: Db, caller: Any) -> None:
    with pytest.raises(Forbidden):
        a_service(db, caller).put_contact(
            person_id="p", email="a@example.org", name="A", language="uk", version=1
        )

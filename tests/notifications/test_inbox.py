"""A person's own messages on the site, on real MongoDB."""

from typing import Any

import pytest

from shared.errors import Forbidden, NotFound
from shared.identity import ANONYMOUS, Identity
from tests.notifications.builders import (
    Db,
    a_service,
    completed,
    published,
    tell_contact,
)

pytestmark = pytest.mark.needs_mongo
OLENA = Identity("olena", frozenset({"learner"}))
PETRO = Identity("petro", frozenset({"learner", "administrator"}))


@pytest.fixture
def inbox(db: Db) -> Any:
    """Olena has three messages, Petro one."""
    service = a_service(db)
    service.on_course_published(published())
    for person in ("olena", "olena", "olena", "petro"):
        tell_contact(db, person_id=person)
        service.on_course_completed(completed(person))
    return a_service(db, OLENA)


def test_one_sees_ones_own_messages_in_pages(inbox: Any) -> None:
    first = inbox.list_messages(limit=2)
    second = inbox.list_messages(limit=2, cursor=first["next"])
    assert second["next"] is None
    assert len({item["id"] for item in first["items"] + second["items"]}) == 3
    assert first["unread"] == second["unread"] == 3
    assert first["items"][0] | {"id": "", "body": ""} == {
        "id": "",
        "kind": "course_completed",
        "subject": "Ваш сертифікат готовий",
        "body": "",
        "link": "/uk/certificates/7K3M-9QXT-2HBD-5",
        "language": "uk",
        "created_at": "2026-11-22T12:00:00+00:00",
        "read": False,
    }


def test_a_message_is_ticked_off_once(inbox: Any) -> None:
    message = inbox.list_messages()["items"][1]
    assert inbox.mark_read(id=message["id"]) == {**message, "read": True}
    assert inbox.mark_read(id=message["id"])["read"] is True
    assert inbox.list_messages()["unread"] == 2


def test_nobody_ticks_off_anothers_message(db: Db, inbox: Any) -> None:
    message = inbox.list_messages()["items"][0]
    with pytest.raises(NotFound):
        a_service(db, PETRO).mark_read(id=message["id"])
    assert inbox.list_messages()["unread"] == 3


def test_without_a_person_there_is_no_inbox(db: Db) -> None:
    service = a_service(db, ANONYMOUS)
    with pytest.raises(Forbidden):
        service.list_messages()
    with pytest.raises(Forbidden):
        service.mark_read(id="x")

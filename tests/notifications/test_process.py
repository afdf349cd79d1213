"""From an event on the real broker to a message on the site and a mail."""

from __future__ import annotations

from typing import Any

import pytest

from shared import topology
from shared.contracts.event import Event
from shared.contracts.learning import CourseCompleted, CoursePublished
from shared.envelope import CONTENT_TYPE, Envelope
from shared.identity import SYSTEM, Identity
from shared.publisher import Publisher
from shared.rpc import RpcClient
from tests.notifications.builders import CAUSE, NOON, NUMBER, TITLES, Db
from tests.notifications.smtp_server import Answers, smtp_server
from tests.processes import eventually, running

pytestmark = [pytest.mark.needs_mongo, pytest.mark.needs_rabbit]
SERVICE = ("shared.serve", "services.notifications.service")


def publish(amqp_url: str, event: Event, *, times: int) -> None:
    body = Envelope.wrap(event, CAUSE).to_json().encode()
    with Publisher(amqp_url, confirm=True) as publisher:
        for _ in range(times):
            publisher.publish(
                body,
                exchange=topology.EVENTS.name,
                routing_key=event.type,
                content_type=CONTENT_TYPE,
            )


def test_a_completion_reaches_the_site_and_the_mail_server_once(
    db: Db, mongo_url: str, amqp_url: str
) -> None:
    told = {"SERVICE": "notifications", "MONGO_URL": mongo_url, "AMQP_URL": amqp_url}
    mail = {"MAIL_FROM": "hub@example.org", "PUBLIC_URL": "https://hub.example.org"}
    answers, client = Answers(), RpcClient(amqp_url, services=("notifications",))
    with smtp_server(answers) as port, running(*SERVICE, **told, **mail):
        eventually(lambda: client.is_present("notifications"), within_s=30)

        def call(method: str, identity: Identity, **payload: Any) -> Any:
            return client.call("notifications", method, identity=identity, **payload)

        call(
            "put_contact",
            SYSTEM,
            person_id="olena",
            email="olena@example.org",
            name="Олена Коваль",
            language="uk",
            version=1,
        )
        publish(amqp_url, CoursePublished("safety-audit", 1, TITLES), times=3)
        eventually(lambda: db.titles.count_documents({}))
        publish(
            amqp_url,
            CourseCompleted("olena", "safety-audit", 1, NUMBER, NOON),
            times=3,
        )
        smtp_url = f"smtp://127.0.0.1:{port}"
        with running(
            "services.notifications.sender", **told, **mail, SMTP_URL=smtp_url
        ):
            eventually(lambda: db.mails.count_documents({"state": "sent"}))
        page = call("list_messages", Identity("olena"))
        assert call("outbox_status", SYSTEM)["waiting"] == 0
    client.close()
    assert page["unread"] == len(page["items"]) == len(answers.received) == 1


def test_without_an_address_of_its_own_the_service_does_not_start(
    mongo_url: str, amqp_url: str
) -> None:
    told = {"SERVICE": "notifications", "MONGO_URL": mongo_url, "AMQP_URL": amqp_url}
    with running(*SERVICE, **told, PUBLIC_URL="https://hub.example.org") as process:
        _, logged = process.communicate(timeout=20)
    assert process.returncode == 1
    assert b"Cannot start: MAIL_FROM is not set." in logged

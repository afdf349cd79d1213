"""Events between real processes over a real broker."""

import subprocess
from typing import Any

import pytest
from kombu import Connection
from pymongo.database import Database

from shared import dead_letters, topology
from shared.contracts.content import ItemPublished
from shared.envelope import CONTENT_TYPE, Cause, Envelope
from shared.mongo import Doc
from shared.publisher import Publisher
from shared.rpc import RpcClient
from tests.processes import eventually
from tests.shared.conftest import RELAY, SERVICE, Start

pytestmark = [pytest.mark.needs_mongo, pytest.mark.needs_rabbit]

QUEUE = "events.content.on_item_published"
TRACE = f"00-{'a' * 32}-{'b' * 16}-01"
Process = subprocess.Popen[bytes]


def an_event(slug: str) -> Envelope:
    return Envelope.wrap(ItemPublished(slug=slug, revision=1), Cause(TRACE))


def deliver(amqp_url: str, body: bytes, *, times: int = 1, tries: int = 0) -> None:
    """Put a message into the service's queue, as the broker would."""
    with Publisher(amqp_url, confirm=True) as publisher:
        for _ in range(times):
            publisher.publish(
                body,
                exchange="",
                routing_key=QUEUE,
                mandatory=True,
                content_type=CONTENT_TYPE,
                delivery_mode=2,
                application_headers={"x-tries": tries},
            )


def depth(amqp_url: str, queue: str) -> int:
    with Connection(amqp_url) as connection:
        found = connection.channel().queue_declare(queue, passive=True)
        count: int = found.message_count
        return count


@pytest.mark.usefixtures("service")
def test_an_event_goes_through_outbox_broker_and_inbox_and_acts_once(
    start: Start, db: Database[Doc], client: RpcClient
) -> None:
    start(*RELAY)
    for number in range(50):
        client.call("content", "publish", slug=f"item-{number}")
    eventually(lambda: db.effects.count_documents({"times": 1}) == 50)
    status = eventually(
        lambda: (
            (found := client.call("content", "outbox_status"))
            and found["waiting"] == 0
            and found
        )
    )
    assert status["returned"] == 0
    assert db.outbox.count_documents({"sent_at": {"$exists": True}}) == 50


@pytest.mark.usefixtures("service")
def test_an_event_delivered_many_times_acts_once(
    db: Database[Doc], amqp_url: str
) -> None:
    deliver(amqp_url, an_event("one").to_json().encode(), times=20)
    deliver(amqp_url, an_event("two").to_json().encode())
    eventually(lambda: db.effects.find_one({"_id": "two"}))
    eventually(lambda: depth(amqp_url, QUEUE) == 0)
    assert db.effects.find_one({"_id": "one"}) == {"_id": "one", "times": 1}
    assert depth(amqp_url, "dead-letters") == 0


@pytest.mark.usefixtures("service")
def test_a_failed_event_waits_in_the_next_retry_and_then_comes_back(
    amqp_url: str,
) -> None:
    deliver(amqp_url, an_event("refused").to_json().encode())
    eventually(lambda: depth(amqp_url, "retry.10s") == 1)
    # The first retry comes back after its ten seconds and climbs the ladder.
    eventually(lambda: depth(amqp_url, "retry.60s") == 1, within_s=20)
    assert depth(amqp_url, "retry.10s") == 0
    assert depth(amqp_url, "dead-letters") == 0


@pytest.mark.usefixtures("service")
def test_dead_letters_are_listed_shown_and_replayed(
    db: Database[Doc], amqp_url: str
) -> None:
    failed = an_event("refused")
    deliver(amqp_url, failed.to_json().encode(), tries=len(topology.RETRY_DELAYS_S))
    deliver(amqp_url, b"{not json")
    eventually(lambda: depth(amqp_url, "dead-letters") == 2)

    first, second = sorted(dead_letters.read(amqp_url), key=lambda letter: letter.id)
    assert (first.id, first.error, first.queue) == ("", "Undecodable", QUEUE)
    assert (second.id, second.error, second.code) == (failed.id, "NotFound", "not_yet")
    assert '"slug": "refused"' in dead_letters.pretty(second)

    only = frozenset({failed.id})
    assert dead_letters.replay(amqp_url, ids=only, dry_run=True) == [second]
    assert depth(amqp_url, "dead-letters") == 2
    assert dead_letters.replay(amqp_url, ids=only) == [second]
    eventually(lambda: depth(amqp_url, "retry.10s") == 1)  # it failed again
    assert depth(amqp_url, "dead-letters") == 1
    assert db.effects.count_documents({}) == 0


def test_an_event_nobody_takes_is_kept_and_holds_nothing_up(
    start: Start, service: Process, db: Database[Doc], client: RpcClient, amqp_url: str
) -> None:
    with Connection(amqp_url) as connection:
        connection.channel().queue_unbind(QUEUE, "events", ItemPublished.type)
    start(*RELAY)
    client.call("content", "publish", slug="unheard")
    eventually(lambda: client.call("content", "outbox_status")["returned"] == 1)

    service.kill()
    service.wait()
    eventually(lambda: not client.is_present("content"))
    start(*SERVICE)  # it binds its queue again
    eventually(lambda: client.is_present("content"), within_s=30)
    client.call("content", "publish", slug="heard")
    eventually(lambda: db.effects.find_one({"_id": "heard"}))
    db.outbox.update_one(  # a minute passes
        {"returned": 1}, [{"$set": {"due_at": "$recorded_at"}}]
    )
    eventually(lambda: db.effects.find_one({"_id": "unheard"}))


def test_a_relay_killed_in_the_middle_loses_nothing_and_doubles_nothing(
    start: Start, service: Process, db: Database[Doc], client: RpcClient
) -> None:
    relay = start(*RELAY)
    for number in range(120):
        client.call("content", "publish", slug=f"item-{number}")
        if number % 40 == 20:
            relay.kill()
            relay.wait()
            relay = start(*RELAY)
    # A killed relay's lease runs out before the next one works.
    eventually(lambda: db.effects.count_documents({}) == 120, within_s=60)
    assert db.effects.count_documents({"times": 1}) == 120


def test_a_service_killed_in_the_middle_loses_nothing_and_doubles_nothing(
    start: Start, service: Process, db: Database[Doc], amqp_url: str
) -> None:
    events: list[Any] = [an_event(f"item-{number}") for number in range(300)]
    for event in events:
        deliver(amqp_url, event.to_json().encode())
    for _ in range(2):
        service.kill()
        service.wait()
        service = start(*SERVICE)
        eventually(lambda: db.effects.count_documents({}) > 0, within_s=30)
    eventually(lambda: db.effects.count_documents({}) == 300, within_s=60)
    assert db.effects.count_documents({"times": 1}) == 300

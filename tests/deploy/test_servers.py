"""The private servers keep to themselves and keep the services apart."""

from __future__ import annotations

import stat
from typing import Any

import amqp
import pytest
from kombu import Connection, Exchange, Queue
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from tests.servers import MongoServer, RabbitServer


def _service_db(server: MongoServer, owner: str) -> MongoClient[dict[str, Any]]:
    return MongoClient(server.servers.addresses.mongo_url(owner))


@pytest.mark.needs_mongo
def test_a_service_uses_transactions_in_its_own_database(
    mongo_server: MongoServer,
) -> None:
    with _service_db(mongo_server, "learning") as client:
        db = client.get_default_database()
        with client.start_session() as session:
            session.with_transaction(
                lambda tx: db.probe.insert_one({"a": 1}, session=tx)
            )
        assert db.probe.count_documents({}) == 1
        db.probe.drop()


@pytest.mark.needs_mongo
@pytest.mark.parametrize("other", ["content", "gateway", "admin"])
def test_a_service_cannot_read_another_database(
    mongo_server: MongoServer, other: str
) -> None:
    with _service_db(mongo_server, "learning") as client:
        with pytest.raises(OperationFailure, match="not authorized"):
            client[other].list_collection_names()
        with pytest.raises(OperationFailure, match="not authorized"):
            client[other].probe.insert_one({"a": 1})


@pytest.mark.needs_mongo
def test_nobody_reads_without_a_password(mongo_server: MongoServer) -> None:
    port = mongo_server.servers.addresses.ports["mongod"]
    with (
        MongoClient[dict[str, Any]](f"mongodb://127.0.0.1:{port}/") as client,
        pytest.raises(OperationFailure, match="requires authentication"),
    ):
        client.learning.list_collection_names()


@pytest.mark.needs_mongo
def test_secrets_are_readable_by_their_owner_alone(mongo_server: MongoServer) -> None:
    layout = mongo_server.servers.layout
    conf = layout.supervisor / "supervisord.conf"
    for path in (layout.secrets, layout.mongo / "key", conf):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(layout.data.stat().st_mode) == 0o700


def _connection(server: RabbitServer, user: str) -> Connection:
    return Connection(server.servers.addresses.amqp_url(user))


@pytest.mark.needs_rabbit
@pytest.mark.parametrize(
    "queue", ["events.content.on_course_published", "rpc-content", "anything"]
)
def test_a_service_cannot_declare_or_read_what_is_not_its_own(
    rabbit_server: RabbitServer, queue: str
) -> None:
    with _connection(rabbit_server, "operator") as operator:
        declared = Queue(queue, durable=True)(operator.default_channel)
        declared.declare()
        with _connection(rabbit_server, "learning") as learning:
            with pytest.raises(amqp.AccessRefused):
                Queue(queue, durable=True)(learning.channel()).declare()
            with pytest.raises(amqp.AccessRefused):
                learning.channel().basic_get(queue)
        declared.delete()


@pytest.mark.needs_rabbit
def test_a_service_declares_its_own_queue_and_binds_it_to_events(
    rabbit_server: RabbitServer,
) -> None:
    events = Exchange("events", type="topic", durable=True)
    queue = Queue("events.learning.on_probe", events, "probe.#", durable=True)
    with _connection(rabbit_server, "learning") as learning:
        bound = queue(learning.channel())
        bound.declare()
        bound.delete()


@pytest.mark.needs_rabbit
def test_the_gateway_asks_who_is_there_but_publishes_no_events(
    rabbit_server: RabbitServer,
) -> None:
    events = Exchange("events", type="topic", durable=True)
    rpc = Queue("rpc-learning", Exchange("nameko-rpc", type="topic"), "learning.*")
    with _connection(rabbit_server, "learning") as learning:
        rpc(learning.channel()).declare()
    with _connection(rabbit_server, "gateway") as gateway:
        found = gateway.channel().queue_declare("rpc-learning", passive=True)
        assert found.consumer_count == 0
        events(gateway.channel()).declare()
        gateway.channel().basic_publish(amqp.Message("{}"), "events", "probe")
        with pytest.raises(amqp.AccessRefused):
            gateway.drain_events(timeout=5)


@pytest.mark.needs_rabbit
@pytest.mark.parametrize("turn", ["first", "second"])
def test_every_test_gets_an_empty_virtual_host(amqp_url: str, turn: str) -> None:
    with Connection(amqp_url) as connection:
        with pytest.raises(amqp.NotFound):
            connection.channel().queue_declare("left-behind", passive=True)
        Queue("left-behind", durable=True)(connection.default_channel).declare()

"""The cache hears of changes through a real broker."""

from collections.abc import Iterator

import pytest
from kombu import Connection, Exchange

from gateway.cache import Answer, PublicCache
from gateway.cache_listener import CacheListener
from shared.contracts.learning import CoursePublished
from shared.envelope import Cause, Envelope
from tests.processes import eventually

pytestmark = pytest.mark.needs_rabbit

KEY = ("/api/v1/courses", "", False, "")
ANSWER = Answer("/x", '"t"', [("ETag", '"t"')], [], b"x", frozenset({"learning"}))


@pytest.fixture
def kept(amqp_url: str) -> Iterator[PublicCache]:
    cache = PublicCache(100_000, 60)
    listener = CacheListener(amqp_url, cache)
    listener.start()
    eventually(lambda: cache.keep(KEY, ANSWER, cache.epoch))
    yield cache
    listener.stop()
    assert not cache.keep(KEY, ANSWER, cache.epoch)


def publish(amqp_url: str, routing_key: str, body: str) -> None:
    with Connection(amqp_url) as connection:
        connection.Producer().publish(
            body,
            exchange=Exchange("events", type="topic", durable=True),
            routing_key=routing_key,
            content_type="application/cloudevents+json",
            content_encoding="utf-8",
        )


def test_a_published_course_is_read_anew(kept: PublicCache, amqp_url: str) -> None:
    event = CoursePublished(slug="x", course_version=2, titles={"uk": "Назва"})
    cause = Cause("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
    body = Envelope.wrap(event, cause).to_json()
    publish(amqp_url, CoursePublished.type, body)
    eventually(lambda: kept.find(KEY) is None)


@pytest.mark.parametrize("body", ["nonsense", "[]", "{}", '{"type": 5}'])
def test_what_is_not_understood_forgets_everything(
    kept: PublicCache, amqp_url: str, body: str
) -> None:
    publish(amqp_url, CoursePublished.type, body)
    eventually(lambda: kept.find(KEY) is None)

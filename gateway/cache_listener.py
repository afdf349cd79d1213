"""Hears of published changes and tells the cache to forget what they make old."""

import json
import threading
import uuid
from typing import Any

import amqp
import kombu
from kombu import Connection, Exchange, Queue

from gateway.cache import PublicCache
from shared.contracts.content import (
    CollectionChanged,
    ItemArchived,
    ItemPublished,
    SearchChanged,
    TaxonomyPublished,
)
from shared.contracts.hubs import HubPublished
from shared.contracts.learning import CertificateRevoked, CoursePublished, PathPublished
from shared.telemetry import log

EVENTS = Exchange("events", type="topic", durable=True)
TAGS = {
    CoursePublished.type: "learning",
    CertificateRevoked.type: "learning",  # the status list is kept
    PathPublished.type: "learning",
    CollectionChanged.type: "content",
    ItemPublished.type: "content",
    ItemArchived.type: "content",
    SearchChanged.type: "content",
    TaxonomyPublished.type: "content",
    HubPublished.type: "hubs",
}
HEARTBEAT_S = 6  # a silent broker is noticed within twice this
RETRY_S = 1.0


class CacheListener:
    """One thread a process, with an exclusive queue that goes when it does."""

    def __init__(self, amqp_url: str, cache: PublicCache) -> None:
        self._url, self._cache = amqp_url, cache
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(timeout=3)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._listen()
            except (OSError, amqp.AMQPError, kombu.exceptions.KombuError) as exc:
                log.warning("cache_events_interrupted", error=type(exc).__name__)
            finally:
                self._cache.listening(False)
            self._stopping.wait(RETRY_S)

    def _listen(self) -> None:
        with Connection(
            self._url, heartbeat=HEARTBEAT_S, connect_timeout=2
        ) as connection:
            channel = connection.channel()
            EVENTS(channel).declare()
            queue = Queue(
                f"gateway.cache-{uuid.uuid4()}", exclusive=True, durable=False
            )(channel)
            queue.declare()
            for event_type in TAGS:
                queue.bind_to(EVENTS, routing_key=event_type)
            channel.basic_consume(queue.name, no_ack=True, callback=self._hear)
            # Bound and consuming: from here on no change goes unheard.
            self._cache.listening(True)
            while not self._stopping.is_set():
                connection.heartbeat_check()
                try:
                    connection.drain_events(timeout=1)
                except TimeoutError:
                    continue

    def _hear(self, message: Any) -> None:
        try:
            event_type = json.loads(message.body).get("type")
        except (ValueError, AttributeError):
            event_type = None
        tag = TAGS.get(event_type)
        if tag is not None:
            self._cache.forget(tag)
            return
        for every in TAGS.values():  # not understood: better to forget too much
            self._cache.forget(every)

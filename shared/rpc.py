"""The client side of RPC: many threads, two connections, no pool (ADR 5).

Requests leave on one connection; a reader thread takes replies from one exclusive
queue and hands each to the thread that waits for it. Between replies the reader asks
the broker how many consumers each service has, so a call to a service that is not
there fails at once and not at its deadline.
"""

from __future__ import annotations

import itertools
import threading
import time
import uuid
from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue
from typing import Any, Protocol

import amqp
import kombu
from kombu import Connection, Queue

from shared import rpc_wire
from shared.errors import DeadlineExceeded, Unavailable
from shared.identity import ANONYMOUS, Identity
from shared.publisher import HEARTBEAT_S, Publisher
from shared.telemetry import log

SERVICES = ("learning", "content", "hubs", "notifications")
# They answer requests and publish nothing.
HELPERS = ("printer", "library-printer")
PRESENCE_S = 0.5
# How long a client that has just started waits for its first look at the services.
START_S = 5.0


class Slot(Protocol):
    """Where a waiting thread finds its reply; None once the way back is gone."""

    def put(self, item: dict[str, Any] | None, /) -> None: ...

    def get(self, *, timeout: float) -> dict[str, Any] | None: ...


class RpcClient:
    """One per process; every method may be called from any thread."""

    def __init__(
        self,
        amqp_url: str,
        services: Iterable[str] = (*SERVICES, *HELPERS),
        slots: Callable[[], Slot] = SimpleQueue,
    ) -> None:
        """Args:
        services: those that are called.
        slots: the queue that a caller waits at. The default is quickest, and blocks
            green threads, which need ``queue.Queue``.
        """
        self._url = amqp_url
        self._slots = slots
        self._services = tuple(services)
        self._publisher = Publisher(amqp_url, confirm=False)
        self._waiting: dict[str, Slot] = {}
        self._numbers = itertools.count()
        self._reply_queue = ""
        self._present: frozenset[str] = frozenset()
        self._looked = threading.Event()
        self._stopping = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def call(
        self,
        service: str,
        method: str,
        /,
        *,
        deadline_s: float = 3.0,
        identity: Identity = ANONYMOUS,
        traceparent: str | None = None,
        **payload: Any,
    ) -> Any:
        """The service's answer.

        Args:
            deadline_s: seconds; past it the service does not begin the work.

        Raises:
            ServiceError: what the service raised, or ``Unavailable``
                (``service_unavailable``) or ``DeadlineExceeded``.
            ServiceFailed: the service has a bug.
        """
        began = time.monotonic()
        self._require(service, deadline_s)
        number = str(next(self._numbers))
        slot = self._slots()
        self._waiting[number] = slot
        try:
            self._publisher.publish(
                rpc_wire.request(
                    payload,
                    deadline=time.time() + deadline_s,
                    identity=identity.to_wire(),
                    traceparent=traceparent,
                ),
                exchange=rpc_wire.EXCHANGE,
                routing_key=f"{service}.{method}",
                content_type=rpc_wire.CONTENT_TYPE,
                reply_to=self._reply_queue,
                correlation_id=number,
                # The broker drops it too, should the service be gone until then.
                expiration=str(int(deadline_s * 1000)),
            )
            left_s = deadline_s - (time.monotonic() - began)
            reply = slot.get(timeout=max(0.0, left_s))
        except Empty:
            self._require(service, 0)
            raise DeadlineExceeded(
                "deadline_exceeded", "This took too long; please try again."
            ) from None
        finally:
            self._waiting.pop(number, None)
        if reply is None:
            raise Unavailable(
                "broker_unavailable", "Messages cannot be sent right now."
            )
        if reply["error"] is not None:
            rpc_wire.raise_error(reply["error"])
        return reply["result"]

    def is_present(self, service: str) -> bool:
        """Whether the service was there when the broker was last asked."""
        return service in self._present

    def close(self) -> None:
        self._stopping.set()
        self._reader.join(timeout=5)
        self._publisher.close()

    def _require(self, service: str, wait_s: float) -> None:
        if not self._looked.is_set():
            self._looked.wait(min(START_S, wait_s))
        if service not in self._present:
            raise Unavailable(
                "service_unavailable", "This part is not available right now."
            )

    def _read(self) -> None:
        while not self._stopping.is_set():
            try:
                self._read_replies()
            except (OSError, amqp.AMQPError, kombu.exceptions.KombuError) as exc:
                log.warning("rpc_replies_interrupted", error=type(exc).__name__)
            self._forget()
            self._stopping.wait(0.5)

    def _read_replies(self) -> None:
        with Connection(
            self._url, heartbeat=HEARTBEAT_S, connect_timeout=2
        ) as connection:
            channel = connection.channel()
            queue = Queue(f"rpc.reply-{uuid.uuid4()}", exclusive=True, durable=False)
            queue(channel).declare()
            channel.basic_consume(queue.name, no_ack=True, callback=self._deliver)
            self._reply_queue = queue.name
            look_at = 0.0
            while not self._stopping.is_set():
                if time.monotonic() >= look_at:
                    self._present = self._look(connection)
                    self._looked.set()
                    connection.heartbeat_check()
                    look_at = time.monotonic() + PRESENCE_S
                try:
                    connection.drain_events(timeout=PRESENCE_S / 2)
                except TimeoutError:
                    continue

    def _look(self, connection: Connection) -> frozenset[str]:
        """The services that have a consumer on their queue."""
        present = set()
        for service in self._services:
            channel = connection.channel()  # asking for an absent queue closes it
            try:
                found = channel.queue_declare(rpc_wire.queue_of(service), passive=True)
            except amqp.NotFound:
                continue
            if found.consumer_count:
                present.add(service)
            channel.close()
        return frozenset(present)

    def _deliver(self, message: Any) -> None:
        slot = self._waiting.get(message.properties.get("correlation_id", ""))
        if slot is not None:
            slot.put(rpc_wire.decode(message.body))

    def _forget(self) -> None:
        """The reply queue is gone, and with it every reply that was under way."""
        self._present = frozenset()
        for slot in list(self._waiting.values()):
            slot.put(None)

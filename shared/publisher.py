"""One AMQP connection to publish on, shared by the threads of a process.

The lock makes frames of different threads never interleave; under Eventlet it is a
green lock, because nameko's command patches ``threading`` first.
"""

import contextlib
import threading
from types import TracebackType
from typing import Any

import amqp
from kombu import Connection

from shared.errors import Unavailable

HEARTBEAT_S = 10


class Publisher:
    """Publishes bytes; connects when first used and again after a failure.

    Args:
        confirm: wait for the broker's confirmation of every message.
    """

    def __init__(self, amqp_url: str, *, confirm: bool) -> None:
        self._url = amqp_url
        self._confirm = confirm
        self._lock = threading.Lock()
        self._connection: Connection | None = None
        self._channel: Any = None
        self._stopping = threading.Event()
        self._pulse = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> "Publisher":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def publish(
        self,
        body: bytes,
        *,
        exchange: str,
        routing_key: str,
        mandatory: bool = False,
        **properties: Any,
    ) -> None:
        """Send one message, trying a fresh connection once if the first is broken.

        Args:
            mandatory: with ``confirm``, fail where no queue takes the message.

        Raises:
            Unavailable: ``broker_unavailable``.
        """
        message = amqp.Message(body, **properties)
        with self._lock:
            try:
                self._send(message, exchange, routing_key, mandatory)
            except (OSError, amqp.AMQPError):
                self._drop()
                try:
                    self._send(message, exchange, routing_key, mandatory)
                except (OSError, amqp.AMQPError) as exc:
                    self._drop()
                    raise Unavailable(
                        "broker_unavailable", "Messages cannot be sent right now."
                    ) from exc

    def close(self) -> None:
        self._stopping.set()
        with self._lock:
            self._drop()

    def _send(
        self, message: Any, exchange: str, routing_key: str, mandatory: bool
    ) -> None:
        if self._channel is None:
            self._connect()
        self._channel.basic_publish(message, exchange, routing_key, mandatory=mandatory)

    def _connect(self) -> None:
        connection = Connection(
            self._url,
            heartbeat=HEARTBEAT_S,
            connect_timeout=2,
            transport_options={"confirm_publish": self._confirm},
        )
        connection.connect()
        self._connection = connection
        self._channel = connection.channel()
        if not self._pulse.is_alive():
            with contextlib.suppress(RuntimeError):  # it was started and has ended
                self._pulse.start()

    def _drop(self) -> None:
        connection, self._connection, self._channel = self._connection, None, None
        if connection is not None:
            # collect, not close: a polite close waits for an answer from the dead.
            connection.collect()

    def _beat(self) -> None:
        """Answer heartbeats and notice a dead peer while nobody publishes."""
        while not self._stopping.wait(HEARTBEAT_S / 4):
            with self._lock:
                if self._connection is None:
                    continue
                try:
                    with contextlib.suppress(TimeoutError):
                        self._connection.drain_events(timeout=0.001)
                    self._connection.heartbeat_check()
                except (OSError, amqp.AMQPError):
                    self._drop()

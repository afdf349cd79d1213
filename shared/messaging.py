"""How a nameko service consumes events without losing them or acting twice.

nameko acknowledges a message even when the handler raised (ADR 1), so this is our
own entrypoint: acknowledge only after the handler returned; on failure hand the
message to the next delayed retry, at last to the dead letters; and only then let go.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import SharedExtension
from nameko.messaging import Consumer

from shared import topology, tracing
from shared.consuming import RawQueueConsumer, as_bytes
from shared.contracts.event import Event
from shared.envelope import AlreadyHandled, Envelope, Undecodable
from shared.errors import Unavailable
from shared.publisher import Publisher
from shared.telemetry import log


class FailedMessages(SharedExtension):
    """Where a service's failed messages go; one confirmed publisher for all."""

    def setup(self) -> None:
        self._publisher = Publisher(self.container.config["AMQP_URI"], confirm=True)

    def stop(self) -> None:
        self._publisher.close()

    def forward(self, message: Any, *, queue: str, error: BaseException) -> None:
        """Publish a copy to the next retry or, past the last, to the dead letters."""
        headers = dict(message.headers or {})
        tried = int(headers.get("x-tries", 0))
        delays = topology.RETRY_DELAYS_S
        final = tried >= len(delays) or isinstance(error, Undecodable)
        exchange = topology.DEAD.name if final else f"retry.{delays[tried]}s"
        headers |= {
            "x-tries": tried + 1,
            "x-queue": queue,
            # The kind alone: an error's text may quote what it failed on.
            "x-error": type(error).__name__,
            "x-error-code": str(getattr(error, "code", "")),
        }
        self._publisher.publish(
            as_bytes(message.body),
            exchange=exchange,
            routing_key=queue,
            mandatory=True,
            delivery_mode=2,
            content_type=message.content_type,
            application_headers=headers,
        )


class OnEvent(Consumer):
    """``@on_event(CourseCompleted)`` on ``def on_course_completed(self, envelope)``.

    The queue is named after the method, so a consumer's method name is part of the
    wire: renaming it would leave the old queue bound and filling.
    """

    queue_consumer = RawQueueConsumer()
    failed = FailedMessages()

    def __init__(self, event: type[Event], **kwargs: Any) -> None:
        self.event = event
        super().__init__(queue=None, **kwargs)

    def setup(self) -> None:
        self.queue = topology.consumer_queue(
            self.container.service_name, self.method_name, self.event.type
        )
        super().setup()

    def handle_message(self, body: Any, message: Any) -> None:
        try:
            envelope = Envelope.from_json(as_bytes(message.body))
        except Undecodable as exc:  # raised here, it would stop the whole container
            self.handle_message_processed(message, None, (Undecodable, exc, None))
            return
        context = {"traceparent": envelope.traceparent}
        try:
            self.container.spawn_worker(
                self,
                (envelope.read_by(self.queue.name),),
                {},
                context_data=context,
                handle_result=partial(self.handle_result, message),
            )
        except ContainerBeingKilled:
            self.queue_consumer.requeue_message(message)

    def handle_message_processed(
        self, message: Any, result: Any = None, exc_info: Any = None
    ) -> None:
        error = exc_info[1] if exc_info else None
        if error is not None and not isinstance(error, AlreadyHandled):
            log.warning("event_failed", queue=self.queue.name, exc_info=exc_info)
            try:
                self.failed.forward(message, queue=self.queue.name, error=error)
            except Unavailable:
                # Unacknowledged, it comes back once the broker does.
                self.queue_consumer.requeue_message(message)
                return
        self.queue_consumer.ack_message(message)


on_event = OnEvent.decorator


def start_trace(worker_ctx: Any) -> str:
    """Continue the trace that came with this call or event."""
    return tracing.start(worker_ctx.data.get("traceparent"))

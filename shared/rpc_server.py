"""``@rpc``: nameko's RPC entrypoint with a deadline, a caller and light replies.

nameko opens a pool and waits for a confirmation for every reply. A reply that is
lost is a request that timed out, which a caller must expect anyway; so ours are
transient, unconfirmed and sent over one connection (ADR 5, with the measurement).
"""

from __future__ import annotations

import time
from functools import partial
from typing import Any

from nameko.exceptions import ContainerBeingKilled, MethodNotFound
from nameko.extensions import SharedExtension
from nameko.rpc import Rpc, RpcConsumer
from pymongo.errors import ConnectionFailure, PyMongoError

from shared import rpc_wire
from shared.consuming import RawQueueConsumer, as_bytes
from shared.errors import ServiceError, Unavailable
from shared.publisher import Publisher
from shared.telemetry import log


class Replies(SharedExtension):
    def setup(self) -> None:
        self._publisher = Publisher(self.container.config["AMQP_URI"], confirm=False)

    def stop(self) -> None:
        self._publisher.close()

    def send(self, message: Any, reply: dict[str, Any]) -> None:
        properties = message.properties
        try:
            self._publisher.publish(
                rpc_wire.encode(reply),
                exchange="",
                routing_key=properties["reply_to"],
                correlation_id=properties.get("correlation_id"),
                content_type=rpc_wire.CONTENT_TYPE,
            )
        except Unavailable:  # the caller's deadline tells it so
            log.warning("reply_not_sent", exc_info=True)


class Requests(RpcConsumer):
    """Finds the method a request names; answers at once what names none."""

    queue_consumer = RawQueueConsumer()
    replies = Replies()

    def handle_message(self, body: Any, message: Any) -> None:
        routing_key = message.delivery_info["routing_key"]
        try:
            provider = self.get_provider_for_method(routing_key)
            provider.handle_message(rpc_wire.decode(as_bytes(body)), message)
        except ContainerBeingKilled:
            self.requeue_message(message)
        except (
            MethodNotFound,
            ValueError,
            KeyError,
            TypeError,
            AttributeError,
        ) as exc:
            log.error("request_malformed", routing_key=routing_key, exc_info=exc)
            self.answer(message, rpc_wire.error_reply(exc))

    def answer(self, message: Any, reply: dict[str, Any]) -> None:
        self.replies.send(message, reply)
        self.queue_consumer.ack_message(message)


class OurRpc(Rpc):
    rpc_consumer = Requests()

    def handle_message(self, body: Any, message: Any) -> None:
        context = body.get("context") or {}
        if is_late(context, time.time()):
            log.warning("late_request_refused", method=self.method_name)
            self.rpc_consumer.queue_consumer.ack_message(message)
            return
        args, kwargs = body["args"], body["kwargs"]
        self.container.spawn_worker(
            self,
            args,
            kwargs,
            context_data=context,
            handle_result=partial(self.handle_result, message),
        )

    def handle_result(
        self, message: Any, worker_ctx: Any, result: Any, exc_info: Any
    ) -> tuple[Any, Any]:
        if exc_info is None:
            reply = {"result": result, "error": None}
        else:
            reply = rpc_wire.error_reply(self._expected(exc_info))
        self.rpc_consumer.answer(message, reply)
        return result, exc_info

    def _expected(self, exc_info: Any) -> BaseException:
        error: BaseException = exc_info[1]
        if isinstance(error, ServiceError):
            return error
        if isinstance(error, PyMongoError) and (
            isinstance(error, ConnectionFailure) or error.timeout
        ):
            log.warning("database_unavailable", method=self.method_name)
            return Unavailable("database_unavailable", "Please try again shortly.")
        log.error("request_failed", method=self.method_name, exc_info=exc_info)
        return error


rpc = OurRpc.decorator


def is_late(context: dict[str, Any], now: float) -> bool:
    """Whether the caller has stopped waiting. ``now`` and the deadline: epoch s."""
    deadline = context.get("deadline")
    return deadline is not None and now > float(deadline)

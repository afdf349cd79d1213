"""A nameko queue consumer that hands over messages as they came.

kombu's consumer acknowledges and logs a message that it cannot decode: an event
would be lost and a person's words would stand in the log. Ours decodes nothing; the
entrypoints do, and know what to do with what they cannot read.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from nameko.messaging import QueueConsumer


class RawQueueConsumer(QueueConsumer):
    def get_consumers(self, consumer_cls: Any, channel: Any) -> Any:
        """Called by kombu after every (re)connection."""
        # Together never more than there are workers, so that a message finds one
        # free and is handed over here: nameko starts a thread of its own for that.
        prefetch = max(1, self.prefetch_count // len(self._providers))
        for provider in self._providers:
            consumer = consumer_cls(
                queues=[provider.queue], on_message=partial(_hand_over, provider)
            )
            consumer.qos(prefetch_count=prefetch)
            self._consumers[provider] = consumer
        return self._consumers.values()


def _hand_over(provider: Any, message: Any) -> None:
    provider.handle_message(message.body, message)


def as_bytes(body: Any) -> bytes:
    return body.encode() if isinstance(body, str) else bytes(body)

"""The exchanges and queues events travel through, and how they are declared.

::

    relay ──▶ events (topic) ──▶ events.<service>.<method>  (quorum)
                                   │ failed, tries left
                                   ▼
              retry.10s → retry.60s → retry.600s  (fanout; each queue's messages
                                   │   expire back to the queue they came from)
                                   │ no tries left, undecodable, redelivered too often
                                   ▼
                              dead-letters (topic) ──▶ dead-letters (quorum)
"""

from typing import Any

from kombu import Connection, Exchange, Queue

from shared.contracts.consumers import CONSUMERS

EVENTS = Exchange("events", type="topic", durable=True)
DEAD = Exchange("dead-letters", type="topic", durable=True)

# A message that comes back this often without an answer kills its consumers.
# Equals the default of RabbitMQ 4.
DELIVERY_LIMIT = 20
RETRY_DELAYS_S = (10, 60, 600)

_AT_LEAST_ONCE = {
    "x-queue-type": "quorum",
    "x-dead-letter-strategy": "at-least-once",
    "x-overflow": "reject-publish",  # what at-least-once dead-lettering requires
}

DEAD_LETTERS = Queue(
    "dead-letters",
    exchange=DEAD,
    routing_key="#",
    durable=True,
    # Looking at a dead letter counts as a delivery; it must never be dropped for it.
    queue_arguments={"x-queue-type": "quorum", "x-delivery-limit": 1_000_000},
)


def retry_queue(delay_s: int) -> Queue:
    """Holds messages for ``delay_s`` seconds, then returns each to its own queue."""
    name = f"retry.{delay_s}s"
    return Queue(
        name,
        exchange=Exchange(name, type="fanout", durable=True),
        durable=True,
        queue_arguments={
            **_AT_LEAST_ONCE,
            "x-message-ttl": delay_s * 1000,
            # The default exchange routes by queue name, and a dead-lettered message
            # keeps its routing key: the name of the queue it failed in.
            "x-dead-letter-exchange": "",
        },
    )


def consumer_queue(service: str, method: str, event_type: str) -> Queue:
    name = f"events.{service}.{method}"
    arguments: dict[str, Any] = {
        **_AT_LEAST_ONCE,
        "x-delivery-limit": DELIVERY_LIMIT,
        "x-dead-letter-exchange": DEAD.name,
        "x-dead-letter-routing-key": name,
    }
    return Queue(
        name,
        exchange=EVENTS,
        routing_key=event_type,
        durable=True,
        queue_arguments=arguments,
    )


def declare(amqp_url: str) -> None:
    """Make everything that is not one consumer's own; safe to repeat."""
    with Connection(amqp_url, connect_timeout=5) as connection:
        channel = connection.channel()
        EVENTS(channel).declare()
        DEAD_LETTERS(channel).declare()
        for delay_s in RETRY_DELAYS_S:
            retry_queue(delay_s)(channel).declare()


def declare_consumers(amqp_url: str) -> list[str]:
    """Make the queue of every known consumer; their names. Needs operator's rights."""
    declare(amqp_url)
    with Connection(amqp_url, connect_timeout=5) as connection:
        channel = connection.channel()
        names: list[str] = []
        for service, method, event in CONSUMERS:
            queue = consumer_queue(service, method, event.type)(channel)
            queue.declare()
            names.append(queue.name)
    return names

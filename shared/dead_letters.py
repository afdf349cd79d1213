"""Look at dead letters and send them back to the queue they failed in.

A letter is ``{id, type, queue, tries, error, code, body}``; ``id`` is the event's, or
empty where the message was no event at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from kombu import Connection

from shared import topology
from shared.envelope import Envelope, Undecodable
from shared.publisher import Publisher


@dataclass(frozen=True, slots=True)
class DeadLetter:
    id: str
    type: str
    queue: str
    tries: int
    error: str  # the kind of the last failure, or the broker's reason
    code: str
    body: str


def read(amqp_url: str, limit: int = 1000) -> list[DeadLetter]:
    """The oldest ``limit`` letters; all stay where they are."""
    with _taken(amqp_url, limit) as messages:
        return [_letter(message) for message in messages]


def replay(
    amqp_url: str,
    *,
    ids: frozenset[str] | None = None,
    event_type: str | None = None,
    limit: int = 1000,
    dry_run: bool = False,
) -> list[DeadLetter]:
    """Send letters back, each only to the consumer that failed; what was (or with
    ``dry_run`` would be) sent.

    A letter leaves the dead letters only after the broker has confirmed the copy, and
    keeps its event id, so a consumer that did act after all acts no second time.
    """
    replayed = []
    with (
        _taken(amqp_url, limit) as messages,
        Publisher(amqp_url, confirm=True) as publisher,
    ):
        for message in messages:
            letter = _letter(message)
            if ids is not None and letter.id not in ids:
                continue
            if event_type is not None and letter.type != event_type:
                continue
            replayed.append(letter)
            if dry_run:
                continue
            publisher.publish(
                letter.body.encode(),
                exchange="",
                routing_key=letter.queue,
                mandatory=True,
                delivery_mode=2,
                content_type=message.content_type,
            )
            message.ack()
    return replayed


@contextmanager
def _taken(amqp_url: str, limit: int) -> Iterator[list[Any]]:
    """Messages held unacknowledged; whatever was not acknowledged goes back."""
    with Connection(amqp_url, connect_timeout=5) as connection:
        queue = topology.DEAD_LETTERS(connection.channel())
        queue.exchange.declare()
        queue.declare()
        messages: list[Any] = []
        while len(messages) < limit and (message := queue.get()) is not None:
            messages.append(message)
        yield messages


def _letter(message: Any) -> DeadLetter:
    headers = message.headers or {}
    body = message.body if isinstance(message.body, str) else bytes(message.body)
    text = body if isinstance(body, str) else body.decode(errors="replace")
    try:
        envelope = Envelope.from_json(text)
        event_id, event_type = envelope.id, envelope.type
    except Undecodable:
        event_id = event_type = ""
    return DeadLetter(
        id=event_id,
        type=event_type,
        queue=str(headers.get("x-queue") or message.delivery_info["routing_key"]),
        tries=int(headers.get("x-tries", 0)),
        error=str(headers.get("x-error") or headers.get("x-first-death-reason", "")),
        code=str(headers.get("x-error-code", "")),
        body=text,
    )


def pretty(letter: DeadLetter) -> str:
    """The letter's body for a person: indented if it is JSON."""
    try:
        return json.dumps(json.loads(letter.body), ensure_ascii=False, indent=2)
    except ValueError:
        return letter.body

"""The one shape every event between services has: CloudEvents 1.0, structured JSON.

https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md; the extension
``traceparent`` is CloudEvents' own, ``subjectversion`` is ours (see ADR 3).
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from marshmallow import EXCLUDE, ValidationError

from shared.contracts.event import Event

E = TypeVar("E", bound=Event)

CONTENT_TYPE = "application/cloudevents+json"


def data_schema(event_type: str) -> str:
    """Where the gateway serves the JSON Schema of an event's data."""
    return f"/api/v1/schemas/{event_type}.json"


class AlreadyHandled(Exception):
    """This event was consumed before: acknowledge it and do nothing."""


class Undecodable(Exception):
    """Not an event of ours; no number of retries will change that."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something happens: the request being answered or the event consumed."""

    traceparent: str
    inbox_key: str | None = None  # set where an event is the cause


@dataclass(frozen=True, slots=True)
class Envelope:
    id: str
    source: str
    type: str
    subject: str
    subjectversion: int
    time: str
    traceparent: str
    data: dict[str, Any]
    consumer: str = ""  # who reads it; not part of the wire

    @classmethod
    def wrap(
        cls,
        event: Event,
        cause: Cause,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> Envelope:
        publisher = event.type.split(".", 1)[0]
        return cls(
            id=str(uuid.uuid4()),
            source=f"/{publisher}",
            type=event.type,
            subject=event.subject,
            subjectversion=event.subject_version,
            time=now().isoformat(),
            traceparent=cause.traceparent,
            data=event.schema.dump(event),
        )

    def to_json(self) -> str:
        return json.dumps(
            {
                "specversion": "1.0",
                "id": self.id,
                "source": self.source,
                "type": self.type,
                "subject": self.subject,
                "subjectversion": self.subjectversion,
                "time": self.time,
                "datacontenttype": "application/json",
                "dataschema": data_schema(self.type),
                "traceparent": self.traceparent,
                "data": self.data,
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )

    @classmethod
    def from_json(cls, body: bytes | str) -> Envelope:
        """Read the wire form; attributes this reader does not know are ignored.

        Raises:
            Undecodable: not JSON, or an attribute is missing or of a wrong type.
        """
        try:
            wire = json.loads(body)
            if wire["specversion"] != "1.0" or not isinstance(wire["data"], dict):
                raise Undecodable("not a CloudEvents 1.0 event with an object as data")
            texts = ("id", "source", "type", "subject", "time", "traceparent")
            if not all(isinstance(wire[name], str) for name in texts):
                raise Undecodable("an attribute is not a string")
            return cls(
                **{name: wire[name] for name in texts},
                subjectversion=int(wire["subjectversion"]),
                data=wire["data"],
            )
        except (ValueError, TypeError, KeyError) as exc:
            raise Undecodable(type(exc).__name__) from exc

    def read_by(self, consumer: str) -> Envelope:
        return replace(self, consumer=consumer)

    @property
    def cause(self) -> Cause:
        """What the consumer hands on, so that a second delivery is noticed."""
        return Cause(self.traceparent, f"{self.consumer} {self.source} {self.id}")


def open_event(envelope: Envelope, kind: type[E]) -> E:
    """Decode a payload, ignoring fields this reader does not know.

    Raises:
        Undecodable: a required field is missing or malformed.
    """
    try:
        return kind(**kind.schema.load(envelope.data, unknown=EXCLUDE))
    except ValidationError as exc:
        raise Undecodable(f"{kind.type}: {sorted(exc.messages_dict)}") from exc

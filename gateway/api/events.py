"""The events between services, described: AsyncAPI 3, and a JSON Schema per event.

Both are made from the classes in ``shared/contracts``. Nobody outside publishes or
consumes events; the documents are for those who build services, and the schemas stand
where each event's ``dataschema`` points. ``docs/contracts/asyncapi.json`` is the
checked-in form.
"""

from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Blueprint

from gateway.api.operation import operation
from gateway.api.schemas import AsyncApiView, JsonSchemaView
from shared import envelope
from shared.contracts import content, hubs, learning
from shared.contracts.consumers import CONSUMERS
from shared.contracts.event import Event
from shared.errors import NotFound

bp = Blueprint("api_events", __name__)

EVENTS: tuple[type[Event], ...] = (
    learning.CoursePublished,
    learning.PathPublished,
    learning.CourseCompleted,
    learning.LearnerNudged,
    learning.CertificateRenewed,
    learning.CertificateRevoked,
    content.CollectionChanged,
    content.ItemArchived,
    content.ItemPublished,
    content.SearchChanged,
    content.TaxonomyPublished,
    hubs.HubPublished,
)
_TEXT = {"type": "string", "minLength": 1}


@operation(
    bp, "GET", "/asyncapi.json", tag="about", returns=AsyncApiView(), signed_in=False
)
def read_asyncapi() -> Any:
    """The events between services, as AsyncAPI 3."""
    return build()


@operation(
    bp,
    "GET",
    "/schemas/<event>.json",
    tag="about",
    returns=JsonSchemaView(),
    signed_in=False,
    refusals=(404,),
)
def read_schema(event: str) -> Any:
    """The JSON Schema of an event's data."""
    for kind in EVENTS:
        if kind.type == event:
            return {
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "$id": envelope.data_schema(event),
                "title": kind.__name__,
                "description": kind.__doc__,
                **_data(kind),
            }
    raise NotFound("event_not_found", "There is no such event.")


def build() -> dict[str, Any]:
    """The document as plain JSON."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Community Policing Knowledge Hub: events",
            "version": "1",
            "description": "CloudEvents 1.0 on the topic exchange `events`; "
            "the routing key is the type.",
        },
        "defaultContentType": envelope.CONTENT_TYPE,
        "channels": {kind.type: _channel(kind) for kind in EVENTS},
        "operations": {
            **{
                f"publish.{kind.type}": _operation("send", kind, _publisher(kind))
                for kind in EVENTS
            },
            **{
                f"{service}.{method}": _operation("receive", kind, service)
                for service, method, kind in CONSUMERS
            },
        },
        "components": {"messages": {kind.type: _message(kind) for kind in EVENTS}},
    }


def _publisher(kind: type[Event]) -> str:
    return kind.type.split(".", 1)[0]


def _channel(kind: type[Event]) -> dict[str, Any]:
    return {
        "address": kind.type,
        "messages": {"event": {"$ref": f"#/components/messages/{kind.type}"}},
        "bindings": {
            "amqp": {
                "is": "routingKey",
                "exchange": {"name": "events", "type": "topic", "durable": True},
            }
        },
    }


def _operation(action: str, kind: type[Event], service: str) -> dict[str, Any]:
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{kind.type}"},
        "summary": kind.__doc__,
        "tags": [{"name": service}],
    }


def _message(kind: type[Event]) -> dict[str, Any]:
    attributes: dict[str, Any] = {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "format": "uuid"},
        "source": {"const": f"/{_publisher(kind)}"},
        "type": {"const": kind.type},
        "subject": _TEXT,
        "subjectversion": {"type": "integer"},
        "time": {"type": "string", "format": "date-time"},
        "datacontenttype": {"const": "application/json"},
        "dataschema": {"const": envelope.data_schema(kind.type)},
        "traceparent": _TEXT,
        "data": _data(kind),
    }
    return {
        "name": kind.type,
        "summary": kind.__doc__,
        "contentType": envelope.CONTENT_TYPE,
        "payload": {
            "type": "object",
            "required": list(attributes),
            "properties": attributes,
        },
    }


def _data(kind: type[Event]) -> dict[str, Any]:
    plugin = MarshmallowPlugin(schema_name_resolver=lambda _: "")  # all inline
    APISpec("events", "1", "3.1.0", plugins=[plugin])  # gives it its converter
    converter: Any = plugin.converter
    found: dict[str, Any] = converter.schema2jsonschema(kind.schema)
    return found

"""What an RPC request and its reply look like on the wire.

nameko's own request, so that its tools can still call a service, and beside it the
deadline, the caller and the trace; replies are ours (ADR 5).
"""

import json
from typing import Any

from shared import errors
from shared.errors import ServiceError

EXCHANGE = "nameko-rpc"
CONTENT_TYPE = "application/json"

KINDS: dict[str, type[ServiceError]] = {
    kind.__name__: kind
    for kind in (
        errors.NotFound,
        errors.Conflict,
        errors.Forbidden,
        errors.Invalid,
        errors.Unavailable,
        errors.DeadlineExceeded,
    )
}


class ServiceFailed(Exception):
    """The service raised something it does not promise: a bug, logged there."""


def queue_of(service: str) -> str:
    return f"rpc-{service}"


# json.dumps makes a new encoder at every call that asks for anything unusual.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def encode(payload: Any) -> bytes:
    return _ENCODER.encode(payload).encode()


def request(
    payload: dict[str, Any],
    *,
    deadline: float,
    identity: dict[str, Any],
    traceparent: str | None,
) -> bytes:
    """A call. The context stands in the body, not in AMQP headers, whose tables are
    packed and unpacked value by value in Python.

    Args:
        deadline: seconds since 1970, after which the caller has stopped waiting.
    """
    context = {
        "deadline": deadline,
        "identity": identity,
        "traceparent": traceparent,
    }
    return encode({"args": [], "kwargs": payload, "context": context})


def decode(body: bytes | str) -> dict[str, Any]:
    decoded: dict[str, Any] = json.loads(body)
    return decoded


def error_reply(error: BaseException) -> dict[str, Any]:
    if not isinstance(error, ServiceError):
        return {"result": None, "error": {"kind": "ServiceFailed"}}
    return {
        "result": None,
        "error": {
            "kind": type(error).__name__,
            "code": error.code,
            "detail": error.detail,
            "fields": error.fields,
        },
    }


def raise_error(error: dict[str, Any]) -> None:
    """Raise what ``error_reply`` described."""
    kind = KINDS.get(error["kind"])
    if kind is None:
        raise ServiceFailed(error["kind"])
    raise kind(error["code"], error["detail"], error.get("fields"))

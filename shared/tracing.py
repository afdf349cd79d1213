"""W3C trace context (https://www.w3.org/TR/trace-context/), carried everywhere."""

import re
import secrets
from contextvars import ContextVar

current: ContextVar[str | None] = ContextVar("traceparent", default=None)

_FORM = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")


def start(received: str | None = None) -> str:
    """Continue the ``received`` traceparent, or begin a trace; make it current."""
    if received and _FORM.fullmatch(received):
        traceparent = f"00-{trace_id(received)}-{secrets.token_hex(8)}-01"
    else:
        traceparent = f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"
    current.set(traceparent)
    return traceparent


def trace_id(traceparent: str) -> str:
    return traceparent.split("-")[1]

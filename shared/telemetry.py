"""Structured logs: one JSON object a line, with the trace it belongs to.

Log static snake_case event names with ids as fields; never a payload, a name, an
address or free text of a person.
"""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

from shared import tracing

log: structlog.stdlib.BoundLogger = structlog.get_logger()


def _add_trace(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    traceparent = tracing.current.get()
    if traceparent:
        event["trace_id"] = tracing.trace_id(traceparent)
    return event


def _name_exception(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Say where and what was raised, not its message: that may quote a person."""
    exc_info = event.pop("exc_info", None)
    if exc_info is True:
        exc_info = sys.exc_info()
    error = exc_info[1] if isinstance(exc_info, tuple) else exc_info
    if isinstance(error, BaseException):
        event["exception"] = type(error).__qualname__
        event["stack"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
    return event


def configure(service: str, level: str = "INFO") -> None:
    """Send this process's logs, and its libraries' warnings, to stderr as JSON."""

    def _add_service(
        _logger: Any, _method: str, event: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        event["service"] = service
        return event

    before: list[structlog.types.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_trace,
        _add_service,
    ]
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=before,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _name_exception,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # Libraries that narrate: their warnings matter, their stories do not.
    for name in ("amqp", "kombu", "nameko", "pymongo", "urllib3"):
        logging.getLogger(name).setLevel("WARNING")
    # Our entrypoints log every failure themselves; nameko would quote its message.
    logging.getLogger("nameko.containers").setLevel("CRITICAL")

"""The outermost layer: every request has a trace, a count and a duration, and a line.

Only answers from the cache have no line: on a busy evening they would be nearly all of
them, and say nothing that the counters do not. The line says which route template was
answered and how; never a path, a query, an address or a name, which would tell who
read what.
"""

import time
from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from flask import Flask, request

from gateway import metrics
from shared import tracing
from shared.telemetry import log

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ROUTE = "gateway.route"
FROM_CACHE = "gateway.cache.hit"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def init_app(app: Flask) -> None:
    @app.before_request
    def name_the_route() -> None:
        rule = request.url_rule
        request.environ[ROUTE] = "unknown" if rule is None else rule.rule


def observed(app: "WSGIApplication") -> "WSGIApplication":
    """``app``, watched."""

    def answer(
        environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        tracing.start(environ.get("HTTP_TRACEPARENT"))
        began = time.perf_counter()
        status = "500"

        def started(
            line: str, headers: list[tuple[str, str]], exc_info: Any = None
        ) -> Callable[[bytes], object]:
            nonlocal status
            status = line[:3]
            return start_response(line, headers, exc_info)

        try:
            return app(environ, started)
        finally:
            _note(environ, status, time.perf_counter() - began)

    return answer


def _note(environ: "WSGIEnvironment", status: str, took_s: float) -> None:
    route = environ.get(ROUTE, "unknown")
    method = environ["REQUEST_METHOD"]
    if method not in _METHODS:  # whatever a client made up is no label
        method = "other"
    count, duration = _counters(route, method, status)
    count.inc()
    duration.observe(took_s)
    if FROM_CACHE in environ:
        return
    log.info(
        "request",
        method=method,
        route=route,
        status=int(status),
        duration_ms=round(took_s * 1000, 1),
    )


@cache
def _counters(route: str, method: str, status: str) -> tuple[Any, Any]:
    return (
        metrics.REQUESTS.labels(route, method, status),
        metrics.DURATION.labels(route),
    )

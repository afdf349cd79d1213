"""Refusals and failures as HTTP: problem documents for code, pages for people.

Problem documents follow RFC 9457: ``{type, title, status, detail, code, errors,
trace_id}`` in the caller's language, where ``errors`` lists ``{pointer, detail}``
for each wrong place. ``GET /api/v1/problems`` explains every ``type``.
"""

from typing import Any

from flask import Flask, Response, g, jsonify, redirect, request, url_for
from flask_wtf.csrf import CSRFError
from pymongo.errors import ConnectionFailure, PyMongoError
from werkzeug.exceptions import HTTPException

from gateway import auth, i18n
from gateway.field_messages import localised
from gateway.refusals import BadRequest, TooMany, Unauthenticated
from gateway.web import errors as pages
from shared import tracing
from shared.errors import (
    Conflict,
    DeadlineExceeded,
    Forbidden,
    Invalid,
    NotFound,
    ServiceError,
    Unavailable,
)
from shared.telemetry import log

STATUS: dict[type[ServiceError], int] = {
    BadRequest: 400,
    Unauthenticated: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    Invalid: 422,
    TooMany: 429,
    Unavailable: 503,
    DeadlineExceeded: 504,
}
# What werkzeug refuses before a view runs.
HTTP_CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    413: "body_too_large",
    414: "address_too_long",
    415: "content_type_unsupported",
    416: "range_not_satisfiable",
    431: "headers_too_large",
}
RETRY_AFTER_S = 5
PROBLEM_TYPE = "/api/v1/problems#"


def init_app(app: Flask) -> None:
    app.register_error_handler(ServiceError, refused)
    app.register_error_handler(HTTPException, refused_by_http)
    app.register_error_handler(CSRFError, forged)
    app.register_error_handler(PyMongoError, database_failed)
    app.register_error_handler(Exception, failed)


def refused(error: ServiceError) -> Response:
    status = STATUS[type(error)]
    if status == 401 and auth.is_page(request.path):
        return _to_sign_in()
    response = _say(status, error.code, error.detail, error.fields)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after_s)
    return response


def refused_by_http(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:  # a redirect to the right address
        return error
    code = HTTP_CODES.get(error.code, "bad_request")
    response = _say(error.code, code, error.description or "", {})
    for name, text in error.get_headers(request.environ):
        if name.lower() in {"allow", "content-range", "retry-after"}:
            response.headers[name] = text
    return response


def forged(error: CSRFError) -> Response:
    return _say(400, "form_expired", "This form has expired; open it again.", {})


def database_failed(error: PyMongoError) -> Response:
    if isinstance(error, ConnectionFailure) or error.timeout:
        log.warning("database_unavailable", error=type(error).__name__)
        return _say(503, "database_unavailable", "Please try again shortly.", {})
    return failed(error)


def failed(error: Exception) -> Response:
    """A bug, ours or a service's: told to the log once, to the caller never."""
    log.error("request_failed", exc_info=error)
    return _say(500, "internal_error", "Something went wrong on our side.", {})


def problem(
    status: int, code: str, detail: str, fields: dict[str, list[str]]
) -> dict[str, Any]:
    """The document; ``detail`` serves where the catalogues have no words."""
    title = f"status.{status}"
    own = f"error.{code}"
    found: dict[str, Any] = {
        "type": PROBLEM_TYPE + code,
        "title": i18n.t(title if i18n.has(title) else "status.other"),
        "status": status,
        "detail": i18n.t(own) if i18n.has(own) else detail,
        "code": code,
        "trace_id": tracing.trace_id(tracing.current.get() or tracing.start()),
    }
    if fields:
        found["errors"] = [
            {"pointer": _pointer(place), "detail": localised(message)}
            for place, messages in fields.items()
            for message in messages
        ]
    return found


def _say(status: int, code: str, detail: str, fields: dict[str, list[str]]) -> Response:
    if auth.is_page(request.path):
        # Where it failed to find out who asks, the error page must not ask again.
        g.setdefault("person", None)
        response = pages.render(status, code)
    else:
        response = jsonify(problem(status, code, detail, fields))
        response.mimetype = "application/problem+json"
        response.content_language = i18n.language()
        response.vary.add("Accept-Language")
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    if status == 401:
        response.headers["WWW-Authenticate"] = _challenge(code)
    if status in {503, 504}:
        response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response


def _challenge(code: str) -> str:
    """RFC 6750: say what is wrong only to somebody who brought a token."""
    if "Authorization" not in request.headers:
        return 'Bearer realm="api"'
    return f'Bearer realm="api", error="invalid_token", error_description="{code}"'


def _to_sign_in() -> Response:
    """A page that is one's own sends the reader to sign in and brings them back."""
    here = request.full_path.rstrip("?") if request.method == "GET" else None
    start = f"/{i18n.language()}/"
    back = auth.safe_path(here, start)
    address = url_for("account.sign_in", next=None if back == start else back)
    response = redirect(address, 303)
    response.headers["Cache-Control"] = "no-store"
    return response  # type: ignore[return-value]  # werkzeug types it wider


def _pointer(place: str) -> str:
    """``facts.3.kind`` as a JSON pointer; a file's ``path:line`` and the like as is."""
    if "/" in place or ":" in place:
        return place
    parts = place.split(".")
    if parts[-1] == "_schema":  # marshmallow's name for the whole of something
        parts.pop()
    return "/".join(["#", *parts])

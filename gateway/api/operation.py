"""One route of the API: what it takes, what it gives, who may; said once.

``operation`` registers a view and remembers its description, from which the OpenAPI
document is made, so that a route cannot be served undocumented or differently.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import wraps
from typing import Any

from flask import Blueprint, Response, jsonify, request
from marshmallow import Schema
from werkzeug.exceptions import UnsupportedMediaType

from gateway import auth, cache, i18n
from gateway.api.schemas import Language
from gateway.idempotency import answer_once
from gateway.refusals import BadRequest
from shared.requests import Request

View = Callable[..., Any]
JSON = "application/json"
ANYTHING = "*/*"  # a file, of its own kind
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True, slots=True)
class Operation:
    """A method on a path, as documented and as enforced.

    ``status`` is that of success; a view may return ``(body, status)`` for
    another of ``also``.
    """

    method: str
    path: str
    name: str
    summary: str
    tag: str
    returns: Schema | None
    media_type: str
    status: int
    also: tuple[int, ...]
    body: Request | None
    takes: str | None  # the media type of a body that is no JSON
    headers: tuple[str, ...]  # that a request must have, numbers
    query: Request
    signed_in: bool
    keyed: bool  # takes an Idempotency-Key
    kept: frozenset[str]  # public read: services whose changes make it old
    refusals: tuple[int, ...]


OPERATIONS: list[Operation] = []


def operation(
    bp: Blueprint,
    method: str,
    path: str,
    *,
    tag: str,
    returns: Schema | None = None,
    media_type: str = JSON,
    status: int = 200,
    also: tuple[int, ...] = (),
    body: Request | None = None,
    takes: str | None = None,
    headers: tuple[str, ...] = (),
    query: Request | None = None,
    signed_in: bool = True,
    keyed: bool | None = None,
    kept: tuple[str, ...] = (),
    refusals: tuple[int, ...] = (),
) -> Callable[[View], View]:
    """Serve and describe a view; its docstring's first line is the summary.

    The view gets path parameters by name, the checked query as ``query`` where a
    schema is given, the checked body as ``body``, and answers with plain JSON, or with
    text where ``media_type`` says that it is something else, or with a response that
    is finished but for what concerns languages.
    """

    def register(view: View) -> View:
        described = Operation(
            method=method,
            path=path,
            name=view.__name__,
            summary=(view.__doc__ or "").strip().partition("\n")[0].rstrip("."),
            tag=tag,
            returns=returns,
            media_type=media_type,
            status=status,
            also=also,
            body=body,
            takes=takes,
            headers=headers,
            query=query or Language(),
            signed_in=signed_in,
            keyed=method in WRITES if keyed is None else keyed,
            kept=frozenset(kept),
            refusals=refusals,
        )
        OPERATIONS.append(described)
        bp.add_url_rule(
            path,
            endpoint=view.__name__,
            view_func=_answering(described, view, wants_query=query is not None),
            methods=[method],
        )
        return view

    return register


def _answering(op: Operation, view: View, *, wants_query: bool) -> View:
    @wraps(view)
    def answer(**arguments: Any) -> Response:
        person = auth.require_person() if op.signed_in else auth.current_person()
        query = _checked_query(op.query)
        if wants_query:
            arguments["query"] = query
        if op.body is not None:
            arguments["body"] = _checked_body(op.body)
        if op.takes is not None and request.mimetype != op.takes:
            raise UnsupportedMediaType

        def work() -> Response:
            return _response(op, view(**arguments))

        if not op.keyed:
            return work()
        return answer_once("anonymous" if person is None else person.person_id, work)

    return answer


def _checked_query(schema: Request) -> dict[str, Any]:
    """The query by its schema. ``language`` is understood everywhere; where the
    schema wants it, ``Accept-Language`` stands in."""
    asked = request.args.to_dict()
    if "language" in asked:
        Language().load({"language": asked["language"]})
    if "language" in schema.fields:
        asked.setdefault("language", i18n.language())
    else:
        asked.pop("language", None)
    return schema.load(asked)  # type: ignore[no-any-return]  # a dict, no object


def _checked_body(schema: Request) -> dict[str, Any]:
    """The body as sent, once the schema has found nothing wrong with it.

    As sent, because what goes on to a service is JSON again, not what a schema
    makes of it; the service loads it by the same schema.
    """
    if not request.is_json:
        raise UnsupportedMediaType
    body = read_json(request.get_data())
    schema.load(body)
    return body  # type: ignore[no-any-return]  # an object: the schema took it


def read_json(raw: bytes) -> Any:
    """Strict JSON.

    Raises:
        BadRequest: ``malformed_json``; so are infinities, and characters that
            are halves of others and fit into no UTF-8.
    """
    try:
        found = json.loads(raw, parse_constant=_no_constant, parse_float=_finite)
        if b"\\ud" in raw.lower():
            json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise BadRequest(
            "malformed_json", "The body is not well-formed JSON in UTF-8."
        ) from None
    return found


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _finite(text: str) -> float:
    number = float(text)
    if number in {float("inf"), float("-inf")}:
        raise ValueError(text)
    return number


def _response(op: Operation, answered: Any) -> Response:
    found, status = answered if isinstance(answered, tuple) else (answered, op.status)
    if isinstance(found, Response):
        found.vary.add("Accept-Language")
        return found
    if found is None:
        response = Response(status=status)
        del response.headers["Content-Type"]  # of nothing
    elif op.media_type != JSON:
        response = Response(found, status=status, content_type=op.media_type)
    elif isinstance(found, dict):
        response = jsonify(found)
        response.status_code = status
    else:
        response = jsonify(asdict(found))
        response.status_code = status
    return _dressed(op, response)


def _dressed(op: Operation, response: Response) -> Response:
    response.vary.add("Accept-Language")
    if op.method != "GET":
        response.headers["Cache-Control"] = "no-store"
        return response
    if op.kept:
        return cache.public(response, op.kept)
    response.vary.add("Authorization")
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    return response

"""The OpenAPI 3.1 document, made from the operations and their schemas.

``python -m gateway.api openapi`` prints it; ``docs/contracts/openapi.json`` is its
checked-in form.
"""

import json
import re
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema

from gateway.api.operation import ANYTHING, JSON, OPERATIONS, WRITES, Operation
from gateway.api.schemas import ProblemView
from gateway.idempotency import HEADER, KEY_LONGEST

PREFIX = "/api/v1"
_BEARER: list[dict[str, list[str]]] = [{"bearer": []}]
_PROBLEM = "application/problem+json"
_TEXT = {"type": "string"}
_BINARY = {"type": "string", "format": "binary"}
_WHY = {
    400: "The request cannot be read.",
    401: "No valid access token.",
    403: "One's role does not allow it.",
    404: "There is no such thing.",
    409: "It contradicts the state of things.",
    413: "The body is too large.",
    415: "The body is not of the type that is described.",
    416: "The range is beyond the end of the file.",
    422: "Fields are wrong; `errors` names them.",
    429: "Too many requests; see `Retry-After`.",
    503: "A part is not available; see `Retry-After`.",
    504: "A part did not answer in time.",
}


def build() -> dict[str, Any]:
    """The document as plain JSON."""
    spec = APISpec(
        title="Community Policing Knowledge Hub",
        version="1",
        openapi_version="3.1.0",
        info={"description": "Courses, library, directory of hubs. `/api/v1` only."},
        plugins=[MarshmallowPlugin(schema_name_resolver=_schema_name)],
    )
    spec.components.security_scheme(
        "bearer", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    )
    spec.components.schema("Problem", schema=ProblemView)
    for status, why in _WHY.items():
        spec.components.response(
            f"Problem{status}",
            {"description": why, "content": {_PROBLEM: {"schema": "Problem"}}},
        )
    for operation in OPERATIONS:
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", operation.path)
        spec.path(
            PREFIX + path, operations={operation.method.lower(): _describe(operation)}
        )
    document = spec.to_dict()
    _language_is_optional(document)
    return json.loads(json.dumps(document, default=str))  # type: ignore[no-any-return]


def _describe(op: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": op.name,
        "summary": op.summary,
        "tags": [op.tag],
        "parameters": _parameters(op),
        "responses": _responses(op),
    }
    if op.signed_in:
        described["security"] = _BEARER
    if op.body is not None:
        described["requestBody"] = {
            "required": True,
            "content": {JSON: {"schema": op.body}},
        }
    if op.takes is not None:
        described["requestBody"] = {
            "required": True,
            "content": {op.takes: {"schema": _BINARY}},
        }
    return described


def _parameters(op: Operation) -> list[Any]:
    parameters: list[Any] = [
        {"in": "path", "name": name, "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"<(?:\w+:)?(\w+)>", op.path)
    ]
    parameters.append({"in": "query", "schema": op.query})
    parameters += [
        {"in": "header", "name": name, "required": True, "schema": {"type": "integer"}}
        for name in op.headers
    ]
    if op.keyed:
        parameters.append(
            {
                "in": "header",
                "name": HEADER,
                "required": False,
                "schema": {"type": "string", "minLength": 1, "maxLength": KEY_LONGEST},
            }
        )
    return parameters


def _responses(op: Operation) -> dict[str, Any]:
    responses: dict[str, Any] = {}
    for status in (op.status, *op.also):
        responses[str(status)] = {"description": "Done."}
        if op.media_type != JSON:
            schema = _BINARY if op.media_type == ANYTHING else _TEXT
            responses[str(status)]["content"] = {op.media_type: {"schema": schema}}
        elif op.returns is not None:
            responses[str(status)]["content"] = {JSON: {"schema": op.returns}}
    if op.method == "GET":
        responses["304"] = {"description": "Unchanged since the given ETag."}
    refusals = {*op.refusals, 401, 422, 429, 503, 504}
    if op.body is not None or op.takes is not None:
        refusals |= {400, 413, 415}
    if op.keyed and op.method in WRITES:
        refusals |= {400, 409}
    for status in sorted(refusals):
        responses[str(status)] = {"$ref": f"#/components/responses/Problem{status}"}
    return responses


def _schema_name(schema: type[Schema] | Schema) -> str:
    kind = schema if isinstance(schema, type) else type(schema)
    return kind.__name__.removesuffix("View")


def _language_is_optional(document: dict[str, Any]) -> None:
    """``Accept-Language`` stands in for it, so its default is not a constant."""
    for methods in document["paths"].values():
        for described in methods.values():
            for parameter in described.get("parameters", []):
                if parameter.get("name") == "language":
                    parameter["required"] = False
                    parameter["schema"].pop("default", None)
                    parameter["description"] = "Else the header Accept-Language."

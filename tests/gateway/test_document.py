"""The OpenAPI document says what is served."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from flask import Flask

from gateway.api import document, events
from gateway.api.operation import OPERATIONS

CHECKED_IN = Path(__file__).parents[2] / "docs" / "contracts"
GOLDEN = Path(__file__).parents[1] / "contracts"
RELIED_ON = """
POST /accounts
POST /tokens
POST /tokens/refresh
DELETE /tokens
GET /me
DELETE /me/sessions
GET /courses
GET /courses/{slug}
GET /courses/{slug}/lessons/{lesson}
PUT /me/enrolments/{slug}
GET /me/enrolments
POST /me/facts
POST /courses/{slug}/quizzes/{quiz}/attempts
GET /courses/{slug}/quizzes/{quiz}/attempts/{id}
POST /courses/{slug}/quizzes/{quiz}/attempts/{id}/submission
GET /me/certificates
GET /certificates/{number}
GET /library
GET /library/{slug}
GET /hubs
GET /hubs/{slug}
GET /me/notifications
POST /me/notifications/{id}/read
"""


@pytest.mark.parametrize(
    ("name", "build"), [("openapi", document.build), ("asyncapi", events.build)]
)
def test_the_checked_in_documents_are_current(
    name: str, build: Callable[[], dict[str, Any]]
) -> None:
    kept = json.loads((CHECKED_IN / f"{name}.json").read_text("utf-8"))
    assert kept == build(), f"python -m gateway.api {name}"


def test_every_event_is_described() -> None:
    assert {kind.type for kind in events.EVENTS} == {
        path.stem for path in GOLDEN.glob("*.json")
    }


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda p: p.stem)
def test_recorded_events_are_as_described(path: Path) -> None:
    message = events.build()["components"]["messages"][path.stem]
    jsonschema.validate(json.loads(path.read_text("utf-8")), message["payload"])


def test_what_others_rely_on_is_there() -> None:
    paths = document.build()["paths"]
    for line in RELIED_ON.split("\n"):
        if line:
            method, _, path = line.partition(" ")
            assert method.lower() in paths[f"/api/v1{path}"], line


@pytest.mark.needs_mongo
@pytest.mark.needs_rabbit
def test_every_route_of_the_api_is_documented(app: Flask) -> None:
    served = {
        (method, re.sub(r"<(?:[a-z]+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        for method in _said(rule.methods or set())
        if rule.rule.startswith("/api")
    }
    documented = {
        (method.upper(), path)
        for path, methods in document.build()["paths"].items()
        for method in methods
    }
    assert served == documented


def _said(methods: set[str]) -> set[str]:
    """Without what Flask adds by itself: HEAD to GET, and OPTIONS."""
    return methods - {"OPTIONS"} - ({"HEAD"} if "GET" in methods else set())


def test_every_reference_leads_somewhere() -> None:
    built = document.build()
    for reference in re.findall(r'"#/components/([^"]+)"', json.dumps(built)):
        kind, name = reference.split("/")
        assert name in built["components"][kind]


def test_every_operation_has_a_summary_and_a_name_of_its_own() -> None:
    names = [op.name for op in OPERATIONS]
    assert len(names) == len(set(names))
    assert all(op.summary for op in OPERATIONS)

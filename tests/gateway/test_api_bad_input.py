"""Whatever is sent, the answer is a problem document and nothing is half written."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gateway.app import create_app
from gateway.migrations import MIGRATIONS
from shared.migrations import migrate
from tests.gateway import conftest
from tests.gateway.builders import PASSWORD
from tests.servers import MongoServer, RabbitServer

pytestmark = [pytest.mark.needs_mongo, pytest.mark.needs_rabbit]

SignIn = Callable[..., dict[str, str]]
ACCOUNT = {
    "email": "olena@example.org",
    "password": PASSWORD,
    "name": "Олена",
    "language": "uk",
}


@pytest.fixture(scope="module")
def app(mongo_server: MongoServer, rabbit_server: RabbitServer) -> Iterator[Flask]:
    """One application for all of this: nothing here leaves a trace."""
    with mongo_server.database() as mongo_url, rabbit_server.virtual_host() as amqp_url:
        made = create_app(conftest.settings(mongo_url, amqp_url))
        migrate(made.extensions["database"], MIGRATIONS)
        yield made
        conftest.close(made)


def problem(reply: TestResponse, status: int, code: str) -> dict[str, Any]:
    assert reply.status_code == status, reply.get_data(as_text=True)
    assert reply.mimetype == "application/problem+json"
    found: dict[str, Any] = reply.get_json()
    assert {"type", "title", "status", "detail", "code", "trace_id"} <= set(found)
    assert found["code"] == code
    assert found["status"] == status
    assert found["type"] == f"/api/v1/problems#{code}"
    assert "Traceback" not in reply.get_data(as_text=True)
    return found


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"nonsense",
        b'{"email": NaN}',
        b'{"email": 1e999}',
        b'{"email": "\xff"}',
        b'{"email": "\\ud800"}',
        b"[" * 200_000,
        b'{"a":' * 100_000,
        b"1" * 10_000,
    ],
)
def test_a_body_that_is_no_json(client: FlaskClient, body: bytes) -> None:
    reply = client.post("/api/v1/tokens", data=body, content_type="application/json")
    problem(reply, 400, "malformed_json")


@pytest.mark.parametrize("body", ["[]", "null", '"text"', "1", "true", "{}"])
def test_json_of_another_shape(client: FlaskClient, body: str) -> None:
    reply = client.post("/api/v1/accounts", data=body, content_type="application/json")
    assert problem(reply, 422, "invalid_fields")["errors"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"email": "nobody"}, "#/email"),
        ({"email": 5}, "#/email"),
        ({"email": None}, "#/email"),
        ({"email": {"$ne": ""}}, "#/email"),
        ({"email": "x" * 5000}, "#/email"),
        ({"password": "short"}, "#/password"),
        ({"password": ["a"]}, "#/password"),
        ({"name": ""}, "#/name"),
        ({"name": "a\nb"}, "#/name"),
        ({"name": "a\x00b"}, "#/name"),
        ({"language": "ru"}, "#/language"),
        ({"roles": ["administrator"]}, "#/roles"),
        ({"person_id": "x"}, "#/person_id"),
    ],
)
def test_a_wrong_field_is_pointed_at(
    app: Flask,
    client: FlaskClient,
    change: dict[str, Any],
    pointer: str,
) -> None:
    accounts = app.extensions["database"].accounts
    before = accounts.count_documents({})
    reply = client.post("/api/v1/accounts", json={**ACCOUNT, **change})
    errors = problem(reply, 422, "invalid_fields")["errors"]
    assert [error["pointer"] for error in errors] == [pointer]
    assert accounts.count_documents({}) == before


def test_another_content_type(client: FlaskClient) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", None):
        reply = client.post(
            "/api/v1/accounts", data=json.dumps(ACCOUNT), content_type=kind
        )
        problem(reply, 415, "content_type_unsupported")


def test_a_body_too_large(client: FlaskClient) -> None:
    reply = client.post("/api/v1/accounts", json={"name": "x" * 1024 * 1024})
    problem(reply, 413, "body_too_large")


def test_the_largest_batch_of_facts_fits(client: FlaskClient, sign_in: SignIn) -> None:
    fact = {
        "id": "0b1c8c39-7ad2-4a77-a0b4-2b8a1c4d9b11",
        "kind": "lesson.completed",
        "course": "c" * 60,
        "lesson": "l" * 60,
        "at": "2026-11-22T10:00:00+00:00",
    }
    reply = client.post(
        "/api/v1/me/facts", json={"facts": [fact] * 1000}, headers=sign_in()
    )
    problem(reply, 503, "service_unavailable")


@pytest.mark.parametrize(
    ("facts", "pointer"),
    [
        ([], "#/facts"),
        ("x", "#/facts"),
        (None, "#/facts"),
        ([{}] * 1001, "#/facts"),
    ],
)
def test_what_is_no_batch_of_facts_is_refused_whole(
    client: FlaskClient, sign_in: SignIn, facts: Any, pointer: str
) -> None:
    reply = client.post("/api/v1/me/facts", json={"facts": facts}, headers=sign_in())
    errors = problem(reply, 422, "invalid_fields")["errors"]
    assert pointer in [error["pointer"] for error in errors]


@pytest.mark.parametrize("fact", [5, None, [], {"id": "x"}])
def test_a_wrong_fact_is_left_to_the_service_to_refuse_alone(
    client: FlaskClient, sign_in: SignIn, fact: Any
) -> None:
    reply = client.post("/api/v1/me/facts", json={"facts": [fact]}, headers=sign_in())
    problem(reply, 503, "service_unavailable")  # there is none here


@pytest.mark.parametrize(
    "token", ["", "Bearer", "Bearer x", "Bearer a.b.c", "Basic eDp5", "Bearer \xe9"]
)
@pytest.mark.parametrize("path", ["/api/v1/me", "/api/v1/courses"])
def test_a_bad_token(client: FlaskClient, token: str, path: str) -> None:
    reply = client.get(path, headers={"Authorization": token})
    problem(reply, 401, "token_invalid")
    assert reply.headers["WWW-Authenticate"].startswith("Bearer ")


def test_no_token(client: FlaskClient) -> None:
    reply = client.get("/api/v1/me")
    problem(reply, 401, "sign_in_required")
    assert reply.headers["WWW-Authenticate"] == 'Bearer realm="api"'


def test_a_cookie_is_no_token(client: FlaskClient) -> None:
    client.set_cookie("hub", "whatever")
    problem(client.get("/api/v1/me"), 401, "sign_in_required")


def test_an_address_that_does_not_exist(client: FlaskClient) -> None:
    problem(client.get("/api/v1/no/such/thing"), 404, "not_found")
    problem(client.get("/no-such-thing"), 404, "not_found")


def test_a_method_that_does_not_fit(client: FlaskClient) -> None:
    reply = client.delete("/api/v1/courses")
    problem(reply, 405, "method_not_allowed")
    assert "GET" in reply.headers["Allow"]


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=x",
        "limit=-1",
        "what=1",
        "language=fr",
        "q=" + "x" * 300,
    ],
)
def test_a_wrong_query(client: FlaskClient, query: str) -> None:
    reply = client.get(f"/api/v1/library?{query}")
    errors = problem(reply, 422, "invalid_fields")["errors"]
    assert errors[0]["pointer"] == f"#/{query.partition('=')[0]}"


def test_a_problem_is_told_in_the_callers_language(client: FlaskClient) -> None:
    asked = {"Accept-Language": "en-GB,en;q=0.9"}
    english = problem(client.get("/api/v1/me", headers=asked), 401, "sign_in_required")
    ukrainian = problem(client.get("/api/v1/me"), 401, "sign_in_required")
    named = problem(client.get("/api/v1/me?language=en"), 401, "sign_in_required")
    assert english["detail"] == named["detail"] == "Sign in to do this."
    assert ukrainian["detail"] == "Увійдіть, щоб зробити це."


def test_a_service_that_is_away(client: FlaskClient) -> None:
    reply = client.get("/api/v1/courses")
    problem(reply, 503, "service_unavailable")
    assert int(reply.headers["Retry-After"]) > 0


def test_a_trace_is_continued(client: FlaskClient) -> None:
    trace = "0af7651916cd43dd8448eb211c80319c"
    reply = client.get(
        "/api/v1/me", headers={"traceparent": f"00-{trace}-b7ad6b7169203331-01"}
    )
    assert reply.get_json()["trace_id"] == trace


def test_every_answer_is_protected(client: FlaskClient) -> None:
    for path in ("/api/v1/me", "/healthz", "/nothing", "/uk/about"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"

"""Accounts, tokens and sessions through the API, on a real database."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pymongo import MongoClient
from pymongo.database import Database

from tests.gateway.builders import PASSWORD
from tests.gateway.conftest import MakeApp

pytestmark = [pytest.mark.needs_mongo, pytest.mark.needs_rabbit]

SignIn = Callable[..., dict[str, str]]
ACCOUNT = {
    "email": "olena@example.org",
    "password": PASSWORD,
    "name": "Олена",
    "language": "uk",
}
CREDENTIALS = {"email": ACCOUNT["email"], "password": PASSWORD}


def test_from_registration_to_signing_out(client: FlaskClient) -> None:
    made = client.post("/api/v1/accounts", json=ACCOUNT)
    assert made.status_code == 201
    signed_in = client.post("/api/v1/tokens", json=CREDENTIALS)
    tokens = signed_in.get_json()
    assert signed_in.headers["Cache-Control"] == "no-store"
    assert set(tokens) == {"access_token", "refresh_token", "token_type", "expires_in"}
    assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 600)

    fresh = client.post(
        "/api/v1/tokens/refresh", json={"refresh_token": tokens["refresh_token"]}
    ).get_json()
    proof = {"Authorization": f"Bearer {fresh['access_token']}"}
    me = client.get("/api/v1/me", headers=proof)
    assert me.get_json() == made.get_json()
    assert me.get_json()["roles"] == ["learner"]

    assert client.delete("/api/v1/tokens", headers=proof).status_code == 204
    assert client.get("/api/v1/me", headers=proof).get_json()["code"] == "session_ended"


def test_my_account_answers_with_a_strong_tag(
    client: FlaskClient, sign_in: SignIn
) -> None:
    proof = sign_in()
    tag = client.get("/api/v1/me", headers=proof).headers["ETag"]
    assert not tag.startswith("W/")
    again = client.get("/api/v1/me", headers={**proof, "If-None-Match": tag})
    assert (again.status_code, again.get_data()) == (304, b"")
    client.patch("/api/v1/me", json={"name": "Олена К."}, headers=proof)
    changed = client.get("/api/v1/me", headers={**proof, "If-None-Match": tag})
    assert changed.get_json()["name"] == "Олена К."


def test_nothing_else_of_an_account_can_be_changed(
    client: FlaskClient, sign_in: SignIn
) -> None:
    proof = sign_in()
    for change in ({"roles": ["administrator"]}, {"email": "x@example.org"}):
        reply = client.patch("/api/v1/me", json=change, headers=proof)
        assert reply.status_code == 422
    assert client.patch("/api/v1/me", json={}, headers=proof).status_code == 200


def test_signing_out_everywhere_ends_pages_too(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    proof = sign_in()
    browser = app.test_client()
    form = browser.get("/uk/sign-in").get_data(as_text=True)
    token = form.partition('name="csrf_token"')[2].partition('value="')[2]
    browser.post(
        "/uk/sign-in",
        data={**CREDENTIALS, "csrf_token": token.partition('"')[0]},
    )
    assert browser.get("/uk/account").status_code == 200
    assert client.delete("/api/v1/me/sessions", headers=proof).status_code == 204
    assert client.get("/api/v1/me", headers=proof).status_code == 401
    assert browser.get("/uk/account").status_code == 303


def test_a_form_without_its_token_is_refused(client: FlaskClient) -> None:
    reply = client.post("/uk/sign-in", data=CREDENTIALS)
    assert reply.status_code == 400
    assert reply.mimetype == "text/html"


def test_a_write_sent_again_with_its_key_is_answered_not_repeated(
    client: FlaskClient, mongo_db: Database[dict[str, Any]]
) -> None:
    key = {"Idempotency-Key": "5f0c"}
    first = client.post("/api/v1/accounts", json=ACCOUNT, headers=key)
    again = client.post("/api/v1/accounts", json=ACCOUNT, headers=key)
    assert again.status_code == 201
    assert again.get_json() == first.get_json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert mongo_db.accounts.count_documents({}) == 1
    assert PASSWORD not in str(list(mongo_db.idempotency_keys.find()))


def test_a_key_serves_one_request(client: FlaskClient) -> None:
    key = {"Idempotency-Key": "5f0c"}
    client.post("/api/v1/accounts", json=ACCOUNT, headers=key)
    other = client.post(
        "/api/v1/accounts", json={**ACCOUNT, "name": "Інна"}, headers=key
    )
    assert other.status_code == 422
    assert other.get_json()["code"] == "idempotency_key_reused"


def test_a_key_whose_request_is_under_way(
    client: FlaskClient, mongo_db: Database[dict[str, Any]]
) -> None:
    key = {"Idempotency-Key": "5f0c"}
    client.post("/api/v1/accounts", json=ACCOUNT, headers=key)
    mongo_db.idempotency_keys.update_one({}, {"$unset": {"response": ""}})
    reply = client.post("/api/v1/accounts", json=ACCOUNT, headers=key)
    assert (reply.status_code, reply.get_json()["code"]) == (409, "request_in_progress")


def test_a_refusal_lets_go_of_its_key(client: FlaskClient) -> None:
    key = {"Idempotency-Key": "5f0c"}
    client.post("/api/v1/accounts", json=ACCOUNT)
    refused = client.post("/api/v1/accounts", json=ACCOUNT, headers=key)
    assert refused.get_json()["code"] == "address_taken"
    other = {**ACCOUNT, "email": "inna@example.org"}
    assert client.post("/api/v1/accounts", json=other, headers=key).status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 256, "ключ".encode().decode("latin-1")])
def test_a_key_that_cannot_be_one(client: FlaskClient, key: str) -> None:
    reply = client.post(
        "/api/v1/accounts", json=ACCOUNT, headers={"Idempotency-Key": key}
    )
    assert reply.get_json()["code"] == "idempotency_key_invalid"


def test_guessing_a_password_is_slowed_down(make_app: MakeApp) -> None:
    client = make_app(limit_sign_in_per_account="2/minute").test_client()
    client.post("/api/v1/accounts", json=ACCOUNT)
    wrong = {**CREDENTIALS, "password": "wrong password"}
    for _ in range(3):  # what succeeds does not count
        assert client.post("/api/v1/tokens", json=CREDENTIALS).status_code == 200
    codes = [
        client.post("/api/v1/tokens", json=wrong).get_json()["code"] for _ in range(3)
    ]
    assert codes == ["wrong_credentials", "wrong_credentials", "too_many_attempts"]
    # Counted in the database, so another worker knows it too.
    other = make_app(limit_sign_in_per_account="2/minute").test_client()
    reply = other.post("/api/v1/tokens", json=CREDENTIALS)
    assert reply.status_code == 429
    assert 1 <= int(reply.headers["Retry-After"]) <= 60
    assert reply.headers["RateLimit-Policy"] == '"sign_in_account";q=2;w=60'


def test_ordinary_requests_are_limited_and_told(make_app: MakeApp) -> None:
    client = make_app(limit_requests="2/minute").test_client()
    first = client.get("/api/v1/problems")
    assert first.headers["RateLimit"].startswith('"requests";r=1;t=')
    client.get("/api/v1/problems")
    third = client.get("/api/v1/problems")
    assert third.status_code == 429
    assert third.get_json()["code"] == "too_many_requests"
    assert client.get("/healthz").status_code == 200


def test_no_address_is_stored(
    make_app: MakeApp, mongo_db: Database[dict[str, Any]]
) -> None:
    client = make_app().test_client()
    client.post("/api/v1/tokens", json=CREDENTIALS)
    kept = str(list(mongo_db.limit_counters.find()))
    assert "127.0.0.1" not in kept
    assert "olena" not in kept


def test_without_its_database_the_gateway_says_so(app: Flask) -> None:
    away: MongoClient[dict[str, Any]] = MongoClient(
        "mongodb://127.0.0.1:1/", serverSelectionTimeoutMS=100
    )
    real = app.extensions["database"]
    app.extensions["database"] = away["gateway"]
    client = app.test_client()
    reply = client.post("/api/v1/accounts", json=ACCOUNT)
    assert (reply.status_code, reply.get_json()["code"]) == (
        503,
        "database_unavailable",
    )
    with client.session_transaction() as cookie:
        cookie["session"] = "somebody"
    page = client.get("/uk/about")
    assert (page.status_code, page.mimetype) == (503, "text/html")
    assert page.headers["Retry-After"]
    assert client.get("/readyz").get_json()["parts"]["database"] != "ok"
    assert app.test_client().get("/uk/about").status_code == 200
    app.extensions["database"] = real
    away.close()

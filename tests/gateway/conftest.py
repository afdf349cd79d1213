"""The gateway on a real database and a real broker, with no service behind it."""

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pymongo.database import Database

from gateway.app import create_app
from gateway.migrations import MIGRATIONS
from gateway.settings import GatewaySettings
from shared.migrations import migrate
from tests.content.files import a_photo, open_xml
from tests.gateway.builders import PASSWORD
from tests.gateway.file_sender import FORM_WORDS, PICTURE_WORDS, Sender
from tests.gateway.library_desk import ITEM, begin, move
from tests.gateway.stack_client import Api, signed_in
from tests.stacks import Stack

MakeApp = Callable[..., Flask]
Hub = Callable[..., subprocess.CompletedProcess[str]]


def settings(mongo_url: str, amqp_url: str) -> GatewaySettings:
    return GatewaySettings(
        mongo_url=mongo_url,
        amqp_url=amqp_url,
        secret_key="k" * 40,
        environment="test",
        cookie_secure=False,
        log_level="WARNING",
    )


def close(app: Flask) -> None:
    app.extensions["rpc"].close()
    app.extensions["database"].client.close()


@pytest.fixture
def make_app(
    mongo_db: Database[dict[str, Any]], mongo_url: str, amqp_url: str
) -> Iterator[MakeApp]:
    """Applications with some settings changed; all closed in the end."""
    migrate(mongo_db, MIGRATIONS)
    made: list[Flask] = []

    def make(**changes: Any) -> Flask:
        made.append(create_app(replace(settings(mongo_url, amqp_url), **changes)))
        return made[-1]

    yield make
    for app in made:
        close(app)


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    return make_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def sign_in(client: FlaskClient) -> Callable[..., dict[str, str]]:
    """Make an account and sign in; the headers that prove it."""

    def make(email: str = "olena@example.org") -> dict[str, str]:
        asked = {"email": email, "password": PASSWORD}
        client.post(
            "/api/v1/accounts", json={**asked, "name": "Олена", "language": "uk"}
        )
        tokens = client.post("/api/v1/tokens", json=asked).get_json()
        return {"Authorization": f"Bearer {tokens['access_token']}"}

    return make


@pytest.fixture
def anyone(stack: Stack) -> Api:
    return Api(stack.base_url)


@pytest.fixture
def learner(stack: Stack) -> Api:
    api = Api(stack.base_url)
    api.sign_up()
    return api


@pytest.fixture(scope="session")
def editor(stack: Stack) -> Api:
    return signed_in(stack, "editor")


@pytest.fixture(scope="session")
def reviewer(stack: Stack) -> Api:
    return signed_in(stack, "reviewer")


@pytest.fixture(scope="session")
def sender(stack: Stack, editor: Api) -> Sender:
    return Sender(stack, editor)


@pytest.fixture
def slug(anyone: Api) -> str:
    return str(anyone("GET", "/courses").json()["items"][0]["slug"])


@pytest.fixture
def hub(stack: Stack) -> Hub:
    """The operator's command line."""
    return stack.operate


@pytest.fixture(scope="module")
def shown(sender: Sender, editor: Api, reviewer: Api) -> dict[str, Any]:
    """A published item with a photo and a form."""
    slug = begin(editor)
    photo = a_photo(size=(1400, 700))
    sender.attach(slug, "map.jpg", photo, 1, **PICTURE_WORDS)
    work = sender.attach(slug, "form.docx", open_xml(), 2, **FORM_WORDS)
    body = "![](files/map.jpg)\n\n[The form](files/form.docx)\n"
    texts = {
        language: {"title": "A map", "summary": "In short.", "body": body}
        for language in ("uk", "en")
    }
    saved = editor(
        "PUT",
        f"/library/{slug}",
        {**ITEM, "translations": texts, "revision": work["revision"]},
    )
    assert saved.status_code == 200, saved.text
    assert move(editor, slug, "review")[0] == 200
    assert move(reviewer, slug, "published")[0] == 200
    item: dict[str, Any] = editor("GET", f"/library/{slug}").json()
    return item

"""A forgotten password, from the page to the mail box and back."""

import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
from pymongo.database import Database

from deploy.local.processes import PROCESSES
from shared import mongo
from tests.gateway.builders import PASSWORD
from tests.pages.visiting import Visitor, over_http
from tests.processes import eventually
from tests.stacks import Stack

pytestmark = pytest.mark.needs_stack

NEW_PASSWORD = "кожна громада має голос"
WRONG = "00000-00000"
CODE = re.compile(r"^[0-9A-Z]{5}-[0-9A-Z]{5}$", re.MULTILINE)
ASK, REDEEM = "/password-resets", "/password-resets/redemption"


class Forgetful:
    """Somebody with an account whose password is gone."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.email = f"{uuid.uuid4().hex}@example.org"
        made = self.post(
            "/accounts",
            email=self.email,
            password=PASSWORD,
            name="Олена Коваль",
            language="uk",
        )
        assert made.status_code == 201, made.text

    def post(self, path: str, **body: str) -> requests.Response:
        return requests.post(
            f"{self.stack.base_url}/api/v1{path}", json=body, timeout=30
        )

    def sign_in(self, password: str) -> requests.Response:
        return self.post("/tokens", email=self.email, password=password)

    def redeem(self, code: str, password: str = NEW_PASSWORD) -> requests.Response:
        return self.post(REDEEM, email=self.email, code=code, password=password)

    def ask(self) -> requests.Response:
        return self.post(ASK, email=self.email)

    def mails(self) -> list[dict[str, Any]]:
        return self.stack.mail_to(self.email)

    def codes(self) -> set[str]:
        return {code for mail in self.mails() for code in CODE.findall(mail["text"])}

    def code(self, *, known: frozenset[str] = frozenset()) -> str:
        """The code that comes and is not one of those ``known``."""
        (code,) = eventually(lambda: self.codes() - known, within_s=30)
        return str(code)


@pytest.fixture
def person(stack: Stack) -> Forgetful:
    return Forgetful(stack)


@pytest.fixture
def database(stack: Stack) -> Iterator[Database[dict[str, Any]]]:
    """The gateway's own."""
    found = mongo.connect(stack.platform.addresses.mongo_url("gateway"), "test")
    yield found
    found.client.close()


def our_logs(stack: Stack) -> list[Path]:
    """Of our own processes: the mail box, for one, tells who gets what."""
    return [stack.platform.layout.logs / f"{p.name}.log" for p in PROCESSES]


def refusal(answer: requests.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def fill_in(visitor: Visitor, **values: str) -> int:
    return visitor.submit("/uk/password-reset/code", "/code", **values).status


def test_a_forgotten_password_is_replaced_on_pages(
    stack: Stack, person: Forgetful
) -> None:
    elsewhere = over_http(stack.base_url, "learner")
    elsewhere.sign_in(person.email, PASSWORD)
    tokens = person.sign_in(PASSWORD).json()

    visitor = over_http(stack.base_url, "learner")
    assert "/uk/password-reset" in visitor.get("/uk/sign-in").page.links
    asked = visitor.submit("/uk/password-reset", "/password-reset", email=person.email)
    assert (asked.status, asked.location) == (303, "/uk/password-reset/code")
    form = visitor.get(asked.location).page.form_to("/code")
    assert form.fields["email"] == [person.email]
    code = person.code()
    (mail,) = person.mails()
    assert mail["subject"] == "Ваш код підтвердження"
    assert f"{stack.base_url}/uk/password-reset/code\n" in mail["text"]

    assert fill_in(visitor, code=WRONG, password=NEW_PASSWORD) == 422
    assert fill_in(visitor, code=code, password="short") == 422
    untidy = f" {code.lower().replace('-', ' ')} "
    done = visitor.submit(asked.location, "/code", code=untidy, password=NEW_PASSWORD)
    assert (done.status, done.location) == (303, "/uk/my-learning")
    assert visitor.get(done.location).status == 200

    assert refusal(person.sign_in(PASSWORD)) == (401, "wrong_credentials")
    assert person.sign_in(NEW_PASSWORD).status_code == 200
    assert elsewhere.get("/uk/account").status == 303
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    me = requests.get(f"{stack.base_url}/api/v1/me", headers=bearer, timeout=10)
    assert refusal(me) == (401, "session_ended")
    spent = person.post("/tokens/refresh", refresh_token=tokens["refresh_token"])
    assert spent.status_code == 401

    assert refusal(person.redeem(code)) == (422, "reset_code_invalid")
    logs = "".join(log.read_text("utf-8") for log in our_logs(stack))
    assert "mail_sent" in logs
    for secret in (code, code.replace("-", ""), person.email, "Коваль"):
        assert secret not in logs


def test_the_answer_is_the_same_for_an_address_without_an_account(
    person: Forgetful,
) -> None:
    known, unknown = person.ask(), person.post(ASK, email="nobody@example.org")
    assert (known.status_code, unknown.status_code) == (202, 202)
    assert known.content == unknown.content == b""
    assert known.headers.keys() == unknown.headers.keys()
    person.code()
    assert person.stack.mail_to("nobody@example.org") == []
    nobodys = person.post(
        REDEEM, email="nobody@example.org", code=WRONG, password=NEW_PASSWORD
    )
    assert nobodys.json()["code"] == person.redeem(WRONG).json()["code"]


def test_a_code_tried_wrongly_five_times_is_worth_nothing(person: Forgetful) -> None:
    person.ask()
    first = person.code()
    for _ in range(5):
        assert refusal(person.redeem(WRONG)) == (422, "reset_code_invalid")
    assert refusal(person.redeem(first)) == (422, "reset_code_invalid")
    person.ask()
    second = person.code(known=frozenset({first}))
    assert refusal(person.redeem(first)) == (422, "reset_code_invalid")
    assert person.redeem(second).status_code == 204
    assert person.sign_in(NEW_PASSWORD).status_code == 200


def test_a_code_too_old_changes_nothing(
    person: Forgetful, database: Database[dict[str, Any]]
) -> None:
    person.ask()
    code = person.code()
    past = {"expires_at": datetime.now(UTC)}
    database.password_resets.update_many({}, {"$set": past})
    assert refusal(person.redeem(code)) == (422, "reset_code_invalid")
    assert person.sign_in(PASSWORD).status_code == 200


def test_while_notifications_is_away_a_request_waits(
    stack: Stack, person: Forgetful
) -> None:
    stack.stop("notifications")
    assert person.ask().status_code == 202
    stack.start("notifications")
    stack.wait_ready()
    assert person.redeem(person.code()).status_code == 204
    assert len(person.mails()) == 1

"""The whole platform: complete, alive after a crash, open to every role."""

from __future__ import annotations

import re
import smtplib
import subprocess
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from deploy.local import demo
from deploy.local.layout import CannotStart
from deploy.local.passwords import SERVICES
from deploy.local.processes import PROCESSES, content
from tests.servers import open_database
from tests.stacks import Stack

pytestmark = pytest.mark.needs_stack


def test_every_process_runs_and_the_platform_is_ready(stack: Stack) -> None:
    stack.wait_ready()
    states = stack.states()
    for name in (*(process.name for process in PROCESSES), "mongod", "rabbitmq"):
        assert states[name].state in ("RUNNING", "STARTING"), stack.logs()
    assert requests.get(f"{stack.base_url}/uk/", timeout=10).status_code == 200


def test_mail_reaches_a_page_that_a_person_can_read(stack: Stack) -> None:
    message = EmailMessage()
    message["From"] = "hub@example.org"
    message["To"] = "somebody@example.org"
    message["Subject"] = "Перевірка"
    message.set_content("Добрий день.")
    smtp = urlsplit(stack.platform.addresses.smtp_url)
    with smtplib.SMTP(smtp.hostname or "", smtp.port or 0, timeout=10) as server:
        server.send_message(message)
    assert [m["subject"] for m in stack.mail_to("somebody@example.org")] == [
        "Перевірка"
    ]
    asks = {"Accept": "text/html"}
    page = requests.get(f"{stack.mail_url}/", headers=asks, timeout=10)
    assert page.status_code == 200
    assert "<html" in page.text


def test_a_killed_service_comes_back(stack: Stack) -> None:
    killed = stack.kill("content")
    assert stack.wait_restarted("content", killed) != killed
    stack.wait_ready()


def test_content_that_is_loaded_again_stays_as_it_is(stack: Stack) -> None:
    commands = [command for stage in content() for command in stage]
    said = "\n".join(stack.platform.run(command) for command in commands)
    states = re.findall(r": (\w+)$", said, re.MULTILINE)
    assert len(states) > len(commands)
    assert set(states) == {"unchanged"}


def test_there_is_an_account_for_every_role_and_its_password_is_kept(
    stack: Stack,
) -> None:
    path = stack.platform.layout.data / "demo-accounts.json"
    assert stack.platform.demonstration_accounts(path) == stack.accounts
    assert set(stack.accounts) == {account.address for account in demo.ACCOUNTS}


def test_a_demonstration_account_with_a_lost_password_gets_a_new_one(
    stack: Stack,
) -> None:
    lost = stack.platform.layout.data / "demo-accounts-lost.json"
    kept = stack.platform.layout.data / "demo-accounts.json"
    assert stack.platform.demonstration_accounts(lost) != stack.accounts
    assert stack.platform.demonstration_accounts(kept) == stack.accounts


def test_the_operators_command_reaches_every_service(stack: Stack) -> None:
    script = stack.platform.write_operator_command()
    done = subprocess.run(  # noqa: S603  # a command of our own
        [script, "outbox", "status"], check=True, capture_output=True, text=True
    )
    for service in SERVICES:
        assert service in done.stdout


@pytest.mark.needs_mongo
def test_demonstration_accounts_are_refused_elsewhere(
    mongo_url: str, tmp_path: Path
) -> None:
    with (
        open_database(mongo_url) as db,
        pytest.raises(CannotStart, match="local platform only"),
    ):
        demo.create(db, "production", tmp_path / "demo.json")

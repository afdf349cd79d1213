"""The sender at work: real MongoDB, a real SMTP server, and its own process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from subprocess import Popen
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.errors import AutoReconnect

from services.notifications import sender, smtp
from services.notifications.domain import TRIES
from services.notifications.mailbag import Mail, Mailbag
from tests.notifications.builders import Db, queue_a_mail
from tests.notifications.smtp_server import Answers, smtp_server
from tests.processes import eventually, running

pytestmark = pytest.mark.needs_mongo
RUNNING = threading.Event()  # never set: nothing is told to stop


def send(db: Db, answers: Answers, mails: Mailbag | None = None) -> bool:
    with smtp_server(answers) as port:
        server = smtp.Server.from_url(f"smtp://127.0.0.1:{port}")
        return sender.send_next(
            mails or Mailbag(db),
            lambda mail: smtp.deliver(server, mail, "hub@example.org", timeout_s=1),
            RUNNING,
        )


def the_mail(db: Db) -> dict[str, Any]:
    (mail,) = db.mails.find()
    return mail


def make_due(db: Db) -> None:
    """As if the pause, or the lease of a dead sender, had passed."""
    db.mails.update_many(
        {"state": "queued"},
        [{"$set": {"due_at": "$date"}}, {"$unset": "claimed_until"}],
    )


def test_a_sent_mail_is_sent_once_and_its_content_forgotten(db: Db) -> None:
    queued, answers = queue_a_mail(db), Answers()
    assert send(db, answers) is True
    assert send(db, answers) is False
    (message,) = answers.messages
    assert message["Message-ID"] == queued["message_id"]
    mail = the_mail(db)
    assert (mail["state"], mail["tries"]) == ("sent", 1)
    assert not mail.keys() & {"content", "claim", "claimed_until", "due_at"}
    assert "olena" not in str({**mail, "person_id": ""})


def test_a_final_refusal_is_kept_with_its_code(db: Db) -> None:
    queue_a_mail(db)
    send(db, Answers(to_recipient="550 No such mailbox"))
    mail = the_mail(db)
    assert (mail["state"], mail["code"]) == ("undelivered", "550")
    assert "content" not in mail


def test_a_passing_refusal_is_tried_eight_times_under_one_message_id(db: Db) -> None:
    queue_a_mail(db)
    answers = Answers(to_message="451 Greylisted")
    for tried in range(1, TRIES):
        assert send(db, answers)
        mail = the_mail(db)
        assert (mail["state"], mail["tries"], mail["code"]) == ("queued", tried, "451")
        assert send(db, answers) is False  # not before its pause is over
        make_due(db)
    send(db, answers)
    assert the_mail(db)["state"] == "undelivered"
    assert len(answers.received) == TRIES
    assert len(set(answers.received)) == 1


def test_a_server_that_is_away_costs_no_try(db: Db) -> None:
    queue_a_mail(db)
    with pytest.raises(smtp.ServerAway):
        sender.send_next(
            Mailbag(db),
            lambda mail: smtp.deliver(
                smtp.Server.from_url("smtp://127.0.0.1:1"), mail, "hub@example.org"
            ),
            RUNNING,
        )
    assert the_mail(db)["tries"] == 0
    assert send(db, Answers()) is True  # at once


def test_a_mail_is_held_by_one_sender_until_its_lease_lapses(db: Db) -> None:
    queue_a_mail(db)
    first = Mailbag(db).claim()
    assert first is not None
    assert Mailbag(db).claim() is None
    make_due(db)
    second = Mailbag(db).claim()
    assert second is not None
    assert second.message_id == first.message_id
    # The first one wakes up: it may not judge what another holds by now ...
    Mailbag(db).give_up(first, "550")
    assert the_mail(db)["state"] == "queued"
    # ... except that a server did take it.
    Mailbag(db).sent(first)
    Mailbag(db).give_up(second, "550")
    assert the_mail(db)["state"] == "sent"


def test_many_senders_send_each_mail_once(db: Db) -> None:
    mail = queue_a_mail(db)
    copies = [{**mail, "_id": f"m{n}", "event_id": f"e{n}"} for n in range(20)]
    db.mails.insert_many(copies)
    answers = Answers()
    with smtp_server(answers) as port:
        server = smtp.Server.from_url(f"smtp://127.0.0.1:{port}")

        def work() -> None:
            while sender.send_next(
                Mailbag(db),
                lambda mail: smtp.deliver(server, mail, "hub@example.org"),
                RUNNING,
            ):
                pass

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(answers.received) == 21
    assert db.mails.count_documents({"state": "sent"}) == 21


def test_the_note_of_a_sent_mail_waits_for_the_database(db: Db) -> None:
    class Unlucky(Mailbag):
        failures = 1

        def sent(self, mail: Mail) -> None:
            if self.failures:
                self.failures -= 1
                raise AutoReconnect("away")
            super().sent(mail)

    queue_a_mail(db)
    answers = Answers()
    assert send(db, answers, Unlucky(db))
    assert the_mail(db)["state"] == "sent"
    assert len(answers.received) == 1


def test_a_slow_server_does_not_lose_the_lease(
    db: Db, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "LEASE_S", 0.3)
    mail = queue_a_mail(db)
    seen: list[Any] = []

    def deliver(_mail: Mail) -> None:
        for _ in range(2):
            seen.append(the_mail(db)["claimed_until"])
            time.sleep(0.5)

    sender.send_next(Mailbag(db), deliver, RUNNING)
    assert seen[0] < seen[1]
    assert the_mail(db)["message_id"] == mail["message_id"]


def a_sender(mongo_url: str, port: int) -> AbstractContextManager[Popen[bytes]]:
    return running(
        "services.notifications.sender",
        SERVICE="notifications",
        MONGO_URL=mongo_url,
        SMTP_URL=f"smtp://127.0.0.1:{port}",
        MAIL_FROM="hub@example.org",
    )


def test_a_sender_killed_after_the_servers_yes_sends_the_same_mail_again(
    db: Db, mongo_url: str
) -> None:
    queue_a_mail(db)
    answers = Answers()
    with smtp_server(answers) as port:
        with a_sender(mongo_url, port) as first:
            answers.on_message = lambda: os.kill(first.pid, signal.SIGKILL)
            eventually(lambda: first.poll() is not None)
        answers.on_message = lambda: None
        assert the_mail(db)["state"] == "queued"
        make_due(db)
        with a_sender(mongo_url, port):
            eventually(lambda: the_mail(db)["state"] == "sent")
    assert len(answers.received) == 2
    assert len(set(answers.received)) == 1


def test_a_sender_told_to_stop_finishes_its_mail_and_logs_no_address(
    db: Db, mongo_url: str
) -> None:
    queue_a_mail(db)
    answers = Answers(silent_s=1)
    with smtp_server(answers) as port, a_sender(mongo_url, port) as process:
        answers.on_message = process.terminate
        _, logged = process.communicate(timeout=20)
    assert process.returncode == 0
    assert the_mail(db)["state"] == "sent"
    assert b"mail_sent" in logged
    assert b"sender_stopped" in logged
    assert b"olena" not in logged.lower()
    assert "Олена".encode() not in logged


@contextmanager
def a_running_sender(mails: Mailbag, deliver: sender.Deliver) -> Iterator[None]:
    stopping = threading.Event()
    thread = threading.Thread(target=sender.run, args=(mails, deliver, stopping))
    thread.start()
    try:
        yield
        assert thread.is_alive()
    finally:
        stopping.set()
        thread.join(timeout=10)
    assert not thread.is_alive()


def test_a_sender_waits_for_a_server_that_is_away(
    db: Db, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "AWAY_S", 0.2)
    queue_a_mail(db)
    offered: list[Mail] = []

    def deliver(mail: Mail) -> None:
        offered.append(mail)
        smtp.deliver(server, mail, "hub@example.org")

    server = smtp.Server.from_url("smtp://127.0.0.1:1")
    with a_running_sender(Mailbag(db), deliver):
        eventually(lambda: len(offered) >= 2)
        with smtp_server(Answers()) as port:
            server = smtp.Server.from_url(f"smtp://127.0.0.1:{port}")
            eventually(lambda: the_mail(db)["state"] == "sent")
    assert the_mail(db)["tries"] == 1


def test_a_sender_waits_for_a_database_that_is_away() -> None:
    client = MongoClient[dict[str, Any]](
        "mongodb://127.0.0.1:1/x", serverSelectionTimeoutMS=100
    )
    with client, a_running_sender(Mailbag(client.x), lambda _mail: None):
        time.sleep(0.5)


def test_a_sender_told_too_little_says_so_in_one_line() -> None:
    for told in ({}, {"SMTP_URL": "nonsense"}):
        env = {"SERVICE": "notifications", "MAIL_FROM": "hub@example.org", **told}
        result = subprocess.run(
            [sys.executable, "-m", "services.notifications.sender"],
            env={**env, "MONGO_URL": "mongodb://127.0.0.1:1/x"} if told else env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 1
        assert result.stderr.startswith("Cannot start: ")
        assert result.stderr.count("\n") == 1

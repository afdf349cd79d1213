"""Kill -9 of every process under load, and then the three sentences:

after restart every acknowledged write is there, each event took effect exactly once,
and each message reached the mail box under one Message-ID.
"""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy.local import processes
from deploy.local.supervise import log_file
from shared import mongo
from tests.faults.learners import COURSE, NAME, Crowd, Learner
from tests.shipped import lessons
from tests.stacks import Stack

pytestmark = [pytest.mark.needs_stack, pytest.mark.faults]

THREADS = 4
PAUSE_S = 2.0  # between a kill and the next
SERVERS = ("mongod", "rabbitmq")
QUIET_S = 120


@pytest.fixture
def databases(stack: Stack) -> Iterator[dict[str, Any]]:
    addresses = stack.platform.addresses
    opened = {
        name: mongo.connect(addresses.mongo_url(name), "tests")
        for name in ("learning", "notifications", "gateway")
    }
    yield opened
    for db in opened.values():
        db.client.close()


def test_nothing_acknowledged_is_lost_and_nothing_happens_twice(
    stack: Stack, databases: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    crowd = Crowd(stack.base_url, THREADS)
    crowd.start()
    time.sleep(2)
    victims = [process.name for process in processes.PROCESSES]
    for victim in [*victims, *SERVERS]:
        old = stack.kill(victim)
        stack.wait_restarted(victim, old)
        time.sleep(PAUSE_S)
    kill_a_worker(stack.pid("gateway"))
    time.sleep(PAUSE_S)
    crowd.stop()
    assert not crowd.failures, crowd.failures
    stack.wait_ready()
    learners = crowd.finished
    assert len(learners) >= THREADS

    wait_until_quiet(databases, learners)
    missing = [problem for who in learners for problem in lost(databases, who)]
    doubled = [problem for who in learners for problem in twice(databases, who)]
    mails = {who.email: stack.mail_to(who.email) for who in learners}
    ids = {
        email: {mail["headers"]["message-id"] for mail in found}
        for email, found in mails.items()
    }
    with capsys.disabled():
        report(stack, learners, mails)
    assert not missing
    assert not doubled
    assert not named_in_logs(stack, learners)
    assert {len(found) for found in ids.values()} == {1}
    assert len(set.union(*ids.values())) == len(learners)


def kill_a_worker(master: int) -> None:
    """gunicorn's master starts another."""
    children = Path(f"/proc/{master}/task/{master}/children").read_text("ascii")
    os.kill(int(children.split()[0]), signal.SIGKILL)


def wait_until_quiet(databases: dict[str, Any], learners: list[Learner]) -> None:
    """Until no event waits and the mail of each of them is sent.

    Theirs alone: what other tests mailed before would make up for one that waits
    in a retry of ten seconds.
    """
    end = time.monotonic() + QUIET_S
    waiting = databases["learning"].outbox
    mails = databases["notifications"].mails
    theirs = {
        "person_id": {"$in": [who.read("/me")["person_id"] for who in learners]},
        "template": "course_completed",
        "state": "sent",
    }
    due = {"due_at": {"$exists": True}}
    while waiting.count_documents(due) or mails.count_documents(theirs) < len(learners):
        assert time.monotonic() < end, "events or mails still wait"
        time.sleep(0.5)


def lost(databases: dict[str, Any], who: Learner) -> list[str]:
    """What was acknowledged to this person and is not there."""
    enrolments = who.read("/me/enrolments?language=uk")["items"]
    if [enrolment["slug"] for enrolment in enrolments] != [COURSE]:
        return [f"{who.email}: enrolment"]
    problems = []
    enrolment = enrolments[0]
    if sorted(enrolment["lessons_done"]) != lessons(COURSE):
        problems.append("lessons")
    final = next(quiz for quiz in enrolment["quizzes"] if quiz["id"] == "final")
    if final["best_percent"] != who.percent:
        problems.append("attempt")
    if enrolment["certificate"] != who.certificate or who.certificate is None:
        problems.append("certificate")
    if not who.read("/me/notifications")["items"]:
        problems.append("message")
    return [f"{who.email}: {problem}" for problem in problems]


def twice(databases: dict[str, Any], who: Learner) -> list[str]:
    """What happened to this person more than once."""
    person = who.read("/me")["person_id"]
    learning = databases["learning"]
    certificates = learning.certificates.count_documents({"person_id": person})
    events = learning.outbox.count_documents(
        {"type": "learning.course.completed.v1", "body": {"$regex": person}}
    )
    facts = learning.facts.count_documents({"person_id": person})
    messages = len(who.read("/me/notifications")["items"])
    counts = {
        "certificates": (certificates, 1),
        "events": (events, 1),
        "messages": (messages, 1),
        "facts": (facts, len(who.facts)),
    }
    return [
        f"{who.email}: {found} {name} instead of {right}"
        for name, (found, right) in counts.items()
        if found != right
    ]


def named_in_logs(stack: Stack, learners: list[Learner]) -> list[str]:
    """Our logs that name a person, even now that everything has failed once."""
    said = {
        process.name: log_file(stack.platform.layout, process.name).read_text("utf-8")
        for process in processes.PROCESSES
    }
    words = {NAME, *(who.email for who in learners)}
    return [name for name, text in said.items() if any(word in text for word in words)]


def report(stack: Stack, learners: list[Learner], mails: dict[str, Any]) -> None:
    sent = sum(len(found) for found in mails.values())
    copies = Counter(len(found) for found in mails.values())
    print(  # noqa: T201  # the numbers are what this test is for
        f"\n{len(processes.PROCESSES) + len(SERVERS) + 1} processes killed under load: "
        f"{len(learners)} learners certified, "
        f"{sum(who.acknowledged for who in learners)} writes acknowledged after "
        f"{sum(who.retried for who in learners)} retries, "
        f"{sent} mails under {len(mails)} Message-IDs "
        f"(copies a mail: {dict(sorted(copies.items()))})"
    )

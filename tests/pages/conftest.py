"""The walk that every page test looks at: made once, on the running platform."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import repeat
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Map

from deploy.local import processes
from deploy.local.layout import REPOSITORY
from deploy.local.processes import Process
from gateway.app import create_app
from gateway.settings import GatewaySettings
from shared import config, mongo
from shared.identity import ROLES
from tests.pages import (
    filing,
    quiz_course,
    refreshing,
    shelving,
    studying,
    teaching,
    writing,
)
from tests.pages.visiting import Visitor, over_http
from tests.pages.walking import Seen, look, refused, walk
from tests.stacks import Stack

ANONYMOUS = "anonymous"
NOTHING = "/nothing-here"
AT_ONCE = 4  # visitors; the gateway has two workers
# States that no link leads to.
SEARCHES = (
    "/courses?q=qqqq",
    "/library?q=qqqq&type=news",
    "/library?q=bezpeka&audience=officer",
    "/search?q=шахраями",
    "/search?q=qqqq&kind=hub",
    "/hubs?service=legal",
)


ASKED = ("/library", "/search")


@dataclass(frozen=True, slots=True)
class Walked:
    pages: list[Seen]
    app: Flask

    def shown(self) -> list[Seen]:
        """Pages that show something: no files, nor what only leads elsewhere."""
        shown = [seen for seen in self.pages if not 300 <= seen.status < 400]
        return [seen for seen in shown if seen.html]


@pytest.fixture(scope="session")
def app(stack: Stack) -> Iterator[Flask]:
    """The gateway's application in this process, with the platform behind it."""
    gateway = next(p for p in processes.PROCESSES if p.name == "gateway")
    told = processes.environment(gateway, stack.platform.addresses)
    application = create_app(config.read(GatewaySettings, told))
    yield application
    application.extensions["rpc"].close()
    application.extensions["database"].client.close()


@pytest.fixture(scope="session")
def every_question(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The slug of a course with questions of every kind."""
    quiz_course.publish(stack, tmp_path_factory.mktemp("courses"))
    return quiz_course.SLUG


@pytest.fixture(scope="session")
def item_with_files(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The slug of an item with a picture and a document."""
    filing.publish(stack, tmp_path_factory.mktemp("library"))
    return filing.SLUG


@pytest.fixture(scope="session")
def walked(
    stack: Stack, app: Flask, every_question: str, item_with_files: str
) -> Walked:
    """Every page as every role in both languages; the learner has finished a course."""
    routes = app.url_map.bind("localhost")
    trainer = over_http(stack.base_url, "trainer")
    sign_in(trainer, stack)
    taught = teaching.make(trainer)
    refreshing.publish(stack)
    visitors = [over_http(stack.base_url, role) for role in (ANONYMOUS, *ROLES)]
    seeds = [prepared(visitor, stack, taught) for visitor in visitors]
    with ThreadPoolExecutor(AT_ONCE) as pool:  # reading changes nothing
        walks = pool.map(walk, visitors, seeds, repeat(routes))
        pages = [seen for walked_by_one in walks for seen in walked_by_one]
    for visitor in visitors:
        pages += sent_wrongly(visitor)
        for lang in ("uk", "en"):
            pages += teaching.sent_wrongly(visitor, taught, lang)
    holder = next(visitor for visitor in visitors if visitor.role == "learner")
    pages += ended_certificate(stack, holder)
    return Walked(pages, app)


def prepared(visitor: Visitor, stack: Stack, taught: teaching.Taught) -> list[str]:
    """Where the visitor begins to walk, once they have done what shows more pages."""
    seeds = [f"/{lang}{path}" for lang in ("uk", "en") for path in ("/", NOTHING)]
    seeds += [f"/uk{path}" for path in SEARCHES]
    if visitor.role != ANONYMOUS:
        sign_in(visitor, stack)
        seeds += study_as(visitor, stack)
    if visitor.role == "learner":
        teaching.join(visitor, taught)
    if visitor.role == "trainer":
        teaching.sign(visitor, taught)
    return seeds


def sign_in(visitor: Visitor, stack: Stack) -> None:
    name = "admin" if visitor.role == "administrator" else visitor.role
    address = f"{name}@example.org"
    visitor.sign_in(address, stack.accounts[address])


def study_as(visitor: Visitor, stack: Stack) -> list[str]:
    """What a role has done before it walks; addresses that no link leads to."""
    slug = studying.first_course()
    if visitor.role == "learner":
        return studying.study(visitor, slug) + quiz_course.take_all(visitor, stack)
    if visitor.role == "officer":
        return studying.begin(visitor, slug) + quiz_course.begin_all(visitor)
    if visitor.role == "trainer":
        writing.teach(visitor)
        return refreshing.complete(visitor, stack)
    if visitor.role == "editor":
        shelving.write_items(visitor)
        shelving.collect(visitor)
        return [quiz_course.take_first(visitor)]
    if visitor.role == "reviewer":
        shelving.review_items(visitor)
    if visitor.role == "administrator":
        shelving.write_on(visitor)
    return []


def sent_wrongly(visitor: Visitor) -> list[Seen]:
    """Each form of the pages, sent empty or wrong, in both languages."""
    found = []
    for lang in ("uk", "en"):
        check = f"/{lang}/certificates"
        if visitor.role == ANONYMOUS:
            found.append(refused(visitor, f"/{lang}/sign-in", "/sign-in", email=""))
            found.append(refused(visitor, f"/{lang}/sign-up", "/sign-up", email="x"))
            found.append(_wrong_number(visitor, check))
            found += [_too_long(visitor, f"/{lang}{path}") for path in ASKED]
            reset = f"/{lang}/password-reset"
            found.append(refused(visitor, reset, "/password-reset", email="x"))
            found.append(refused(visitor, f"{reset}/code", "/code", code="0"))
        if visitor.role == "learner":
            found.append(refused(visitor, f"/{lang}/account", "/account", name=""))
        if visitor.role == "officer":
            for opened in quiz_course.opened_all(visitor):
                path = f"/{lang}{opened[3:]}"
                found.append(refused(visitor, path, "/submission"))
        if visitor.role == "trainer":
            found += writing.sent_wrongly(visitor, lang)
            found.append(refreshing.sent_wrongly(visitor, lang))
        found += shelving.sent_wrongly(visitor, lang)
        if visitor.role == "reviewer":
            found.append(writing.reviewed_wrongly(visitor, lang))
    return found


def ended_certificate(stack: Stack, holder: Visitor) -> list[Seen]:
    """The holder's certificate while it is about to expire, after, and revoked."""
    number = studying.certificates(holder)[0]  # other tests may have earned them more
    revocation = (processes.OPERATOR.command[0], "certificates", "revoke", number)
    steps: dict[str, Callable[[], object]] = {
        "expiring": lambda: _expire(stack, number, timedelta(days=30)),
        "expired": lambda: _expire(stack, number, timedelta(days=-1)),
        "revoked": lambda: stack.platform.run(
            Process("revoke", "operator", (*revocation, "--reason", "asked_by_holder"))
        ),
    }
    found = []
    for state, reach in steps.items():
        reach()
        for lang in ("uk", "en"):
            path = f"/{lang}/certificates/{number}"
            seen = look(holder, path, Map().bind("localhost"))
            seen.state = state
            found.append(seen)
    return found


def _expire(stack: Stack, number: str, ahead: timedelta) -> None:
    db = mongo.connect(stack.platform.addresses.mongo_url("learning"), "pages")
    at = datetime.now(UTC) + ahead
    db.certificates.update_one({"_id": number}, {"$set": {"expires_at": at}})
    db.client.close()


def _too_long(visitor: Visitor, path: str) -> Seen:
    seen = look(visitor, f"{path}?q={'a' * 201}", Map().bind("localhost"))
    seen.state = "refused question"
    return seen


def _wrong_number(visitor: Visitor, path: str) -> Seen:
    seen = look(visitor, f"{path}?number=0000", Map().bind("localhost"))
    seen.state = "refused number"
    return seen


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """An empty folder for a person to look into; git does not see it."""
    folder = REPOSITORY / "screenshots"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder

"""Fixtures for tests that talk to real servers; none starts until it is asked for."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

import pytest
from pymongo.database import Database

from deploy.local.servers import Servers
from tests import servers, stacks


@pytest.fixture(scope="session")
def private_servers() -> Iterator[Servers]:
    """A supervisor with MongoDB, RabbitMQ and a mail box, none started yet."""
    with servers.private_servers() as opened:
        yield opened


@pytest.fixture(scope="session")
def mongo_server(private_servers: Servers) -> servers.MongoServer:
    """A replica set of one node that lives as long as the test run."""
    private_servers.start("mongod")
    return servers.MongoServer(private_servers)


@pytest.fixture(scope="session")
def rabbit_server(private_servers: Servers) -> servers.RabbitServer:
    """A RabbitMQ node that lives as long as the test run."""
    private_servers.start("rabbitmq")
    return servers.RabbitServer(private_servers)


@pytest.fixture
def mongo_url(mongo_server: servers.MongoServer) -> Iterator[str]:
    """The address of an empty database, dropped after the test."""
    with mongo_server.database() as url:
        yield url


@pytest.fixture
def mongo_db(mongo_url: str) -> Iterator[Database[dict[str, Any]]]:
    """An empty database, dropped after the test."""
    with servers.open_database(mongo_url) as db:
        yield db


@pytest.fixture
def amqp_url(rabbit_server: servers.RabbitServer) -> Iterator[str]:
    """The address of an empty virtual host, removed after the test."""
    with rabbit_server.virtual_host() as url:
        yield url


@pytest.fixture(scope="session")
def stack() -> Iterator[stacks.Stack]:
    """The whole platform with its shipped content and demonstration accounts."""
    with stacks.whole_platform() as started:
        yield started


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show the platform's own logs under a test that failed on it."""
    report = yield
    started = getattr(item, "funcargs", {}).get("stack")
    if report.failed and isinstance(started, stacks.Stack):
        report.sections.append(("logs of the platform", started.logs()))
    return report

"""The floor under real conditions: a service and a relay as processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pymongo.database import Database

from shared.mongo import Doc
from shared.outbox import create_outbox_and_inbox
from shared.rpc import RpcClient
from tests.processes import eventually

SERVICE = (sys.executable, "-m", "shared.serve", "tests.shared.counting_service")
RELAY = (sys.executable, "-m", "shared.relay")

Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start(mongo_url: str, amqp_url: str, tmp_path: Path) -> Iterator[Start]:
    """Start one of our processes; all are killed after the test."""
    environ = os.environ | {
        "SERVICE": "content",
        "MONGO_URL": mongo_url,
        "AMQP_URL": amqp_url,
    }
    started: list[subprocess.Popen[bytes]] = []

    def begin(*command: str) -> subprocess.Popen[bytes]:
        log = (tmp_path / f"{len(started)}.log").open("wb")
        process = subprocess.Popen(command, env=environ, stderr=log)  # noqa: S603
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def db(mongo_db: Database[Doc]) -> Database[Doc]:
    create_outbox_and_inbox(mongo_db)
    return mongo_db


@pytest.fixture
def client(amqp_url: str) -> Iterator[RpcClient]:
    rpc = RpcClient(amqp_url)
    yield rpc
    rpc.close()


@pytest.fixture
def service(start: Start, db: Database[Doc], client: RpcClient) -> Any:
    """The counting service, answering."""
    process = start(*SERVICE)
    eventually(lambda: client.is_present("content"), within_s=30)
    return process

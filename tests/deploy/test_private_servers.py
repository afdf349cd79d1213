"""The servers live beside others, come back after a crash, and end when told."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local import leftovers, mongod, ports, rabbit
from deploy.local.layout import REPOSITORY, CannotStart
from deploy.local.servers import Servers
from tests.servers import fresh_folder

STANDARD_PORTS = (4369, 5672, 15672, 25672, 27017)
ANY_PORTS = dict.fromkeys(ports.PREFERRED, 0)


@pytest.fixture
def folder() -> Iterator[Path]:
    path = fresh_folder("own")
    yield path
    leftovers.end(str(path.resolve()))
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def others() -> Iterator[list[socket.socket]]:
    """Programs of somebody else that listen on the standard ports."""
    with contextlib.ExitStack() as stack:
        listening = []
        for port in STANDARD_PORTS:
            with contextlib.suppress(OSError):  # A real one is there: better still.
                server = socket.create_server((ports.HOST, port))
                server.setblocking(False)
                listening.append(stack.enter_context(server))
        yield listening


@contextlib.contextmanager
def _another_program(port: int) -> Iterator[None]:
    """Something that takes this port, and hangs up on whoever calls."""
    with socketserver.ThreadingTCPServer(
        (ports.HOST, port), socketserver.BaseRequestHandler
    ) as server:
        serving = threading.Thread(target=server.serve_forever, daemon=True)
        serving.start()
        yield
        server.shutdown()


@pytest.mark.needs_mongo
@pytest.mark.needs_rabbit
def test_servers_start_beside_others_and_keep_data_and_passwords(
    folder: Path, others: list[socket.socket]
) -> None:
    first = Servers(folder, {}, wanted=ANY_PORTS)
    first.open()
    first.start("mongod", "rabbitmq")
    used = first.addresses
    assert not set(STANDARD_PORTS) & set(used.ports.values())
    first.close()
    assert leftovers.find(first.layout.mark) == []

    with _another_program(used.ports["mongod"]):
        again = Servers(folder, {}, wanted=ANY_PORTS)
        again.open()
        again.start("mongod", "rabbitmq")
        assert again.addresses.passwords == used.passwords
        assert again.addresses.ports["mongod"] != used.ports["mongod"]
        assert again.addresses.ports["rabbitmq"] == used.ports["rabbitmq"]
        again.close()

    for server in others:  # Nobody ever knocked.
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.needs_mongo
def test_a_killed_server_is_started_again(folder: Path) -> None:
    servers = Servers(folder, {}, wanted=ANY_PORTS)
    servers.open()
    servers.start("mongod")
    killed = servers.kill("mongod")
    until = time.monotonic() + 20
    while servers.state("mongod").pid in (0, killed) and time.monotonic() < until:
        time.sleep(0.1)
    mongod.prepare(servers.addresses)
    assert servers.state("mongod").pid not in (0, killed)
    servers.close()


def _run_alone(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603  # a command of our own
        [sys.executable, "-m", "deploy.local.servers", "--data", str(folder)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.needs_mongo
@pytest.mark.needs_rabbit
def test_a_second_run_waits_its_turn_and_cleans_up_after_a_killed_one(
    folder: Path,
) -> None:
    with _run_alone(folder) as runner:
        assert runner.stdout is not None
        assert runner.stdout.readline().startswith("MONGO_URL=")
        second = Servers(folder, {}, wanted=ANY_PORTS)
        with pytest.raises(CannotStart, match="already runs"):
            second.open()

        supervisor = leftovers.find(str(folder.resolve()))[0]
        os.kill(supervisor, signal.SIGKILL)  # Its children are orphans now.
        runner.kill()
    assert leftovers.find(str(folder.resolve()))

    third = Servers(folder, {}, wanted=ANY_PORTS)
    third.open()
    third.start("mongod")
    third.close()
    assert leftovers.find(str(folder.resolve())) == []


@pytest.mark.parametrize(
    ("variable", "url"),
    [
        ("MONGO_URL", "mongodb://127.0.0.1:1/?replicaSet=x"),
        ("AMQP_URL", "amqp://guest:guest@127.0.0.1:1/"),
    ],
)
def test_a_named_server_that_does_not_answer_is_told(
    folder: Path, variable: str, url: str
) -> None:
    servers = Servers(folder, {variable: url}, wanted=ANY_PORTS)
    with pytest.raises(CannotStart, match=f"{variable} names a server that fails"):
        servers.start({"MONGO_URL": "mongod", "AMQP_URL": "rabbitmq"}[variable])


def test_a_missing_broker_is_told_with_both_ways_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rabbit, "SERVER", Path("/nowhere/rabbitmq-server"))
    with pytest.raises(CannotStart) as refusal:
        rabbit.command()
    line = str(refusal.value)
    assert "apt-get install rabbitmq-server" in line
    assert "AMQP_URL" in line
    assert "\n" not in line

"""RPC between real processes over a real broker."""

import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pymongo.database import Database

from shared.errors import (
    Conflict,
    DeadlineExceeded,
    Forbidden,
    Invalid,
    NotFound,
    ServiceError,
    Unavailable,
)
from shared.identity import Identity
from shared.mongo import Doc
from shared.rpc import RpcClient
from shared.rpc_wire import ServiceFailed
from tests.processes import eventually
from tests.shared.conftest import SERVICE, Start

pytestmark = [pytest.mark.needs_mongo, pytest.mark.needs_rabbit]


@pytest.mark.usefixtures("service")
def test_a_call_carries_caller_and_trace(client: RpcClient) -> None:
    who = Identity("p-1", frozenset({"trainer"}))
    trace = f"00-{'a' * 32}-{'b' * 16}-01"
    seen = client.call("content", "whoami", identity=who, traceparent=trace)
    assert (seen["person_id"], seen["roles"]) == ("p-1", ["trainer"])
    assert seen["trace"].split("-")[1] == "a" * 32


@pytest.mark.usefixtures("service")
def test_refusals_arrive_as_what_they_are(client: RpcClient) -> None:
    kinds: list[type[ServiceError]] = [NotFound, Conflict, Forbidden, Invalid]
    for kind in kinds:
        with pytest.raises(kind):
            client.call("content", "refuse", kind=kind.__name__)


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize(
    ("method", "payload"), [("fail", {}), ("no_such", {}), ("whoami", {"extra": 1})]
)
def test_a_bug_is_told_at_once_and_the_service_lives_on(
    client: RpcClient, method: str, payload: dict[str, Any]
) -> None:
    began = time.monotonic()
    with pytest.raises(ServiceFailed):
        client.call("content", method, **payload)
    assert time.monotonic() - began < 2
    assert client.call("content", "ping") == {"database": "ok"}


@pytest.mark.usefixtures("service")
def test_a_slow_service_is_a_timeout_within_the_deadline(client: RpcClient) -> None:
    began = time.monotonic()
    with pytest.raises(DeadlineExceeded):
        client.call("content", "sleep", deadline_s=0.5, seconds=2)
    assert 0.4 < time.monotonic() - began < 1.5


def test_an_absent_service_is_told_at_once(client: RpcClient) -> None:
    with pytest.raises(Unavailable):  # the first look at the broker
        client.call("content", "ping")
    began = time.monotonic()
    with pytest.raises(Unavailable):
        client.call("content", "ping")
    assert time.monotonic() - began < 0.1


def test_a_service_that_went_away_is_noticed_and_its_return_too(
    start: Start, service: subprocess.Popen[bytes], client: RpcClient
) -> None:
    assert client.call("content", "ping")
    service.kill()
    service.wait()
    eventually(lambda: not client.is_present("content"), within_s=5)
    with pytest.raises(Unavailable):
        client.call("content", "ping")
    start(*SERVICE)
    eventually(lambda: client.is_present("content"), within_s=30)
    assert client.call("content", "ping")


def test_a_request_that_waited_past_its_deadline_is_not_executed(
    start: Start,
    service: subprocess.Popen[bytes],
    client: RpcClient,
    db: Database[Doc],
) -> None:
    client.call("content", "sleep", seconds=0)
    service.send_signal(signal.SIGSTOP)
    with pytest.raises(DeadlineExceeded):
        client.call("content", "sleep", deadline_s=0.3, seconds=0)
    time.sleep(0.2)
    service.send_signal(signal.SIGCONT)
    assert client.call("content", "ping")
    assert db.slept.count_documents({}) == 1


@pytest.mark.usefixtures("service")
def test_many_threads_share_one_client(client: RpcClient) -> None:
    def ask(number: int) -> str:
        who = Identity(f"p-{number}")
        seen: str = client.call("content", "whoami", identity=who)["person_id"]
        return seen

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(ask, range(400)))
    assert answers == [f"p-{number}" for number in range(400)]

"""Ports: remembered, replaced when taken, and never somebody else's."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local import ports
from deploy.local.layout import CannotStart

STANDARD = {1025, 4369, 5672, 15672, 25672, 27017}


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program listens on."""
    with socket.create_server((ports.HOST, 0)) as other:
        yield int(other.getsockname()[1])


def test_no_preferred_port_is_a_standard_one() -> None:
    assert not STANDARD & set(ports.PREFERRED.values())


def test_the_choice_is_kept_for_the_next_start(tmp_path: Path) -> None:
    wanted = {"mongod": 0, "rabbitmq": 0}
    first = ports.choose(tmp_path / "ports.json", wanted)
    assert len(set(first.values())) == 2
    assert ports.choose(tmp_path / "ports.json", wanted) == first


def test_a_taken_port_of_a_server_is_replaced(tmp_path: Path, taken: int) -> None:
    chosen = ports.choose(tmp_path / "ports.json", {"mongod": taken})
    assert chosen["mongod"] != taken
    assert ports.is_free(chosen["mongod"])


@pytest.mark.parametrize(
    ("name", "variable"), [("gateway", "PORT"), ("mail", "MAIL_PORT")]
)
def test_a_taken_public_port_is_told_in_one_line(
    tmp_path: Path, taken: int, name: str, variable: str
) -> None:
    asked = ports.asked_public({variable: str(taken)})
    assert asked[name] == taken
    with pytest.raises(CannotStart) as refusal:
        ports.choose(tmp_path / "ports.json", {name: taken})
    line = str(refusal.value)
    assert str(taken) in line
    assert f"{variable}={taken + 1} make run" in line
    assert "\n" not in line


@pytest.mark.parametrize("text", ["http", "0", "65536", "-1"])
def test_a_port_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(CannotStart, match="no port number"):
        ports.asked_public({"PORT": text})

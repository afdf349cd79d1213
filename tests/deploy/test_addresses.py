"""Addresses: each owner's own user, or the server that the person named."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from deploy.local import passwords
from deploy.local.addresses import Addresses, with_database
from deploy.local.processes import PROCESSES, Process, environment

PORTS = {"mongod": 1, "rabbitmq": 2, "smtp": 3, "gateway": 4, "mail": 5}


def test_passwords_are_made_once_and_stay(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    first = passwords.load_or_make(path)
    assert passwords.load_or_make(path) == first
    assert len(set(first.values())) == len(first)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)
def test_a_process_is_told_its_owners_passwords_alone(
    tmp_path: Path, process: Process
) -> None:
    secrets = passwords.load_or_make(tmp_path / "secrets.json")
    told = " ".join(environment(process, Addresses(PORTS, secrets)).values())
    own = {f"mongo.{process.owner}", f"rabbit.{process.owner}"}
    if process.owner == "gateway":
        own.add("secret_key")
    if process.name == "learning":
        own.add("issuing_secret")
    assert {name for name, secret in secrets.items() if secret in told} == own


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("mongodb://h:1/?replicaSet=x", "mongodb://h:1/hubs?replicaSet=x"),
        ("mongodb://u:p@h:1/", "mongodb://u:p@h:1/hubs?authSource=admin"),
        ("mongodb://u:p@h:1/all", "mongodb://u:p@h:1/hubs?authSource=all"),
        (
            "mongodb://u:p@a:1,b:2/x?authSource=y",
            "mongodb://u:p@a:1,b:2/hubs?authSource=y",
        ),
    ],
)
def test_a_servers_address_that_was_given_leads_to_each_database(
    given: str, expected: str
) -> None:
    assert with_database(given, "hubs") == expected
    assert Addresses(PORTS, {}, mongo_base=given).mongo_url("hubs") == expected


def test_a_broker_that_was_given_is_used_by_all() -> None:
    addresses = Addresses(PORTS, {}, amqp_base="amqp://u:p@h/v")
    assert addresses.amqp_url("hubs") == addresses.amqp_url("gateway")
    assert addresses.amqp_url("hubs") == "amqp://u:p@h/v"

"""Real servers for tests: private, on free ports, started once and when first asked.

``MONGO_URL`` and ``AMQP_URL`` name servers to use instead; the user in them must be
allowed to create databases, and virtual hosts are then not separated.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from pymongo import MongoClient
from pymongo.database import Database

from deploy.local import leftovers, ports, rabbit
from deploy.local.addresses import with_database
from deploy.local.layout import REPOSITORY
from deploy.local.servers import Servers
from shared import mongo

Doc = dict[str, Any]
FOLDER = REPOSITORY / ".local" / "test"
ANY_PORTS = dict.fromkeys([*ports.PREFERRED, "mail", "management"], 0)


def fresh_folder(name: str) -> Path:
    """A data folder of this test run's own; those of runs that ended are removed."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.iterdir():
        owner = old.name.partition("-")[0]
        if not (owner.isdecimal() and Path(f"/proc/{owner}").exists()):
            leftovers.end(str(old.resolve()))
            shutil.rmtree(old, ignore_errors=True)
    return FOLDER / f"{os.getpid()}-{name}"


@contextmanager
def private_servers() -> Iterator[Servers]:
    """Servers that are open, with none of them started yet."""
    data = fresh_folder("servers")
    servers = Servers(data, os.environ, wanted=ANY_PORTS)
    try:
        servers.open()
        yield servers
    finally:
        servers.close()
        shutil.rmtree(data, ignore_errors=True)


class MongoServer:
    """A running MongoDB and its administrator's address."""

    def __init__(self, servers: Servers) -> None:
        self.servers = servers
        self.admin_url = servers.addresses.mongo_admin_url

    def url(self, database: str) -> str:
        """The administrator's address of one database."""
        return with_database(self.admin_url, database)

    @contextmanager
    def database(self) -> Iterator[str]:
        """The address of a new, empty database, which is dropped in the end."""
        url = self.url(f"test_{uuid.uuid4().hex[:12]}")
        try:
            yield url
        finally:
            with MongoClient[Doc](url) as client:
                client.drop_database(client.get_default_database().name)


class RabbitServer:
    """A running RabbitMQ."""

    def __init__(self, servers: Servers) -> None:
        self.servers = servers
        self.url = servers.addresses.amqp_url("operator")

    @contextmanager
    def virtual_host(self) -> Iterator[str]:
        """The address of a new, empty virtual host, which is removed in the end."""
        if self.servers.addresses.amqp_base:
            yield self.url
            return
        name = f"test-{uuid.uuid4().hex[:12]}"
        everything = rabbit.permissions("operator")
        self.manage("PUT", f"vhosts/{name}")
        self.manage("PUT", f"permissions/{name}/operator", everything)
        try:
            yield f"{self.url}{name}"
        finally:
            self.manage("DELETE", f"vhosts/{name}")

    def manage(self, method: str, path: str, body: Any = None) -> Any:
        """Ask RabbitMQ's management interface; ``path`` is below ``/api/``."""
        addresses = self.servers.addresses
        answer = requests.request(
            method,
            f"http://127.0.0.1:{addresses.ports['management']}/api/{path}",
            json=body or {},
            auth=("operator", addresses.passwords["rabbit.operator"]),
            timeout=10,
        )
        answer.raise_for_status()
        return answer.json() if answer.content else None


@contextmanager
def open_database(url: str) -> Iterator[Database[Doc]]:
    """The database as the services open it."""
    db = mongo.connect(url, "tests")
    try:
        yield db
    finally:
        db.client.close()

"""A private MongoDB: one-node replica set, loopback, a user per database."""

from __future__ import annotations

import base64
import importlib.util
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from deploy.local.addresses import REPLICA_SET, Addresses
from deploy.local.layout import CannotStart, Layout, write_private
from deploy.local.passwords import MONGO_USERS
from deploy.local.ports import HOST

_WAIT_S = 60
_PATIENCE: dict[str, Any] = {"serverSelectionTimeoutMS": 1000}
_UNAUTHORIZED = 13

Doc = dict[str, Any]


def binary() -> str:
    """The ``mongod`` to run: the one in the wheel, else one on the PATH.

    Raises:
        CannotStart: there is neither.
    """
    found = importlib.util.find_spec("fiftyone")
    for folder in (found.submodule_search_locations or []) if found else []:
        carried = Path(folder) / "db" / "bin" / "mongod"
        if carried.exists():
            return str(carried)
    on_path = shutil.which("mongod")
    if on_path:
        return on_path
    raise CannotStart(
        "No mongod: install MongoDB 6 or newer so that `mongod` is on the PATH, "
        "or name a server of yours with MONGO_URL."
    )


def command(layout: Layout, port: int) -> list[str]:
    """How the server is started; ``write_key`` comes first."""
    return [
        binary(),
        *("--replSet", REPLICA_SET),
        *("--bind_ip", HOST),
        *("--port", str(port)),
        *("--dbpath", str(layout.mongo)),
        *("--keyFile", str(layout.mongo / "key")),
        *("--wiredTigerCacheSizeGB", "0.25"),
        # A socket in /tmp would be a second door, open to every local user.
        "--nounixsocket",
        *("--setParameter", "diagnosticDataCollectionEnabled=false"),
        # What a killed process had open is let go: ADR 2.
        *("--setParameter", "transactionLifetimeLimitSeconds=10"),
        # Nobody takes over from a single node: do not wait for them on SIGTERM.
        *("--setParameter", "shutdownTimeoutMillisForSignaledShutdown=100"),
    ]


def write_key(layout: Layout, passwords: Mapping[str, str]) -> None:
    """Write the key file, which also switches authorization on."""
    key = base64.b64encode(bytes.fromhex(passwords["mongo.key"])).decode()
    write_private(layout.mongo / "key", key + "\n")


def prepare(addresses: Addresses, check: Callable[[], None] = lambda: None) -> None:
    """Wait for the server and make it ours: replica set, primary, users.

    Safe to run at every start, also when the port differs from the last one's.

    Args:
        check: raises when waiting makes no sense any more.

    Raises:
        CannotStart: the server does not answer, or its data has other passwords.
    """
    host = f"{HOST}:{addresses.ports['mongod']}"
    password = addresses.passwords["mongo.admin"]
    until = time.monotonic() + _WAIT_S
    _become_primary(host, password, until, check)
    with _client(host) as stranger:
        _create_first_user(stranger, password)
    with _client(host, username="admin", password=password) as admin:
        _create_users(admin, addresses.passwords)


def _client(host: str, **login: Any) -> MongoClient[Doc]:
    return MongoClient(
        f"mongodb://{host}/", directConnection=True, **_PATIENCE, **login
    )


def _become_primary(
    host: str, password: str, until: float, check: Callable[[], None]
) -> None:
    wanted = {"_id": REPLICA_SET, "members": [{"_id": 0, "host": host}]}
    problem: object = "it does not become primary"
    while time.monotonic() < until:
        check()
        try:
            # A client that was opened before the set existed never learns of it.
            with _client(host) as client:
                hello = client.admin.command("hello")
                if hello.get("isWritablePrimary"):
                    return
                if "setName" not in hello:
                    _initiate(client, wanted, password)
        except PyMongoError as error:
            problem = error
        time.sleep(0.1)
    raise CannotStart(f"MongoDB does not start ({problem}): see mongod's log.")


def _initiate(client: MongoClient[Doc], wanted: Doc, password: str) -> None:
    """Create the replica set, or move it to the port this start chose."""
    try:
        client.admin.command("replSetInitiate", wanted)
    except OperationFailure as refused:
        if refused.code != _UNAUTHORIZED:
            raise
        host = wanted["members"][0]["host"]
        with _client(host, username="admin", password=password) as admin:
            config = admin.admin.command("replSetGetConfig")["config"]
            config["version"] += 1
            config["members"][0]["host"] = host
            admin.admin.command("replSetReconfig", config, force=True)


def _create_first_user(stranger: MongoClient[Doc], password: str) -> None:
    """From loopback, a server without users lets anyone create the first one."""
    try:
        stranger.admin.command("createUser", "admin", pwd=password, roles=["root"])
    except OperationFailure as refused:
        if refused.code != _UNAUTHORIZED:
            raise


def _create_users(admin: MongoClient[Doc], passwords: Mapping[str, str]) -> None:
    try:
        found = admin.admin.command({"usersInfo": {"forAllDBs": True}})
    except OperationFailure as refused:
        raise CannotStart(
            "MongoDB's data was made with other passwords: put the old secrets.json "
            "back, or remove the data folder to begin anew."
        ) from refused
    known = {user["_id"] for user in found["users"]}
    for name in MONGO_USERS:
        if f"{name}.{name}" not in known:
            roles = [{"role": role, "db": name} for role in ("readWrite", "dbAdmin")]
            admin[name].command(
                "createUser", name, pwd=passwords[f"mongo.{name}"], roles=roles
            )

"""A private RabbitMQ node: own name, ports, cookie, data, and a user per service."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kombu import Connection
from kombu.exceptions import KombuError

from deploy.local.addresses import Addresses
from deploy.local.layout import CannotStart, Layout, write_private
from deploy.local.passwords import SERVICES
from deploy.local.ports import HOST

# Debian's wrapper in /usr/sbin changes user and folder; the real one does neither.
SERVER = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
_WAIT_S = 90
_MANAGEMENT = f"management.tcp.ip = {HOST}\nmanagement.tcp.port = {{port}}\n"

NOT_INSTALLED = (
    "RabbitMQ is missing: install it (apt-get install rabbitmq-server), "
    "or name a server of yours with AMQP_URL."
)


def command() -> list[str]:
    """How the node is started.

    Raises:
        CannotStart: RabbitMQ is not installed.
    """
    if not SERVER.exists():
        raise CannotStart(NOT_INSTALLED)
    return [str(SERVER)]


def epmd_command(port: int) -> list[str]:
    """Erlang's name service, of our own and in the foreground.

    Without it the node would start a daemon that outlives it.
    """
    found = shutil.which("epmd")
    if not found:
        raise CannotStart(NOT_INSTALLED)
    return [found, "-port", str(port), "-address", HOST]


def environment(layout: Layout, ports: Mapping[str, int]) -> dict[str, str]:
    """Everything that keeps the node apart from any other on the machine."""
    home = layout.rabbit
    return {
        "HOME": str(home),
        "ERL_EPMD_ADDRESS": HOST,
        "ERL_EPMD_PORT": str(ports["epmd"]),
        "ERL_CRASH_DUMP": str(home / "erl_crash.dump"),
        "RABBITMQ_CONF_ENV_FILE": str(home / "rabbitmq-env.conf"),
        "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq.conf"),
        "RABBITMQ_ADVANCED_CONFIG_FILE": str(home / "advanced.config"),
        "RABBITMQ_DIST_PORT": str(ports["rabbitmq_dist"]),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "enabled_plugins"),
        "RABBITMQ_LOG_BASE": str(layout.logs),
        "RABBITMQ_LOGS": "-",
        "RABBITMQ_MNESIA_BASE": str(home / "mnesia"),
        "RABBITMQ_NODENAME": layout.node_name,
        "RABBITMQ_NODE_IP_ADDRESS": HOST,
        "RABBITMQ_NODE_PORT": str(ports["rabbitmq"]),
        "RABBITMQ_PID_FILE": str(home / "pid"),
        # Idle schedulers sleep: by default they spin, which two cores feel.
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": (
            "+sbwt none +sbwtdcpu none +sbwtdio none "
            "-kernel inet_dist_use_interface {127,0,0,1}"
        ),
    }


def write_files(
    layout: Layout, passwords: Mapping[str, str], management: int | None = None
) -> None:
    """Write cookie, configuration, users and permissions.

    Args:
        management: the port of the management interface. The platform itself needs
            none; the tests make virtual hosts through it.
    """
    home = layout.rabbit
    cookie = home / ".erlang.cookie"
    write_private(cookie, passwords["rabbit.cookie"])
    cookie.chmod(0o400)
    plugins = "rabbitmq_management" if management else ""
    (home / "enabled_plugins").write_text(f"[{plugins}].\n")
    (home / "rabbitmq-env.conf").write_text("")
    write_private(home / "definitions.json", json.dumps(definitions(passwords)))
    write_private(
        home / "rabbitmq.conf",
        "loopback_users = none\n"
        "default_user = operator\n"
        f"default_pass = {passwords['rabbit.operator']}\n"
        f"load_definitions = {home / 'definitions.json'}\n"
        "log.file = false\n"
        "log.console = true\n"
        "disk_free_limit.absolute = 50MB\n"
        + (_MANAGEMENT.format(port=management) if management else ""),
    )


def definitions(passwords: Mapping[str, str]) -> dict[str, Any]:
    """Users and permissions in the form that RabbitMQ imports at its start."""
    users = dict.fromkeys((*SERVICES, "gateway"), "") | {"operator": "administrator"}
    return {
        "vhosts": [{"name": "/"}],
        "users": [
            {
                "name": name,
                "password_hash": password_hash(passwords[f"rabbit.{name}"]),
                "hashing_algorithm": "rabbit_password_hashing_sha256",
                "tags": tags,
            }
            for name, tags in users.items()
        ],
        "permissions": [
            {"user": name, "vhost": "/"} | permissions(name) for name in users
        ],
    }


# The printers are second processes of their services, with queues of their own.
_PRINTING = {
    "learning": "rpc-(learning|printer)",
    "content": "rpc-(content|library-printer)",
}


def permissions(user: str) -> dict[str, str]:
    """What one user may declare, publish to (and bind), and consume (and bind from)."""
    if user == "operator":
        return {"configure": ".*", "write": ".*", "read": ".*"}
    if user == "gateway":
        own = r"nameko-rpc|rpc\.reply-.*|gateway\.cache-.*"
        # The gateway listens to events and publishes none.
        return {
            "configure": f"^({own}|events)$",
            "write": f"^({own}|amq\\.default)$",
            "read": f"^({own}|events|rpc-.*)$",
        }
    rpc = _PRINTING.get(user, f"rpc-{user}")
    failed = r"retry\..*|dead-letters"
    # These ask other services when an event has told of news, and wait for answers.
    replies = r"|rpc\.reply-.*" if user in ("content", "learning") else ""
    own = rf"events|events\.{user}\..*|{failed}|nameko-rpc|{rpc}{replies}"
    return {
        "configure": f"^({own})$",
        "write": rf"^({own}|amq\.default|rpc\.reply-.*)$",
        "read": f"^({own})$",
    }


def password_hash(password: str) -> str:
    """Salted SHA-256 as RabbitMQ stores it: base64(salt + sha256(salt + password)).

    The passwords are 24 random bytes, so a fast hash is enough.
    """
    salt = os.urandom(4)
    digest = hashlib.sha256(salt + password.encode()).digest()
    return base64.b64encode(salt + digest).decode()


def wait(addresses: Addresses, check: Callable[[], None] = lambda: None) -> None:
    """Wait until every user of ours can log in.

    Args:
        check: raises when waiting makes no sense any more.

    Raises:
        CannotStart: the node does not accept them in time.
    """
    until = time.monotonic() + _WAIT_S
    for user in (*SERVICES, "gateway", "operator"):
        _log_in(addresses.amqp_url(user), until, check)


def _log_in(url: str, until: float, check: Callable[[], None]) -> None:
    while True:
        check()
        try:
            log_in(url)
        except (OSError, KombuError) as problem:
            if time.monotonic() > until:
                raise CannotStart(
                    f"RabbitMQ does not start ({problem}): see rabbitmq's log."
                ) from problem
            time.sleep(0.1)
        else:
            return


def log_in(url: str) -> None:
    """Open and close one connection, without the client's own retries.

    Raises:
        OSError, KombuError: nobody answers, or the login is refused.
    """
    with Connection(url, connect_timeout=5) as connection:
        connection.ensure_connection(max_retries=1, interval_start=0, interval_step=0)

"""Ports of one private stack.

The servers' ports are ours to choose, so a taken one is replaced by a free one. The
two that people type into a browser are not: if one is taken, the person decides.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from pathlib import Path

from deploy.local.layout import CannotStart, write_private

HOST = "127.0.0.1"

# None of these is a standard port: whatever listens on 27017, 5672, 25672 or 4369
# belongs to somebody else.
PREFERRED = {
    "mongod": 27117,
    "rabbitmq": 5772,
    "rabbitmq_dist": 25772,
    "epmd": 4469,
    "smtp": 1125,
}
PUBLIC = {"gateway": 8000, "mail": 1080}
# The variable that moves each public port.
VARIABLE = {"gateway": "PORT", "mail": "MAIL_PORT"}


def is_free(port: int) -> bool:
    """Whether nothing listens on this loopback port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def any_free(taken: set[int]) -> int:
    """A port the system offers that is none of ``taken``."""
    while True:
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            port = int(probe.getsockname()[1])
        if port not in taken:
            return port


def asked_public(environ: Mapping[str, str]) -> dict[str, int]:
    """The ports people use, as the environment names them or by default.

    Raises:
        CannotStart: a variable names no port number.
    """
    asked = {}
    for name, port in PUBLIC.items():
        text = environ.get(VARIABLE[name], "") or str(port)
        if not text.isdecimal() or not 0 < int(text) < 65536:
            raise CannotStart(
                f"{VARIABLE[name]}={text} is no port number (1 to 65535)."
            )
        asked[name] = int(text)
    return asked


def choose(path: Path, wanted: Mapping[str, int]) -> dict[str, int]:
    """The servers' ports: those of the last time where free, else others.

    Args:
        path: where the choice is remembered.
        wanted: name → port to try first; 0 means any free one.

    Raises:
        CannotStart: a port that people use is taken.
    """
    last: dict[str, int] = json.loads(path.read_text()) if path.exists() else {}
    chosen: dict[str, int] = {}
    for name, wish in wanted.items():
        if name in PUBLIC and wish:
            chosen[name] = _free_public(name, wish)
            continue
        candidates = [port for port in (last.get(name, 0), wish) if port]
        free = (p for p in candidates if is_free(p) and p not in chosen.values())
        chosen[name] = next(free, 0) or any_free(set(chosen.values()))
    write_private(path, json.dumps(chosen, indent=2) + "\n")
    return chosen


def _free_public(name: str, port: int) -> int:
    if not is_free(port):
        raise CannotStart(
            f"Port {port} is taken by another program: stop that program, "
            f"or choose another port with {VARIABLE[name]}={port + 1} make run."
        )
    return port

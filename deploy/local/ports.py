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


def choose(path: Path, preferred: Mapping[str, int] = PREFERRED) -> dict[str, int]:
    """The servers' ports: those of the last time where free, else others.

    Args:
        path: where the choice is remembered.
        preferred: name → port to try first; 0 means any free one.
    """
    last: dict[str, int] = json.loads(path.read_text()) if path.exists() else {}
    chosen: dict[str, int] = {}
    for name, wish in preferred.items():
        candidates = [port for port in (last.get(name, 0), wish) if port]
        free = (p for p in candidates if is_free(p) and p not in chosen.values())
        chosen[name] = next(free, 0) or any_free(set(chosen.values()))
    write_private(path, json.dumps(chosen, indent=2) + "\n")
    return chosen


def public_port(name: str, environ: Mapping[str, str]) -> int:
    """The port people use for ``gateway`` or ``mail``.

    Raises:
        CannotStart: it is taken, or the variable that names it is no port number.
    """
    variable = VARIABLE[name]
    asked = environ.get(variable, "") or str(PUBLIC[name])
    if not asked.isdecimal() or not 0 < int(asked) < 65536:
        raise CannotStart(f"{variable}={asked} is no port number (1 to 65535).")
    port = int(asked)
    if not is_free(port):
        raise CannotStart(
            f"Port {port} is taken by another program: stop that program, "
            f"or choose another port with {variable}={port + 1} make run."
        )
    return port

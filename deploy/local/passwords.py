"""Passwords of one private stack: made once, kept in a file of mode 0600."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from pathlib import Path

from deploy.local.layout import write_private

SERVICES = ("learning", "content", "hubs", "notifications")
MONGO_USERS = (*SERVICES, "gateway")
RABBIT_USERS = (*SERVICES, "gateway", "operator")

_NAMES = (
    "mongo.admin",
    "mongo.key",
    *(f"mongo.{user}" for user in MONGO_USERS),
    *(f"rabbit.{user}" for user in RABBIT_USERS),
    "rabbit.cookie",
    "secret_key",
    "issuing_secret",
)


def load_or_make(path: Path) -> Mapping[str, str]:
    """Every password the stack needs, by name (``mongo.learning``).

    A name that the file lacks is made and added; one that is there stays, because
    the servers' own data was created with it.
    """
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    missing = [name for name in _NAMES if name not in known]
    if missing:
        # Hexadecimal: it needs no escape in a URL, a shell or an INI file.
        known |= {name: secrets.token_hex(24) for name in missing}
        write_private(path, json.dumps(known, indent=2) + "\n")
    return known

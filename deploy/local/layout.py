"""Where the local stack keeps its files, and how it says that it cannot go on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
DEFAULT_DATA = REPOSITORY / ".local" / "run"


class CannotStart(Exception):
    """One line for a person: what is wrong and what to do about it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders of one private stack; two stacks never share one."""

    data: Path

    @property
    def mark(self) -> str:
        """Stands in the environment of every process of this stack."""
        return str(self.data.resolve())

    @property
    def node_name(self) -> str:
        """The Erlang node's name, different for every data folder."""
        digest = hashlib.sha256(self.mark.encode()).hexdigest()
        return f"hub-{digest[:8]}@localhost"

    @property
    def secrets(self) -> Path:
        return self.data / "secrets.json"

    @property
    def ports(self) -> Path:
        return self.data / "ports.json"

    @property
    def logs(self) -> Path:
        return self.data / "log"

    @property
    def mongo(self) -> Path:
        return self.data / "mongo"

    @property
    def rabbit(self) -> Path:
        return self.data / "rabbit"

    @property
    def mail(self) -> Path:
        return self.data / "mail"

    @property
    def supervisor(self) -> Path:
        return self.data / "supervisor"

    def make(self) -> None:
        """Create the folders, readable by their owner alone."""
        self.data.mkdir(parents=True, exist_ok=True)
        self.data.chmod(0o700)
        for folder in (self.logs, self.mongo, self.rabbit, self.mail, self.supervisor):
            folder.mkdir(exist_ok=True)


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read; it is never half written."""
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    new.touch(mode=0o600)
    new.write_text(text, encoding="utf-8")
    new.replace(path)

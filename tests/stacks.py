"""The whole platform for tests: its own folder, free ports, every process real."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests

from deploy.local import ports
from deploy.local.processes import OPERATOR, environment
from deploy.local.stack import Platform
from deploy.local.supervise import State, tail
from tests.servers import fresh_folder

_WANTED = dict.fromkeys([*ports.PREFERRED, *ports.PUBLIC], 0)
_RESTART_S = 30
# All the tests' people share one address.
_ONE_ADDRESS = {
    "LIMIT_REQUESTS": "100000/minute",
    "LIMIT_SIGN_IN_PER_ADDRESS": "100000/minute",
    "LIMIT_REGISTER_PER_ADDRESS": "100000/minute",
}


@dataclass(frozen=True, slots=True)
class Stack:
    """A running platform; processes go by their names in ``deploy.local.processes``.

    The servers' names are ``mongod``, ``rabbitmq``, ``maildev`` and ``epmd``.
    """

    platform: Platform
    accounts: dict[str, str]  # address → password

    @property
    def base_url(self) -> str:
        """Without a slash at its end."""
        return self.platform.addresses.public_url

    @property
    def mail_url(self) -> str:
        """The mail box; ``/api/email`` below it lists what came, as JSON."""
        return self.platform.addresses.mail_url

    def mail_to(self, address: str) -> list[dict[str, Any]]:
        """The messages that reached this address, as the mail box tells them."""
        found = requests.get(f"{self.mail_url}/api/email", timeout=10).json()
        return [
            message
            for message in found
            if any(to["address"] == address for to in message["to"])
        ]

    def state(self, name: str) -> State:
        return self.platform.state(name)

    def states(self) -> dict[str, State]:
        return self.platform.supervisor.states()

    def pid(self, name: str) -> int:
        """The process number, 0 while it does not run."""
        return self.platform.state(name).pid

    def kill(self, name: str) -> int:
        """End a process as a crash would (SIGKILL); the supervisor starts it again."""
        return self.platform.kill(name)

    def stop(self, name: str) -> None:
        """Stop a process in good order; it stays down until ``start``."""
        self.platform.supervisor.stop(name)

    def start(self, name: str) -> None:
        self.platform.supervisor.start(name)

    def restart(self, name: str) -> None:
        self.platform.restart(name)

    def wait_ready(self) -> None:
        """Wait until the gateway says that everything works."""
        self.platform.wait_ready()

    def wait_restarted(self, name: str, old_pid: int) -> int:
        """Wait until the supervisor has started a killed process again; its number."""
        until = time.monotonic() + _RESTART_S
        while (pid := self.pid(name)) in (0, old_pid):
            assert time.monotonic() < until, f"{name} was not started again"
            time.sleep(0.1)
        return pid

    def operate(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the operator's command line."""
        told = os.environ | environment(OPERATOR, self.platform.addresses)
        return subprocess.run(  # noqa: S603  # our own command
            [*OPERATOR.command, *arguments],
            env=told,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )

    def logs(self) -> str:
        """The last lines of every log."""
        lines = []
        for path in sorted(self.platform.layout.logs.glob("*.log")):
            lines += [f"--- {path.name}", *tail(path)]
        return "\n".join(lines)


@contextmanager
def whole_platform() -> Iterator[Stack]:
    """Start everything and load what ships; stops and removes it in the end."""
    data = fresh_folder("platform")
    platform = Platform(data, os.environ | _ONE_ADDRESS, _WANTED)
    try:
        platform.open()
        platform.start_servers()
        platform.start_processes()
        platform.load_content()
        accounts = platform.demonstration_accounts(data / "demo-accounts.json")
        yield Stack(platform, accounts)
    finally:
        platform.close()
        shutil.rmtree(data, ignore_errors=True)

"""The whole platform on one machine: its servers and all its processes."""

from __future__ import annotations

import shlex
import subprocess
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

from deploy.local import demo, processes
from deploy.local.layout import REPOSITORY, CannotStart, write_private
from deploy.local.processes import Process
from deploy.local.servers import Servers
from deploy.local.supervise import TAIL_LINES, bare_environment, log_file, tail
from shared import mongo, topology

_READY_S = 90


class Platform(Servers):
    """Servers and processes together; ``open`` first, ``close`` at last.

    Args:
        environ: as for the servers; ``LIMIT_…`` goes to the gateway.
        wanted: the ports to try first, among them ``gateway`` and ``mail``.
    """

    def __init__(
        self, data: Path, environ: Mapping[str, str], wanted: Mapping[str, int]
    ) -> None:
        limits = {n: v for n, v in environ.items() if n.startswith("LIMIT_")}
        super().__init__(
            data,
            environ,
            wanted=wanted,
            more=lambda addresses: processes.programs(addresses, limits),
        )

    def start_servers(self) -> None:
        """Start the servers and bring the databases up to date meanwhile.

        Raises:
            CannotStart: a server does not answer or a migration failed.
        """
        with ThreadPoolExecutor() as pool:
            broker = pool.submit(self.start, "rabbitmq", "maildev")
            self.start("mongod")
            self._run_all(processes.MIGRATIONS)
            broker.result()
        # Before anything is published: see shared.contracts.consumers.
        topology.declare_consumers(self.addresses.amqp_url("operator"))

    def start_processes(self) -> None:
        """Start every process and wait until the platform says that it is ready.

        Raises:
            CannotStart: a process keeps ending, or readiness does not come.
        """
        self.supervisor.start(*(process.name for process in processes.PROCESSES))
        self.wait_ready()

    def wait_ready(self, patience_s: float = _READY_S) -> None:
        """Wait for ``/readyz``.

        Raises:
            CannotStart: it did not come; with the last lines of what failed.
        """
        until = time.monotonic() + patience_s
        while not self.is_ready():
            given_up = [
                s.name for s in self.supervisor.states().values() if s.state == "FATAL"
            ]
            if given_up or time.monotonic() > until:
                raise CannotStart(f"the platform is not ready.\n{self.complaints()}")
            time.sleep(0.2)

    def is_ready(self) -> bool:
        try:
            answer = requests.get(f"{self.addresses.public_url}/readyz", timeout=5)
        except requests.RequestException:
            return False
        return answer.status_code == 200

    def restart(self, name: str) -> None:
        """Stop one process in good order and start it again."""
        self.supervisor.stop(name)
        self.supervisor.start(name)

    def load_content(self) -> None:
        """Load the courses, the library and the directory that ship with the project.

        Raises:
            CannotStart: one of them was refused.
        """
        for stage in processes.content():
            self._run_all(stage)

    def _run_all(self, commands: tuple[Process, ...]) -> None:
        with ThreadPoolExecutor(max_workers=2) as pool:  # as many as there are cores
            for done in [pool.submit(self.run, command) for command in commands]:
                done.result()

    def run(self, process: Process) -> str:
        """Run one of the platform's commands to its end; what it printed.

        Raises:
            CannotStart: it failed; with the last lines it printed.
        """
        told = processes.environment(process, self.addresses)
        done = subprocess.run(
            process.command,
            check=False,
            cwd=REPOSITORY,
            env=bare_environment(self.layout) | told,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if done.returncode:
            said = "\n".join(done.stdout.splitlines()[-TAIL_LINES:])
            command = " ".join(process.command[1:])
            raise CannotStart(f"`{command}` failed for {process.name}:\n{said}")
        return done.stdout

    def write_operator_command(self) -> Path:
        """A script that runs ``hub`` with this platform's addresses."""
        told = processes.environment(processes.OPERATOR, self.addresses)
        lines = [f"export {name}={shlex.quote(value)}" for name, value in told.items()]
        script = self.layout.data / "hub"
        command = shlex.join(processes.OPERATOR.command)
        lines = ["#!/bin/sh", *lines, f'exec {command} "$@"', ""]
        write_private(script, "\n".join(lines))
        script.chmod(0o700)
        return script

    def demonstration_accounts(self, path: Path) -> dict[str, str]:
        """Every demonstration account's address and password; ``path`` keeps them."""
        db = mongo.connect(self.addresses.mongo_url("gateway"), "demonstration")
        try:
            return demo.create(db, processes.ENVIRONMENT, path)
        finally:
            db.client.close()

    def complaints(self) -> str:
        """The last lines of every process that does not run, for a person to read."""
        found = []
        for state in self.supervisor.states().values():
            if state.state not in ("RUNNING", "STOPPED"):
                found.append(f"--- {state.name} is {state.state} {state.problem}")
                found += tail(log_file(self.layout, state.name))
        return "\n".join(found) or f"Every process runs; see {self.layout.logs}."

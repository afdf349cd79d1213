"""The servers of one private stack: MongoDB, RabbitMQ and the mail box.

``python -m deploy.local.servers --data DIR`` runs them alone, in the foreground.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import IO

from kombu.exceptions import KombuError
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from deploy.local import leftovers, mongod, node, passwords, ports, rabbit
from deploy.local.addresses import Addresses
from deploy.local.layout import CannotStart, Layout
from deploy.local.supervise import Program, State, Supervisor, log_file, tail

EPMD_TIER, SERVERS_TIER = 10, 20
_MAIL_S = 60


class Servers:
    """Private servers under one data folder, run by a supervisord of their own.

    Args:
        environ: ``MONGO_URL`` and ``AMQP_URL`` name servers to use instead of ours.
        wanted: the ports to try first; 0 means any free one. With ``mail`` there is
            a mail box, with ``management`` RabbitMQ's own interface.
        more: further programs for the same supervisor, given the addresses.
    """

    def __init__(
        self,
        data: Path,
        environ: Mapping[str, str],
        *,
        wanted: Mapping[str, int] = ports.PREFERRED,
        more: Callable[[Addresses], Sequence[Program]] = lambda _: (),
    ) -> None:
        self.layout = Layout(data)
        self._wanted = wanted
        self._more = more
        self._lock: IO[str] | None = None
        self.addresses = Addresses(
            ports={},
            passwords={},
            mongo_base=environ.get("MONGO_URL") or None,
            amqp_base=environ.get("AMQP_URL") or None,
        )
        self.supervisor = Supervisor(self.layout, [])

    def open(self) -> None:
        """Choose ports, write configurations, start the supervisor.

        Ends what an earlier run of this stack left behind.

        Raises:
            CannotStart: a port or tool is missing, or this stack runs already.
        """
        self.layout.make()
        self._take_lock()
        leftovers.end(self.layout.mark)
        self.addresses = replace(
            self.addresses,
            ports=ports.choose(self.layout.ports, self._wanted),
            passwords=passwords.load_or_make(self.layout.secrets),
        )
        programs = [*self._programs(), *self._more(self.addresses)]
        self.supervisor = Supervisor(self.layout, programs)
        self.supervisor.open()

    def _take_lock(self) -> None:
        lock = (self.layout.data / "lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            lock.close()
            raise CannotStart(
                f"The platform already runs from {self.layout.data}: "
                "stop it with Ctrl-C where it runs."
            ) from taken
        self._lock = lock

    def _programs(self) -> list[Program]:
        chosen = self.addresses.ports
        layout = self.layout
        found = []
        if not self.addresses.mongo_base:
            mongod.write_key(layout, self.addresses.passwords)
            command = mongod.command(layout, chosen["mongod"])
            found.append(Program("mongod", SERVERS_TIER, command, patience_s=30))
        if not self.addresses.amqp_base:
            rabbit.write_files(
                layout, self.addresses.passwords, chosen.get("management")
            )
            epmd = rabbit.epmd_command(chosen["epmd"])
            settings = rabbit.environment(layout, chosen)
            found.append(Program("epmd", EPMD_TIER, epmd))
            found.append(
                Program(
                    "rabbitmq",
                    SERVERS_TIER,
                    rabbit.command(),
                    settings,
                    patience_s=30,
                )
            )
        if "mail" in chosen:
            command = node.maildev_command(layout, chosen)
            found.append(Program("maildev", SERVERS_TIER, command))
        return found

    def start(self, *asked: str) -> None:
        """Start ``mongod``, ``rabbitmq`` and ``maildev`` side by side, until ready.

        Raises:
            CannotStart: one of them, or a server the person named, does not answer.
        """
        ready = {
            "mongod": self._start_mongod,
            "rabbitmq": self._start_rabbitmq,
            "maildev": self._start_maildev,
        }
        with ThreadPoolExecutor() as pool:
            for waiting in [pool.submit(ready[name]) for name in asked]:
                waiting.result()

    def _start_mongod(self) -> None:
        if self.addresses.mongo_base:
            _reach_mongo(self.addresses.mongo_base)
            return
        self.supervisor.start("mongod")
        mongod.prepare(self.addresses, lambda: self._require("mongod"))

    def _start_rabbitmq(self) -> None:
        if self.addresses.amqp_base:
            _reach_rabbit(self.addresses.amqp_base)
            return
        self.supervisor.start("epmd", "rabbitmq")
        rabbit.wait(self.addresses, lambda: self._require("rabbitmq"))

    def _start_maildev(self) -> None:
        self.supervisor.start("maildev")
        until = time.monotonic() + _MAIL_S
        while ports.is_free(self.addresses.ports["smtp"]):
            self._require("maildev")
            if time.monotonic() > until:
                raise CannotStart("the mail box does not start: see maildev's log.")
            time.sleep(0.1)

    def _require(self, name: str) -> None:
        """Raises CannotStart when the program ends as soon as it starts."""
        state = self.state(name)
        if state.state in ("BACKOFF", "FATAL"):
            log = log_file(self.layout, name)
            said = "\n".join(tail(log)) or state.problem
            raise CannotStart(f"{name} does not start; {log} says:\n{said}")

    def state(self, name: str) -> State:
        return self.supervisor.states()[name]

    def kill(self, name: str) -> int:
        """End a process at once, as a crash would; its process number.

        The supervisor starts it again.
        """
        pid = self.state(name).pid
        # With what it started: RabbitMQ's node is the child of a shell script.
        os.killpg(pid, signal.SIGKILL)
        return pid

    def close(self) -> None:
        """Stop everything in order; nothing is left running."""
        self.supervisor.close()
        if self._lock is not None:
            leftovers.end(self.layout.mark)
            self._lock.close()
            self._lock = None


def _reach_mongo(url: str) -> None:
    try:
        with MongoClient[dict[str, object]](
            url, serverSelectionTimeoutMS=5000
        ) as client:
            hello = client.admin.command("hello")
    except PyMongoError as problem:
        raise CannotStart(f"MONGO_URL names a server that fails: {problem}") from None
    if "setName" not in hello:
        raise CannotStart(
            "MONGO_URL names a server without a replica set, which transactions need: "
            "start it with --replSet and initiate it, or leave MONGO_URL out."
        )


def _reach_rabbit(url: str) -> None:
    try:
        rabbit.log_in(url)
    except (OSError, KombuError) as problem:
        raise CannotStart(f"AMQP_URL names a server that fails: {problem}") from None


def main() -> int:
    """Run the servers until Ctrl-C; prints their addresses."""
    parser = argparse.ArgumentParser(prog="deploy.local.servers", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    wanted = dict.fromkeys([*ports.PREFERRED, "mail"], 0)
    servers = Servers(data, {}, wanted=wanted)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        servers.open()
        servers.start("mongod", "rabbitmq", "maildev")
        print(f"MONGO_URL={servers.addresses.mongo_admin_url}")
        print(f"AMQP_URL={servers.addresses.amqp_url('operator')}")
        print(f"SMTP_URL={servers.addresses.smtp_url}")
        print(f"Mail: {servers.addresses.mail_url}", flush=True)
        signal.pause()
    except KeyboardInterrupt:
        return 0
    except CannotStart as problem:
        print(problem, file=sys.stderr)
        return 1
    finally:
        servers.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

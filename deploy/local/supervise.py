"""The process manager (supervisor, from PyPI): its configuration and its remote."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xmlrpc.client import Fault, ServerProxy

from supervisor.xmlrpc import SupervisorTransport

from deploy.local.layout import REPOSITORY, CannotStart, Layout, write_private
from deploy.local.leftovers import MARK

TAIL_LINES = 15
_START_S = 20
_NOT_RUNNING = 70
_ALREADY_STARTED = 60


@dataclass(frozen=True, slots=True)
class Program:
    """One process to run.

    Programs of one ``tier`` are stopped together, the highest tier first.
    """

    name: str
    tier: int
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    patience_s: int = 20  # between asking it to end and killing it


@dataclass(frozen=True, slots=True)
class State:
    """What a program does now; ``pid`` is 0 when it does not run."""

    name: str
    state: str  # STOPPED STARTING RUNNING BACKOFF STOPPING EXITED FATAL UNKNOWN
    pid: int
    started_at: int  # seconds since 1970
    problem: str


class Supervisor:
    """A supervisord of our own with its programs, none of them started yet."""

    def __init__(self, layout: Layout, programs: Sequence[Program]) -> None:
        self._layout = layout
        self._programs = {program.name: program for program in programs}
        self._socket = layout.supervisor.resolve() / "socket"
        self._daemon: subprocess.Popen[bytes] | None = None

    def open(self) -> None:
        """Start supervisord and wait until it answers.

        Raises:
            CannotStart: it does not.
        """
        if len(str(self._socket)) > 100:  # the kernel's limit is 108 bytes
            raise CannotStart(f"The path {self._socket} is too long for a socket.")
        conf = self._layout.supervisor / "supervisord.conf"
        write_private(conf, _configuration(self._layout, self._programs.values()))
        command = [sys.executable, "-m", "supervisor.supervisord", "-c", str(conf)]
        # Should the runner be killed, the kernel tells supervisord to stop the rest.
        leash = shutil.which("setpriv")
        if leash:
            command = [leash, "--pdeathsig", "TERM", *command]
        self._daemon = subprocess.Popen(
            command,
            env=bare_environment(self._layout),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the runner alone
        )
        until = time.monotonic() + _START_S
        while not self._answers():
            if self._daemon.poll() is not None or time.monotonic() > until:
                raise CannotStart(
                    f"supervisord does not start: see {self._layout.logs}/supervisord."
                )
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            return bool(self._remote.getState()["statename"] == "RUNNING")
        except OSError:
            return False

    @property
    def _remote(self) -> Any:
        transport = SupervisorTransport("", "", f"unix://{self._socket}")
        return ServerProxy("http://127.0.0.1", transport=transport).supervisor

    @property
    def is_alive(self) -> bool:
        return self._daemon is not None and self._daemon.poll() is None

    def start(self, *names: str) -> None:
        """Start programs side by side; returns before they are ready."""
        for name in names:
            self._call("startProcess", name, _ALREADY_STARTED, False)

    def stop(self, name: str) -> None:
        """Stop one program and wait for its end; it stays down until started."""
        self._call("stopProcess", name, _NOT_RUNNING, True)

    def _call(self, method: str, name: str, harmless: int, wait: bool) -> None:
        program = f"tier{self._programs[name].tier}:{name}"
        try:
            getattr(self._remote, method)(program, wait)
        except Fault as fault:
            if fault.faultCode != harmless:
                raise CannotStart(f"{name}: {fault.faultString}") from fault

    def states(self) -> dict[str, State]:
        """Every program's state by its name."""
        return {
            row["name"]: State(
                name=row["name"],
                state=row["statename"],
                pid=row["pid"],
                started_at=row["start"],
                problem=row["spawnerr"],
            )
            for row in self._remote.getAllProcessInfo()
        }

    def close(self) -> None:
        """Stop everything, the highest tier first, and supervisord at last."""
        if self._daemon is None:
            return
        self._daemon.terminate()
        self._daemon.wait()
        self._daemon = None


def log_file(layout: Layout, name: str) -> Path:
    """Where one program's output goes."""
    return layout.logs / f"{name}.log"


def tail(path: Path) -> list[str]:
    """The last lines of a log; none when there is no log yet."""
    if not path.exists():
        return []
    return path.read_text(encoding="utf-8", errors="replace").splitlines()[-TAIL_LINES:]


def bare_environment(layout: Layout) -> dict[str, str]:
    """What every process gets; nothing of the person's own shell leaks in."""
    kept = {name: os.environ[name] for name in ("HOME", "TMPDIR") if name in os.environ}
    path = [str(Path(sys.executable).parent), os.environ.get("PATH", "")]
    return kept | {
        "PATH": os.pathsep.join([*path, "/usr/sbin", "/usr/bin", "/bin"]),
        "LANG": "C.UTF-8",
        "PYTHONUNBUFFERED": "1",
        MARK: layout.mark,
    }


def _configuration(layout: Layout, programs: Any) -> str:
    home = layout.supervisor.resolve()
    sections = [
        "[unix_http_server]",
        f"file = {_escape(home / 'socket')}",
        "chmod = 0700",
        "[supervisord]",
        "nodaemon = true",
        f"directory = {_escape(REPOSITORY)}",
        f"logfile = {_escape(log_file(layout, 'supervisord').resolve())}",
        f"pidfile = {_escape(home / 'pid')}",
        f"user = {os.getuid()}",
        "[rpcinterface:supervisor]",
        "supervisor.rpcinterface_factory = "
        "supervisor.rpcinterface:make_main_rpcinterface",
    ]
    tiers: dict[int, list[str]] = {}
    for program in programs:
        tiers.setdefault(program.tier, []).append(program.name)
        sections += _program(layout, program)
    for tier, names in tiers.items():
        sections += [f"[group:tier{tier}]", f"programs = {','.join(names)}"]
        sections += [f"priority = {tier}"]
    return "\n".join(sections) + "\n"


def _program(layout: Layout, program: Program) -> list[str]:
    environment = ",".join(
        f'{name}="{value}"' for name, value in program.environment.items()
    )
    return [
        f"[program:{program.name}]",
        f"command = {_escape(shlex.join(program.command))}",
        f"environment = {_escape(environment)}",
        f"stdout_logfile = {_escape(log_file(layout, program.name).resolve())}",
        "redirect_stderr = true",
        "stdout_logfile_maxbytes = 20MB",
        "stdout_logfile_backups = 1",
        "autostart = false",
        "autorestart = true",
        # An early end is tried again after 1, 2, 3, … seconds.
        "startsecs = 3",
        "startretries = 60",
        f"stopwaitsecs = {program.patience_s}",
        "killasgroup = true",
    ]


def _escape(text: object) -> str:
    return str(text).replace("%", "%%")

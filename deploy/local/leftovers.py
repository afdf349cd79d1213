"""End what an earlier run of the same stack left behind, and nothing else.

Every process of a stack carries the stack's folder in its environment, so there is
no guessing by name, and a process number that was reused cannot mislead.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from deploy.local.layout import CannotStart

MARK = "HUB_STACK"
_SUPERVISOR_S = 60
_TERMINATE_S = 20
_KILL_S = 5


def find(mark: str) -> list[int]:
    """Processes of the stack with this mark, oldest first."""
    wanted = f"{MARK}={mark}".encode()
    return sorted(
        int(folder.name)
        for folder in Path("/proc").glob("[0-9]*")
        if int(folder.name) != os.getpid() and wanted in _environment(folder)
    )


def _environment(folder: Path) -> list[bytes]:
    return _read(folder / "environ").split(b"\0")


def _command(pid: int) -> list[bytes]:
    return _read(Path(f"/proc/{pid}/cmdline")).split(b"\0")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # It has ended, or it is another user's.
        return b""


def end(mark: str) -> int:
    """End the processes with this mark; how many there were.

    Raises:
        CannotStart: one of them does not end.
    """
    found = find(mark)
    if not found:
        return 0
    supervisor = [pid for pid in found if b"supervisor.supervisord" in _command(pid)]
    if supervisor:  # It ends the others in their order.
        _signal(supervisor, signal.SIGTERM)
        _gone(mark, _SUPERVISOR_S)
    _signal(find(mark), signal.SIGTERM)
    if not _gone(mark, _TERMINATE_S):
        _signal(find(mark), signal.SIGKILL)
    if not _gone(mark, _KILL_S):
        raise CannotStart(f"Processes of an earlier run do not end: {find(mark)}.")
    return len(found)


def _signal(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


def _gone(mark: str, patience_s: float) -> bool:
    until = time.monotonic() + patience_s
    while find(mark):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True

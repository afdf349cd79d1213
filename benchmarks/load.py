"""Load from wrk, and processes to aim it at."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import requests

from benchmarks.web import THREADS
from deploy.local.ports import any_free

SECONDS = 4
ROUNDS = 3
CONNECTIONS = 16


@contextmanager
def process(*command: str, environ: Mapping[str, str]) -> Iterator[int]:
    """Run a command for a while; its process number."""
    running = subprocess.Popen(  # noqa: S603  # our own commands
        command, env=os.environ | dict(environ), stderr=subprocess.DEVNULL
    )
    try:
        yield running.pid
    finally:
        running.terminate()
        running.wait(30)


@contextmanager
def gunicorn(app: str, environ: Mapping[str, str], path: str = "/") -> Iterator[str]:
    """A yardstick application on the gateway's own gunicorn settings; its URL."""
    port = any_free(set())
    command = (
        *(sys.executable, "-m", "gunicorn", f"benchmarks.web:{app}()"),
        *("--worker-class", "gthread", "--workers", "2", "--threads", str(THREADS)),
        *("--bind", f"127.0.0.1:{port}", "--keep-alive", "75"),
    )
    with process(*command, environ=environ):
        _wait_for(port)
        url = f"http://127.0.0.1:{port}{path}"
        requests.get(url, timeout=10).raise_for_status()
        yield url


def _wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit(f"Nothing listens on port {port} after 30 s.")


def requests_per_s(url: str, *headers: str) -> float:
    """Requests a second that were answered; fails where any was refused."""
    command = [
        *("wrk", "--threads", "1", "--connections", str(CONNECTIONS)),
        *("--duration", f"{SECONDS}s", "--timeout", "10s"),
        *(part for header in headers for part in ("--header", header)),
        url,
    ]
    said = subprocess.run(  # noqa: S603
        command, check=True, capture_output=True, text=True
    ).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        sys.exit(f"The load met errors:\n{said}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    return float(found.group(1)) if found else sys.exit(said)


def compare(ours: str, theirs: str, *headers: str) -> tuple[float, float, float]:
    """Measure two URLs in turn; (ours/s, theirs/s, ratio), medians of the rounds."""
    for url in (ours, theirs):
        requests_per_s(url, *headers)
    pairs = [
        (requests_per_s(ours, *headers), requests_per_s(theirs, *headers))
        for _ in range(ROUNDS)
    ]
    return (
        median(one for one, _ in pairs),
        median(other for _, other in pairs),
        median(one / other for one, other in pairs),
    )


def memory_mb(pid: int) -> float:
    """A process's own share of memory (PSS), in MB."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    return int(found.group(1)) / 1024 if found else 0.0

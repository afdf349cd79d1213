"""Debian packages: installed when we may, else one line that says what to do."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.layout import CannotStart
from deploy.local.progress import step

_RABBITMQ = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
_POLICY = Path("/usr/sbin/policy-rc.d")
_FONTS = Path("/usr/share/fonts")
# Debian's package to the library that WeasyPrint opens by name.
_PRINTING = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
}


def venv(log: Path) -> None:
    """What ``python3 -m venv`` needs; Debian packs it apart."""
    if importlib.util.find_spec("ensurepip") is None:
        install(["python3-venv"], "Python's venv", log)


def mongod(binary: Path, log: Path) -> None:
    """The libraries that MongoDB's server from the wheel expects of the machine."""
    if _lacks_libraries(binary):
        install(["libcurl4", "liblzma5", "libssl3"], "MongoDB's libraries", log)


def browser_driver(node: Path, log: Path) -> None:
    """The library that the Node.js inside Playwright's wheel expects."""
    if _lacks_libraries(node):
        install(["libatomic1"], "the browser driver's library", log)


def _lacks_libraries(binary: Path) -> bool:
    tried = subprocess.run(
        [str(binary), "--version"], check=False, capture_output=True, text=True
    )
    return "shared libraries" in tried.stderr


def rabbitmq(log: Path) -> None:
    """The message broker's program; its own service stays off."""
    if _RABBITMQ.exists():
        return
    erlang_is_new = shutil.which("epmd") is None
    with _services_stay_off():
        install(
            ["rabbitmq-server"],
            "RabbitMQ (or name a server of yours with AMQP_URL)",
            log,
        )
    if shutil.which("systemctl"):
        # Otherwise the machine's next start would open ports 5672 and 4369.
        units = ["rabbitmq-server.service"]
        units += ["epmd.service", "epmd.socket"] if erlang_is_new else []
        subprocess.run(
            ["systemctl", "disable", "--quiet", *units],
            check=False,
            stderr=subprocess.DEVNULL,
        )


def printing(log: Path) -> None:
    """What sets certificates and library items as PDF, and their typefaces."""
    wanted = [package for package, library in _PRINTING.items() if not _loads(library)]
    if not any(_FONTS.rglob("Vollkorn-Regular.*")):
        wanted.append("fonts-vollkorn")
    if not any(_FONTS.rglob("DejaVuSans.ttf")):  # boxes to tick
        wanted.append("fonts-dejavu-core")
    if wanted:
        install(wanted, "what prints certificates and the library", log)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def browser(log: Path) -> None:
    """Chromium for the browser tests; ``printing`` brings fonts it can use."""
    if shutil.which("chromium") is None:
        install(["chromium"], "a browser for the tests", log)


def load_generator(log: Path) -> None:
    """wrk, which ``make bench`` aims at the gateway."""
    if shutil.which("wrk") is None:
        install(["wrk"], "the load generator", log)


def install(packages: list[str], what: str, log: Path) -> None:
    """Install Debian packages.

    Raises:
        CannotStart: we may not, or it failed.
    """
    command = f"apt-get install --no-install-recommends {' '.join(packages)}"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise CannotStart(f"{what} is missing: run `sudo {command}`, then try again.")
    with step(f"Installing from Debian: {', '.join(packages)}"):
        _apt(["update"], command, log)
        _apt(["install", "-y", "--no-install-recommends", *packages], command, log)


def _apt(arguments: list[str], advice: str, log: Path) -> None:
    with log.open("a", encoding="utf-8") as output:
        done = subprocess.run(
            ["apt-get", "-q", *arguments],
            check=False,
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    if done.returncode:
        raise CannotStart(f"`{advice}` failed: see {log}.")


@contextmanager
def _services_stay_off() -> Iterator[None]:
    """Debian starts a service when it installs it, unless this file forbids it."""
    if _POLICY.exists():  # Somebody decided already.
        yield
        return
    _POLICY.write_text("#!/bin/sh\nexit 101\n")
    _POLICY.chmod(0o755)
    try:
        yield
    finally:
        _POLICY.unlink()

"""Install what is missing: ``python3 -m deploy.local.install run|test|bench``.

Needs Python 3.11 or newer and nothing else, so it imports the standard library alone.
What is installed already is recognised by a stamp and skipped.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

from deploy.local import apt
from deploy.local.layout import REPOSITORY, CannotStart
from deploy.local.progress import step

VENV = REPOSITORY / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = REPOSITORY / ".local" / "install.log"
_LOCK = REPOSITORY / "requirements" / "dev.txt"
_ASSETS = REPOSITORY / "gateway" / "assets"
_BUILT = REPOSITORY / "gateway" / "static" / "build"


def main() -> int:
    """Install for one purpose; 1 after one line that says what is wrong."""
    purpose = sys.argv[1] if len(sys.argv) > 1 else "run"
    try:
        LOG.parent.mkdir(exist_ok=True)
        _virtual_environment()
        _python_packages()
        _npm_packages()
        _assets()
        _debian_packages(purpose)
    except CannotStart as problem:
        print(f"Cannot go on: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _debian_packages(purpose: str) -> None:
    wheels = "lib/python3*/site-packages"
    if not os.environ.get("MONGO_URL"):
        for binary in VENV.glob(f"{wheels}/fiftyone/db/bin/mongod"):
            apt.mongod(binary, LOG)
    if not os.environ.get("AMQP_URL"):
        apt.rabbitmq(LOG)
    apt.printing(LOG)
    if purpose == "test":
        apt.browser(LOG)
        for node in VENV.glob(f"{wheels}/playwright/driver/node"):
            apt.browser_driver(node, LOG)
    if purpose == "bench":
        apt.load_generator(LOG)


def _virtual_environment() -> None:
    if PYTHON.exists() and _runs(PYTHON):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    apt.venv(LOG)
    with step("Making a virtual environment in .venv"):
        run([sys.executable, "-m", "venv", str(VENV)], "the virtual environment")


def _runs(python: Path) -> bool:
    checked = subprocess.run(
        [str(python), "-m", "pip", "--version"], check=False, capture_output=True
    )
    return checked.returncode == 0


def _python_packages() -> None:
    # Of pyproject.toml only what is installed counts, not the tools' settings.
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    stamp = Stamp(VENV / "stamp", [_LOCK], also=repr(project))
    if stamp.is_current:
        return
    pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check"]
    with step("Installing the Python packages (a minute or two the first time)"):
        run([*pip, "--require-hashes", "-r", str(_LOCK)], "the Python packages")
        own = [*pip, "--no-deps", "--no-build-isolation", "--editable", "."]
        run(own, "the platform itself")
    stamp.set()


def _npm_packages() -> None:
    wanted = [REPOSITORY / "package.json", REPOSITORY / "package-lock.json"]
    stamp = Stamp(REPOSITORY / "node_modules" / ".stamp", wanted)
    if stamp.is_current:
        return
    with step("Installing the npm packages"):
        # Nothing that we use needs an install script of its own.
        run(_npm("ci", "--ignore-scripts"), "the npm packages")
    stamp.set()


def _assets() -> None:
    wanted = [path for path in sorted(_ASSETS.rglob("*")) if path.is_file()]
    wanted.append(REPOSITORY / "package-lock.json")
    stamp = Stamp(LOG.with_name("assets.stamp"), wanted)
    if stamp.is_current and _BUILT.exists():
        return
    with step("Building stylesheet, script and fonts"):
        run(_npm("run", "build"), "the front-end build")
    stamp.set()


def _npm(*arguments: str) -> list[str]:
    return [str(VENV / "bin" / "npm"), *arguments]


class Stamp:
    """Remembers from which content something was made."""

    def __init__(self, path: Path, made_from: Iterable[Path], also: str = "") -> None:
        self._path = path
        digest = hashlib.sha256((sys.version + also).encode())
        for source in made_from:
            digest.update(str(source.relative_to(REPOSITORY)).encode())
            digest.update(source.read_bytes())
        self._wanted = digest.hexdigest()

    @property
    def is_current(self) -> bool:
        return self._path.exists() and self._path.read_text() == self._wanted

    def set(self) -> None:
        self._path.write_text(self._wanted)


def run(command: list[str], what: str) -> None:
    """Run a command with its output in the log.

    Raises:
        CannotStart: it failed; with the last line it wrote.
    """
    path = os.pathsep.join([str(VENV / "bin"), os.environ.get("PATH", os.defpath)])
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"\n$ {' '.join(command)}\n")
        log.flush()
        done = subprocess.run(
            command,
            check=False,
            cwd=REPOSITORY,
            env=os.environ | {"PATH": path},
            stdout=log,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
    if done.returncode:
        last = LOG.read_text(encoding="utf-8", errors="replace").split("\n")
        said = next((line.strip() for line in reversed(last) if line.strip()), "")
        raise CannotStart(f"installing {what} failed ({said}); see {LOG}.")


if __name__ == "__main__":
    sys.exit(main())

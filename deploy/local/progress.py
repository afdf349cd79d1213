"""Tell the person who waits what is going on: plain lines with the time that passed."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_STARTED = time.monotonic()
_AGAIN_S = 10


def say(text: str) -> None:
    """One line, after the seconds since the start."""
    print(f"{time.monotonic() - _STARTED:6.1f} s  {text}", flush=True)


@contextmanager
def step(doing: str) -> Iterator[None]:
    """Say what begins, and every ten seconds that it still goes on."""
    say(doing)
    ended = threading.Event()

    def remind() -> None:
        while not ended.wait(_AGAIN_S):
            say(f"… still: {doing}")

    reminder = threading.Thread(target=remind, daemon=True)
    reminder.start()
    try:
        yield
    finally:
        ended.set()
        reminder.join()

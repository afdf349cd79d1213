"""Cleaning in a process of its own: what somebody sent may crash or fill only that.

``python -m services.content.contents.apart FOLDER`` is the other side. It reads the
file out of the folder and writes there what it made of it.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore

from services.content.contents.cleaning import Cleaned, clean
from shared.errors import Invalid
from shared.telemetry import log

LONGEST_S = 20  # of computing; reading and writing come on top
MOST_MEMORY = 2 * 2**30  # bytes of addresses, most of which are never used
_AT_ONCE = BoundedSemaphore(2)  # in one process of the service
_NICENESS = 15  # of 0 to 19; whoever reads the library goes first
_COMMAND = (sys.executable, "-m", "services.content.contents.apart")
_SENT, _TOLD, _KEPT = "sent", "told.json", "kept"


def clean_apart(name: str, content: bytes) -> Cleaned:
    """``clean``, within bounds of time and memory.

    Raises:
        Invalid: what ``clean`` raises, or ``file_too_complex``.
    """
    with _AT_ONCE, TemporaryDirectory(prefix="cleaning-") as place:
        folder = Path(place)
        (folder / _SENT).write_bytes(content)
        done = subprocess.run(  # noqa: S603 - our own module, no shell
            [*_COMMAND, place, name, str(LONGEST_S), str(MOST_MEMORY)],
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        if done.returncode:
            log.warning(
                "cleaning_failed",
                returncode=done.returncode,  # below 0: the signal that ended it
                said=done.stderr[-1000:].decode("utf-8", "replace"),
            )
            raise Invalid(
                "file_too_complex", "This file takes too much work to look through."
            )
        told = json.loads((folder / _TOLD).read_text("utf-8"))
        if "code" in told:
            raise Invalid(told["code"], told["detail"])
        return Cleaned(
            told["media_type"],
            (folder / _KEPT).read_bytes(),
            told["width"],
            told["height"],
            {width: (folder / str(width)).read_bytes() for width in told["thumbnails"]},
        )


def main(place: str, name: str, longest_s: str, most_memory: str) -> None:
    os.nice(_NICENESS)
    resource.setrlimit(resource.RLIMIT_CPU, (int(longest_s), int(longest_s)))
    resource.setrlimit(resource.RLIMIT_AS, (int(most_memory), int(most_memory)))
    folder = Path(place)
    (folder / _TOLD).write_text(json.dumps(_told(folder, name)), "utf-8")


def _told(folder: Path, name: str) -> dict[str, object]:
    try:
        made = clean(name, (folder / _SENT).read_bytes())
    except Invalid as refusal:
        return {"code": refusal.code, "detail": refusal.detail}
    (folder / _KEPT).write_bytes(made.content)
    for width, content in made.thumbnails.items():
        (folder / str(width)).write_bytes(content)
    return {
        "media_type": made.media_type,
        "width": made.width,
        "height": made.height,
        "thumbnails": [*made.thumbnails],
    }


if __name__ == "__main__":
    main(*sys.argv[1:])

"""``hub library bundle``: the library as one file, made now and fetched."""

from __future__ import annotations

import time
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from gateway.commands import fail, plainly, services
from shared.contracts.bundle_rpc import MOST_PIECE
from shared.errors import NotFound

MAKING_S = 600  # seconds that a large library may take
LOOK_S = 1.0


@click.command("bundle")
@click.argument("path", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--with-violence",
    is_flag=True,
    help="Items about violence, too. Whoever has the file can be asked why.",
)
@plainly
def bundle(path: Path | None, *, with_violence: bool) -> None:
    """Make the library as one ZIM file now, and write it to PATH if there is one."""
    kind = "whole" if with_violence else "library"
    if with_violence and path is None:
        fail("Say where to write it: with items about violence, nobody else gets it.")
    with services() as ask:
        before = _newest(ask, kind)
        ask("content", "order_bundle", kind=kind)
        made = _wait(ask, kind, before)
        click.echo(f"{made['items']} items, {made['size']} bytes")
        if path is not None:
            _fetch(ask, kind, made, path)
            click.echo(path)


def _newest(ask: Callable[..., Any], kind: str) -> Any:
    try:
        return ask("content", "get_bundle", kind=kind)
    except NotFound:
        return None


def _wait(ask: Callable[..., Any], kind: str, before: Any) -> Any:
    until = time.monotonic() + MAKING_S
    while time.monotonic() < until:
        found = _newest(ask, kind)
        if found is not None and found != before:
            return found
        time.sleep(LOOK_S)
    fail("It is not made yet. Does services.content.bundle run? Its log says more.")
    return None


def _fetch(ask: Callable[..., Any], kind: str, made: Any, path: Path) -> None:
    with path.open("wb") as file:
        for start in range(0, made["size"], MOST_PIECE):
            piece = ask(
                "content",
                "read_bundle",
                kind=kind,
                digest=made["digest"],
                start=start,
                length=MOST_PIECE,
            )
            file.write(b64decode(piece["content"]))

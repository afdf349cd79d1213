"""``hub courses|paths|library|collections|hubs``: folders in, and out again."""

import sys
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from gateway import library_files
from gateway.commands import IMPORT_S, fail, plainly, services
from shared.errors import Invalid
from shared.folders import read_contents, read_folder

Send = Callable[[Callable[..., Any], Path], dict[str, str]]
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def courses() -> None:
    """Courses."""


@courses.command("import")
@click.argument("paths", nargs=-1, required=True, type=FOLDER)
@plainly
def import_courses(paths: tuple[Path, ...]) -> None:
    """Check and publish course folders; each is taken whole or refused whole."""
    refused = 0
    with services() as ask:
        for path in paths:
            found = _import(ask, "learning", "import_course", path, attached="files")
            refused += found is None
            if found is not None:
                click.echo(
                    f"{found['slug']} version {found['version']}: {found['status']}"
                )
    sys.exit(1 if refused else 0)


@courses.command("export")
@click.argument("slug")
@click.argument("path", type=click.Path(file_okay=False, path_type=Path))
@click.option("--version", type=int, help="Of a published version; else the newest.")
@plainly
def export_course(slug: str, path: Path, version: int | None) -> None:
    """Write a course's files into a new or empty folder, as they came in."""
    _check_empty(path)
    with services() as ask:
        found = ask(
            "learning",
            "export_course",
            deadline_s=IMPORT_S,
            slug=slug,
            version=version,
        )
    contents = {name: text.encode() for name, text in found["files"].items()}
    for name, encoded in found["attachments"].items():
        contents[f"files/{name}"] = b64decode(encoded)
    _write(path, contents)
    click.echo(f"{slug}: {len(contents)} files in {path}")


@click.group()
def paths() -> None:
    """Learning paths."""


@paths.command("import")
@click.argument("path", type=FOLDER)
@plainly
def import_paths(path: Path) -> None:
    """Check and publish a folder of learning paths; taken whole or refused whole."""
    _import_items("learning", "import_paths", path)


@click.group()
def library() -> None:
    """The library."""


@library.command("import")
@click.argument("path", type=FOLDER)
@click.option("--overwrite", is_flag=True, help="what was changed here, too")
@plainly
def import_library(path: Path, *, overwrite: bool) -> None:
    """Check and publish a folder of items; taken whole or refused whole.

    Delicate ones that nobody answers for wait for a reviewer; what was changed here
    since its last import is kept.
    """
    send = library_files.send
    _import_items("content", "import_items", path, send=send, overwrite=overwrite)


@library.command("export")
@click.argument("path", type=click.Path(file_okay=False, path_type=Path))
@click.argument("slugs", nargs=-1)
@plainly
def export_library(path: Path, slugs: tuple[str, ...]) -> None:
    """Write all items, or those named, into a new or empty folder, as they came in."""
    _check_empty(path)
    with services() as ask:
        found = ask(
            "content", "export_items", deadline_s=IMPORT_S, slugs=list(slugs) or None
        )
        _write(path, {name: text.encode() for name, text in found["files"].items()})
        for name, content in library_files.fetch(ask, found["files"]):
            _write(path, {name: content})
    click.echo(
        f"{len({name.split('/')[0] for name in found['files']})} items in {path}"
    )


@library.command("reindex")
@plainly
def reindex() -> None:
    """Make the index of search anew while the old one answers."""
    step: dict[str, Any] = {}
    count = 0
    with services() as ask:
        while not step or step["kind"] is not None:
            step = ask("content", "reindex", deadline_s=IMPORT_S, **step)
            count += step.pop("indexed")
    click.echo(f"{count} entries in generation {step['generation']}")


@click.group()
def collections() -> None:
    """Collections of library items."""


@collections.command("import")
@click.argument("path", type=FOLDER)
@click.option("--overwrite", is_flag=True, help="what was changed here, too")
@plainly
def import_collections(path: Path, *, overwrite: bool) -> None:
    """Check and keep a folder of collections; taken whole or refused whole.

    Their items must be in the library. What was changed here since its last import
    is kept.
    """
    _import_items("content", "import_collections", path, overwrite=overwrite)


@collections.command("export")
@click.argument("path", type=click.Path(file_okay=False, path_type=Path))
@plainly
def export_collections(path: Path) -> None:
    """Write all collections into a new or empty folder, as they came in."""
    _check_empty(path)
    with services() as ask:
        found = ask("content", "export_collections", deadline_s=IMPORT_S)
    _write(path, {name: text.encode() for name, text in found["files"].items()})
    click.echo(f"{len(found['files'])} collections in {path}")


@click.group()
def hubs() -> None:
    """The directory of hubs."""


@hubs.command("import")
@click.argument("path", type=FOLDER)
@plainly
def import_hubs(path: Path) -> None:
    """Check and publish a folder of hubs; taken whole or refused whole."""
    _import_items("hubs", "import_hubs", path)


def _import_items(service: str, method: str, path: Path, **asked: Any) -> None:
    with services() as ask:
        found = _import(ask, service, method, path, **asked)
    if found is None:
        sys.exit(1)
    for item in found["items"]:
        click.echo(f"{item['slug']}: {item['status']}")


def _import(
    ask: Callable[..., Any],
    service: str,
    method: str,
    path: Path,
    attached: str = "",
    send: Send | None = None,
    **asked: Any,
) -> Any:
    """The service's answer, or ``None`` after every problem was printed.

    Args:
        attached: the folder inside ``path`` that holds other things than text.
        send: sends such things before the folder; what shall stand in their place.
    """
    try:
        leave_out = f"{attached}/*" if attached else ""
        files = read_folder(path, library_files.PATTERN if send else leave_out)
        files |= send(ask, path) if send else {}
        payload: dict[str, Any] = {**asked, "files": files}
        if attached:
            payload["attachments"] = {
                name: b64encode(content).decode()
                for name, content in read_contents(path / attached).items()
            }
        return ask(service, method, deadline_s=IMPORT_S, **payload)
    except Invalid as refusal:
        for place, messages in refusal.fields.items():
            for message in messages:
                click.echo(f"{path / place}: {message}", err=True)
        click.echo(f"{path}: refused. {refusal.detail}", err=True)
        return None


def _check_empty(path: Path) -> None:
    if path.exists() and any(path.iterdir()):
        fail(f"{path} is not empty; name a folder that is new.")


def _write(path: Path, contents: Mapping[str, bytes]) -> None:
    for name, content in contents.items():
        target = path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)

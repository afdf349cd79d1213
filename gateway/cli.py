"""``hub``: the operator's command line.

Reads the same environment as the gateway; talks to services as an administrator.
Expected failures are one clear line and exit code 1, never a traceback.
"""

import sys
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Column, Table

from gateway.accounts import handlers
from gateway.accounts.store import MongoAccounts
from gateway.certificate_commands import certificates
from gateway.commands import Broker, fail, plainly, services
from shared import dead_letters, mongo, topology
from shared.config import read
from shared.errors import Invalid, ServiceError
from shared.folders import read_contents, read_folder
from shared.identity import ROLES
from shared.rpc import SERVICES
from shared.rpc_wire import ServiceFailed

IMPORT_S = 60.0  # seconds
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True)
class Accounts:
    mongo_url: str


@click.group()
def main() -> None:
    """Run the Community Policing Knowledge Hub."""


main.add_command(certificates)


@main.group("dead-letters")
def letters() -> None:
    """Events that a consumer could not take, even after retries."""


@letters.command("list")
@plainly
def list_letters() -> None:
    """Show what is there, oldest first."""
    _print_letters(dead_letters.read(read(Broker).amqp_url))


@letters.command("show")
@click.argument("event_id")
@plainly
def show_letter(event_id: str) -> None:
    """Show one event whole, as it was published."""
    found = [
        letter
        for letter in dead_letters.read(read(Broker).amqp_url)
        if letter.id == event_id
    ]
    if not found:
        fail(f"No dead letter has the id {event_id}.")
    for letter in found:
        click.echo(f"{letter.queue}: {letter.error} {letter.code}".rstrip())
        click.echo(dead_letters.pretty(letter))


@letters.command("replay")
@click.argument("event_ids", nargs=-1)
@click.option("--type", "event_type", help="Only events of this type.")
@click.option("--dry-run", is_flag=True, help="Only say what would be sent.")
@plainly
def replay_letters(
    event_ids: tuple[str, ...], event_type: str | None, dry_run: bool
) -> None:
    """Send letters back, each to the consumer that failed; all if none is named."""
    sent = dead_letters.replay(
        read(Broker).amqp_url,
        ids=frozenset(event_ids) or None,
        event_type=event_type,
        dry_run=dry_run,
    )
    _print_letters(sent)
    click.echo(f"{'Would replay' if dry_run else 'Replayed'}: {len(sent)}")


def _print_letters(found: list[dead_letters.DeadLetter]) -> None:
    table = Table(
        Column("id", no_wrap=True, min_width=36),  # whole, for ``show`` and ``replay``
        Column("type", overflow="fold"),
        Column("queue", overflow="fold"),
        "tries",
        Column("error", overflow="fold"),
    )
    for letter in found:
        why = f"{letter.error} {letter.code}".strip()
        table.add_row(letter.id, letter.type, letter.queue, str(letter.tries), why)
    Console().print(table if found else "No dead letters.")


@main.group()
def broker() -> None:
    """The message broker."""


@broker.command("declare")
@plainly
def declare_queues() -> None:
    """Make every consumer's queue: before the first start, and before an upgrade."""
    for name in topology.declare_consumers(read(Broker).amqp_url):
        click.echo(name)


@main.group()
def outbox() -> None:
    """Events that wait to be published."""


@outbox.command("status")
@plainly
def outbox_status() -> None:
    """Show each service's outbox; exit code 1 if one does not answer."""
    table = Table("service", "waiting", "returned", "oldest, s")
    is_whole = True
    with services() as ask:
        for service in SERVICES:
            try:
                found = ask(service, "outbox_status")
            except (ServiceError, ServiceFailed) as refusal:
                is_whole = False
                table.add_row(service, getattr(refusal, "code", "failed"), "", "")
                continue
            oldest = found["oldest_waiting_s"]
            table.add_row(
                service,
                str(found["waiting"]),
                str(found["returned"]),
                "" if oldest is None else f"{oldest:.1f}",
            )
    Console().print(table)
    if not is_whole:
        sys.exit(1)


@main.group()
def accounts() -> None:
    """People's accounts."""


@accounts.command("grant")
@click.argument("email")
@click.argument("role", type=click.Choice(ROLES))
@plainly
def grant(email: str, role: str) -> None:
    """Give a role; it counts from the person's next request."""
    store = MongoAccounts(mongo.connect(read(Accounts).mongo_url, "hub"))
    person = handlers.grant_role(store, email=email, role=role)
    click.echo(f"{person.email}: {', '.join(sorted(person.roles))}")


@main.group()
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
    if path.exists() and any(path.iterdir()):
        fail(f"{path} is not empty; name a folder that is new.")
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
    for name, content in contents.items():
        target = path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    click.echo(f"{slug}: {len(contents)} files in {path}")


@main.group()
def paths() -> None:
    """Learning paths."""


@paths.command("import")
@click.argument("path", type=FOLDER)
@plainly
def import_paths(path: Path) -> None:
    """Check and publish a folder of learning paths; taken whole or refused whole."""
    _import_items("learning", "import_paths", path)


@main.group()
def learning() -> None:
    """What people have learned."""


@learning.command("rebuild")
@click.option("--person", help="Only what this person (by id) did.")
@click.option("--course", help="Only what was done in this course (by slug).")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@plainly
def rebuild_progress(person: str | None, course: str | None, dry_run: bool) -> None:
    """Sum progress anew from everything recorded; name each sum that was another."""
    checked, different = 0, 0
    cursor: str | None = None
    with services() as ask:
        while True:
            found = ask(
                "learning",
                "rebuild_progress",
                deadline_s=IMPORT_S,
                person_id=person,
                slug=course,
                dry_run=dry_run,
                cursor=cursor,
            )
            for one in found["different"]:
                click.echo(f"{one['person_id']} {one['slug']}")
            checked += found["checked"]
            different += len(found["different"])
            cursor = found["next"]
            if cursor is None:
                break
    click.echo(f"{checked} checked, {different} {'differ' if dry_run else 'put right'}")


@main.group()
def library() -> None:
    """The library."""


@library.command("import")
@click.argument("path", type=FOLDER)
@plainly
def import_library(path: Path) -> None:
    """Check and publish a folder of items; taken whole or refused whole."""
    _import_items("content", "import_items", path)


@main.group()
def hubs() -> None:
    """The directory of hubs."""


@hubs.command("import")
@click.argument("path", type=FOLDER)
@plainly
def import_hubs(path: Path) -> None:
    """Check and publish a folder of hubs; taken whole or refused whole."""
    _import_items("hubs", "import_hubs", path)


def _import_items(service: str, method: str, path: Path) -> None:
    with services() as ask:
        found = _import(ask, service, method, path)
    if found is None:
        sys.exit(1)
    for item in found["items"]:
        click.echo(f"{item['slug']}: {item['status']}")


def _import(
    ask: Callable[..., Any], service: str, method: str, path: Path, attached: str = ""
) -> Any:
    """The service's answer, or ``None`` after every problem was printed.

    Args:
        attached: the folder inside ``path`` that holds other things than text.
    """
    try:
        payload: dict[str, Any] = {"files": read_folder(path, leave_out=attached)}
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


if __name__ == "__main__":
    main()

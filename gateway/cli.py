"""``hub``: the operator's command line.

Reads the same environment as the gateway; talks to services as an administrator.
Expected failures are one clear line and exit code 1, never a traceback.
"""

import sys
from dataclasses import dataclass

import click
from rich.console import Console
from rich.table import Column, Table

from gateway.accounts import handlers
from gateway.accounts.store import MongoAccounts
from gateway.bundle_commands import bundle
from gateway.certificate_commands import certificates
from gateway.commands import IMPORT_S, Broker, fail, plainly, services
from gateway.folder_commands import collections, courses, hubs, library, paths
from shared import dead_letters, mongo, topology
from shared.config import read
from shared.errors import ServiceError
from shared.identity import ROLES
from shared.rpc import SERVICES
from shared.rpc_wire import ServiceFailed


@dataclass(frozen=True, slots=True)
class Accounts:
    mongo_url: str


@click.group()
def main() -> None:
    """Run the Community Policing Knowledge Hub."""


for group in (certificates, collections, courses, hubs, library, paths):
    main.add_command(group)
library.add_command(bundle)


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
@click.option("--hub", help="The short name of a hub that a coordinator keeps.")
@plainly
def grant(email: str, role: str, hub: str | None) -> None:
    """Give a role; it counts from the person's next request."""
    if hub is not None:
        with services() as ask:
            ask("hubs", "get_hub", slug=hub)  # there must be one
    store = MongoAccounts(mongo.connect(read(Accounts).mongo_url, "hub"))
    person = handlers.grant_role(store, email=email, role=role, hub=hub)
    having = [*sorted(person.roles), *sorted(person.hubs)]
    click.echo(f"{person.email}: {', '.join(having)}")


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


if __name__ == "__main__":
    main()

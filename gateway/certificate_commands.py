"""``hub certificates``: keys, revocations, and a check that needs no network."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from gateway.commands import fail, plainly, services
from gateway.verifying import Refused, verify
from shared.contracts.certificates_rpc import (
    REVOCATIONS,
)

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def certificates() -> None:
    """Certificates."""


@certificates.command("rotate-key")
@plainly
def rotate_key() -> None:
    """Sign with new keys from now on; the old ones stay published."""
    with services() as ask:
        found = ask("learning", "rotate_issuing_key")
    click.echo(f"Generation {found['number']} signs from now on.")


@certificates.command("revoke")
@click.argument("number")
@click.option("--reason", type=click.Choice(REVOCATIONS), required=True)
@plainly
def revoke(number: str, reason: str) -> None:
    """Take a certificate back; its holder is told."""
    with services() as ask:
        found = ask("learning", "revoke_certificate", number=number, reason=reason)
    click.echo(f"{found['number']}: revoked at {found['revoked_at']}")


@certificates.command("verify")
@click.argument("token")
@click.option(
    "--keys", type=FILE, required=True, help="As /api/v1/certificates/keys gives them."
)
@click.option(
    "--revoked", type=FILE, help="As /api/v1/certificates/statuses/1 gives it."
)
def verify_token(token: str, keys: Path, revoked: Path | None) -> None:
    """Check a badge, or what a QR code says, without network.

    TOKEN is the text itself or a file that holds it.
    """
    try:
        found = verify(
            _text(token),
            json.loads(keys.read_text("utf-8")),
            revoked=revoked.read_text("utf-8") if revoked else None,
            at=datetime.now(UTC),
        )
    except Refused as refusal:
        fail(f"Refused. {refusal}")
    except ValueError:
        fail(f"{keys} holds no keys.")
    until = f", until {found.expires_at:%Y-%m-%d}" if found.expires_at else ""
    click.echo(f"Good. {found.name}: {found.course}")
    click.echo(f"{found.number}, issued {found.issued_at:%Y-%m-%d}{until}")
    if not found.revocation_checked:
        click.echo("Whether it was revoked is not known: no status list was given.")


def _text(token: str) -> str:
    # A token may be longer than any file's name.
    is_file = len(token) < 200 and Path(token).is_file()
    return Path(token).read_text("utf-8") if is_file else token

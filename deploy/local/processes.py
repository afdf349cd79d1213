"""Every process of the platform as data: its command and what it must be told."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.local.addresses import Addresses
from deploy.local.layout import REPOSITORY
from deploy.local.passwords import SERVICES
from deploy.local.ports import HOST
from deploy.local.supervise import Program

_BIN = Path(sys.executable).parent
ENVIRONMENT = "local"
SERVICES_TIER, GATEWAY_TIER = 30, 40


@dataclass(frozen=True, slots=True)
class Process:
    """One process; ``owner`` is whose database and broker user it gets."""

    name: str
    owner: str
    command: tuple[str, ...]
    tier: int = SERVICES_TIER
    patience_s: int = 20  # for what is under way when it is asked to end


def _python(module: str) -> tuple[str, ...]:
    return (sys.executable, "-m", module)


_SERVE = _python("shared.serve")


def _nameko(service: str) -> tuple[str, ...]:
    return (*_SERVE, f"services.{service}.service")


_GUNICORN = (str(_BIN / "gunicorn"), "--config", "gateway/gunicorn.py")

PROCESSES = (
    *(Process(service, service, _nameko(service)) for service in SERVICES),
    *(Process(f"{s}-relay", s, _python("shared.relay")) for s in SERVICES),
    Process("reminders", "learning", _python("services.learning.reminders")),
    Process("calendar", "content", _python("services.content.calendar")),
    Process("bundle", "content", _python("services.content.bundle")),
    Process("sender", "notifications", _python("services.notifications.sender")),
    Process("library-printer", "content", (*_SERVE, "services.content.printer")),
    Process("printer", "learning", (*_SERVE, "services.learning.printer")),
    # gunicorn gives requests 20 s of its own.
    Process("gateway", "gateway", (*_GUNICORN, "gateway.wsgi:app"), GATEWAY_TIER, 25),
    Process("contacts", "gateway", _python("gateway.contacts"), GATEWAY_TIER),
)

# Run before the processes start; each may run beside the others.
MIGRATIONS = (
    *(Process(s, s, _python(f"services.{s}.migrations")) for s in SERVICES),
    Process("gateway", "gateway", _python("gateway.migrations")),
)

_HUB = str(_BIN / "hub")


OPERATOR = Process("hub", "operator", (_HUB,))


def content() -> tuple[tuple[Process, ...], ...]:
    """The commands that load what ships with the project; repeating changes nothing.

    They come in stages: each needs the one before, those of one may run side by side.
    """
    found = (REPOSITORY / "services/learning/courses").glob("*/course.yaml")
    courses = sorted(str(path.parent) for path in found)
    first = (
        Process("courses", "operator", (_HUB, "courses", "import", *courses)),
        Process(
            "paths",
            "operator",
            (_HUB, "paths", "import", "services/learning/learning_paths"),
        ),
        Process(
            "library",
            "operator",
            (_HUB, "library", "import", "services/content/library"),
        ),
        Process(
            "directory", "operator", (_HUB, "hubs", "import", "services/hubs/directory")
        ),
    )
    collections = Process(
        "collections",
        "operator",
        (_HUB, "collections", "import", "services/content/library_collections"),
    )
    return first, (collections,)


def environment(
    process: Process, addresses: Addresses, settings: Mapping[str, str] | None = None
) -> dict[str, str]:
    """What the process gets besides the paths of the machine.

    Args:
        settings: more of the gateway's settings, by their variables.
    """
    owner = process.owner
    # The operator's commands are the gateway's, with rights to more of the broker.
    database = "gateway" if owner == "operator" else owner
    told = {
        "SERVICE": database,
        "ENVIRONMENT": ENVIRONMENT,
        "MONGO_URL": addresses.mongo_url(database),
        "AMQP_URL": addresses.amqp_url(owner),
        "PUBLIC_URL": addresses.public_url,
    }
    if process.name == "learning":  # neither the relay nor the printer signs
        told["ISSUING_SECRET"] = addresses.passwords["issuing_secret"]
    if owner == "notifications":
        told["SMTP_URL"] = addresses.smtp_url
        told["MAIL_FROM"] = "hub@example.org"
    if database == "gateway":
        told |= {
            "SECRET_KEY": addresses.passwords["secret_key"],
            "HOST": HOST,
            "PORT": str(addresses.ports["gateway"]),
            "COOKIE_SECURE": "0",
            **(settings or {}),
        }
    return told


def programs(
    addresses: Addresses, settings: Mapping[str, str] | None = None
) -> list[Program]:
    """The processes as the supervisor runs them."""
    return [
        Program(
            process.name,
            process.tier,
            process.command,
            environment(process, addresses, settings),
            process.patience_s,
        )
        for process in PROCESSES
    ]

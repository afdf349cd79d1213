"""What the operator's commands share: asking services, failing in one line."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any

import amqp
import click
import kombu
from pymongo.errors import PyMongoError

from shared import tracing
from shared.config import read
from shared.errors import ServiceError
from shared.identity import OPERATOR
from shared.rpc import RpcClient
from shared.rpc_wire import ServiceFailed

STATUS_S = 3.0  # seconds
IMPORT_S = 60.0


@dataclass(frozen=True, slots=True)
class Broker:
    amqp_url: str


def plainly(command: Callable[..., None]) -> Callable[..., None]:
    """Expected failures as one line on stderr and exit code 1."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except ServiceError as refusal:
            fail(f"{refusal.detail} ({refusal.code})")
        except ServiceFailed:
            fail("The service failed; its log says why.")
        except (OSError, amqp.AMQPError, kombu.exceptions.KombuError) as failure:
            fail(f"RabbitMQ cannot be reached ({type(failure).__name__}).")
        except PyMongoError as failure:
            fail(f"MongoDB cannot be reached ({type(failure).__name__}).")

    return run


def fail(line: str) -> None:
    click.echo(line, err=True)
    sys.exit(1)


@contextmanager
def services() -> Iterator[Callable[..., Any]]:
    """``ask(service, method, **payload)`` as an administrator."""
    client = RpcClient(read(Broker).amqp_url)

    def ask(
        service: str, method: str, /, *, deadline_s: float = STATUS_S, **payload: Any
    ) -> Any:
        return client.call(
            service,
            method,
            deadline_s=deadline_s,
            identity=OPERATOR,
            traceparent=tracing.start(),
            **payload,
        )

    try:
        yield ask
    finally:
        client.close()

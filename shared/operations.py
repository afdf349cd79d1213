"""What every service answers to its operators: is it well, is its outbox empty."""

from typing import Any

from pymongo.database import Database

from shared import outbox
from shared.mongo import Doc
from shared.providers import Store
from shared.rpc_server import rpc


def _itself(db: Database[Doc]) -> Database[Doc]:
    return db


@rpc
def ping(service: Any) -> dict[str, Any]:
    """Answers only if the database does."""
    service.database.command("ping")
    return {"database": "ok"}


@rpc
def outbox_status(service: Any) -> dict[str, Any]:
    return outbox.status(service.database)


class Operations:
    """Base of every service class.

    The entrypoints are given to subclasses only: ``shared.serve`` takes each class with
    entrypoints that a module imports for a service of its own.
    """

    database = Store(_itself)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.ping = ping  # type: ignore[attr-defined]  # declared where it is looked up
        cls.outbox_status = outbox_status  # type: ignore[attr-defined]

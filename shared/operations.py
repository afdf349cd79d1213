"""What every service answers to its operators: is it well, is its outbox empty."""

from typing import Any

from pymongo.database import Database

from shared import outbox
from shared.mongo import Doc
from shared.providers import Store
from shared.rpc_server import rpc


def _itself(db: Database[Doc]) -> Database[Doc]:
    return db


class Operations:
    """Inherited by each service class; nameko finds the entrypoints by name."""

    database = Store(_itself)

    @rpc
    def ping(self) -> dict[str, Any]:
        """Answers only if the database does."""
        self.database.command("ping")
        return {"database": "ok"}

    @rpc
    def outbox_status(self) -> dict[str, Any]:
        return outbox.status(self.database)

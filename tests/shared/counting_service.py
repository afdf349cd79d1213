"""A small real service for the tests of the floor: counts how often events act."""

import time
from typing import Any

from pymongo.database import Database

from shared import mongo, outbox
from shared.contracts.content import ItemPublished
from shared.envelope import Envelope
from shared.errors import Conflict, Forbidden, Invalid, NotFound
from shared.messaging import on_event
from shared.mongo import Doc
from shared.operations import Operations
from shared.providers import Caller, Clock, RequestCause, Store
from shared.rpc_server import rpc


class Counters:
    def __init__(self, db: Database[Doc]) -> None:
        self.db = db


class CountingService(Operations):
    name = "content"

    counters = Store(Counters)
    cause = RequestCause()
    caller = Caller()
    now = Clock()

    @rpc
    def whoami(self) -> dict[str, Any]:
        seen: dict[str, Any] = self.caller.to_wire()
        return seen | {"trace": self.cause.traceparent}

    @rpc
    def refuse(self, kind: str) -> None:
        raise {
            "NotFound": NotFound("gone", "It is gone."),
            "Conflict": Conflict("taken", "It is taken."),
            "Forbidden": Forbidden("closed", "It is closed."),
            "Invalid": Invalid("bad", "It is bad.", {"a.0": ["wrong"]}),
        }[kind]

    @rpc
    def fail(self) -> None:
        raise RuntimeError("a secret: olena@example.org")

    @rpc
    def sleep(self, seconds: float) -> None:
        self.counters.db.slept.insert_one({})
        time.sleep(seconds)

    @rpc
    def publish(self, slug: str) -> None:
        def write(tx: Any) -> None:
            self.counters.db.published.insert_one({"slug": slug}, session=tx)
            event = ItemPublished(slug=slug, revision=1)
            outbox.record(self.counters.db, [event], self.cause, session=tx)

        mongo.transact(self.counters.db, write)

    @on_event(ItemPublished)
    def on_item_published(self, envelope: Envelope) -> None:
        if envelope.subject.startswith("refused"):
            raise NotFound("not_yet", "Not known yet.")

        def write(tx: Any) -> None:
            self.counters.db.effects.update_one(
                {"_id": envelope.subject},
                {"$inc": {"times": 1}},
                upsert=True,
                session=tx,
            )
            outbox.record(self.counters.db, [], envelope.cause, session=tx)

        mongo.transact(self.counters.db, write)

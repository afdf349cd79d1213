"""``bundle_orders``: bundles to be made as soon as can be, ``_id`` is the kind."""

from __future__ import annotations

from pymongo.client_session import ClientSession
from pymongo.database import Database

from shared.migrations import collection, exactly
from shared.mongo import Doc

LIBRARY = "library"  # for everybody
WHOLE = "whole"  # with items about violence; made when somebody asks for it
KINDS = (LIBRARY, WHOLE)


def create_orders(db: Database[Doc]) -> None:
    order = {"_id": {"enum": [*KINDS]}, "number": {"bsonType": "int"}}
    collection(db, "bundle_orders", exactly(order))


def order_bundle(
    db: Database[Doc], kind: str, *, session: ClientSession | None = None
) -> None:
    """Have a bundle made anew in the next round, whatever the hour."""
    db.bundle_orders.update_one(
        {"_id": kind}, {"$inc": {"number": 1}}, upsert=True, session=session
    )


def ordered(db: Database[Doc], kind: str) -> int | None:
    """The number of an order that waits."""
    found = db.bundle_orders.find_one({"_id": kind})
    return int(found["number"]) if found else None


def fulfil(db: Database[Doc], kind: str, number: int) -> None:
    """Done with this order; one that came meanwhile goes on waiting."""
    db.bundle_orders.delete_one({"_id": kind, "number": number})

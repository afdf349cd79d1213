"""``items``: what readers see, ``_id`` is the slug; changed by ``editing`` alone."""

from dataclasses import asdict
from datetime import datetime

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.content.domain import Item
from services.content.orders import LIBRARY, order_bundle
from shared.mongo import Doc


def put_on_the_shelf(
    db: Database[Doc],
    item: Item,
    *,
    revision: int,
    digest: str,
    at: datetime,
    session: ClientSession,
) -> None:
    """Let readers have this revision in place of any other."""
    state = asdict(item)
    slug = state.pop("slug")
    state |= {
        "revision": revision,
        "fingerprint": digest,
        "published_at": at,
    }
    db.items.replace_one({"_id": slug}, state, upsert=True, session=session)


def take_off_the_shelf(db: Database[Doc], slug: str, *, session: ClientSession) -> None:
    db.items.delete_one({"_id": slug}, session=session)
    db.sheets.delete_many({"slug": slug}, session=session)
    # Devices must not go on getting it.
    order_bundle(db, LIBRARY, session=session)

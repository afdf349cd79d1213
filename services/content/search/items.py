"""Published items in the order of their slugs, as entries."""

from __future__ import annotations

from pymongo import ASCENDING
from pymongo.database import Database

from services.content.search.domain import Entry
from services.content.search.sources import of_item
from shared.mongo import Doc

_AT_ONCE = 100


class PublishedItems:
    def __init__(self, db: Database[Doc]) -> None:
        self._items = db.items

    def published(self, after: str | None) -> tuple[list[Entry], str | None]:
        """Some of what readers see, and where to go on; None at the end."""
        rows = list(
            self._items.find({"_id": {"$gt": after}} if after else {})
            .sort("_id", ASCENDING)
            .limit(_AT_ONCE)
        )
        following = rows[-1]["_id"] if len(rows) == _AT_ONCE else None
        return [of_item(row["_id"], row) for row in rows], following

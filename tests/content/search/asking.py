"""Publishing entries and asking for them, without the service around."""

from __future__ import annotations

from typing import Any

from pymongo.database import Database

from services.content.search.asking import Question, search_library
from services.content.search.documents import analysed
from services.content.search.domain import Entry, Filters, Removed
from services.content.search.live import LiveIndex
from services.content.search.store import MongoEntries, note
from services.content.taxonomy.domain import shipped
from shared import mongo

Db = Database[dict[str, Any]]


def publish(db: Db, *entries: Entry | Removed) -> None:
    changes = [
        entry if isinstance(entry, Removed) else analysed(entry, shipped())
        for entry in entries
    ]
    mongo.transact(db, lambda tx: note(db, changes, session=tx))


def ask(db: Db, index: LiveIndex, q: str, **asked: Any) -> dict[str, Any]:
    filters = Filters(asked.pop("filters", {}))
    plain = {"language": "uk", "exact": False, "cursor": None, "limit": 20}
    question = Question(q=q, filters=filters, **{**plain, **asked})
    return search_library(index, MongoEntries(db), shipped(), question)


def slugs(page: dict[str, Any]) -> list[str]:
    return [item["slug"] for item in page["items"]]

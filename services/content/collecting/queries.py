"""Reading collections: rows as the views show them, with items that readers have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pymongo.collation import Collation
from pymongo.database import Database

from services.content.queries import shown_in
from shared.errors import NotFound
from shared.languages import LANGUAGES
from shared.mongo import Doc

_WITHOUT_BODIES = {f"texts.{name}.body": 0 for name in LANGUAGES}


class CollectionQueries:
    def __init__(self, db: Database[Doc]) -> None:
        self._collections, self._items = db.item_collections, db.items

    def all(self, language: str) -> list[dict[str, Any]]:
        """By title as the language's alphabet has it; without those that hold nothing
        for readers."""
        by_title = self._collections.find().sort(f"title.{language}")
        docs = list(by_title.collation(Collation(locale=language)))
        there = self._there([slug for doc in docs for slug in doc["items"]])
        shown = [_shown(doc, language, there) for doc in docs]
        return [one for one in shown if one["count"]]

    def get(self, slug: str, language: str) -> dict[str, Any]:
        """With its items in their order.

        Raises:
            NotFound: ``collection_not_found``: nor is one without items.
        """
        doc = self._collections.find_one({"_id": slug})
        asked = {"_id": {"$in": doc["items"] if doc else []}}
        found = {one["_id"]: one for one in self._items.find(asked, _WITHOUT_BODIES)}
        if doc is None or not found:
            raise NotFound("collection_not_found", "There is no such collection.")
        ordered = [found[name] for name in doc["items"] if name in found]
        items = [shown_in(one, language) for one in ordered]
        return {**_shown(doc, language, {*found}), "items": items}

    def naming(self, slug: str, language: str) -> list[dict[str, Any]]:
        """Those that hold an item which readers have, by slug."""
        found = self._collections.find({"items": slug}).sort("_id")
        return [_shown(doc, language, {slug}) for doc in found]

    def _there(self, slugs: Sequence[str]) -> set[str]:
        found = self._items.find({"_id": {"$in": [*slugs]}}, {"_id": 1})
        return {doc["_id"] for doc in found}


def _shown(doc: Doc, language: str, there: set[str]) -> dict[str, Any]:
    return {
        "slug": doc["_id"],
        "title": doc["title"][language],
        "summary": doc["summary"][language],
        "language": language,
        "languages": list(LANGUAGES),
        "count": len(there.intersection(doc["items"])),
    }

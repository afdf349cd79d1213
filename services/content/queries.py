"""Reading the library: rows as the views show them."""

from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.database import Database

from services.content.contents.store import MongoContents
from shared import pages
from shared.errors import NotFound
from shared.languages import LANGUAGES, present, resolve
from shared.mongo import Doc

_FIELDS = {"type": "type", "audience": "audiences", "topic": "topics"}
_MOST_RELATED = 24
# What items published before there was such a thing do not have.
_EMPTY: Doc = {
    "original": "uk",
    "behind": False,
    "case": None,
    "country": None,
    "period": None,
    "review_on": None,
}
_WITHOUT_BODIES = {f"texts.{name}.body": 0 for name in LANGUAGES}


class ItemQueries:
    def __init__(self, db: Database[Doc]) -> None:
        self._items = db.items
        self._contents = MongoContents(db)

    def page(
        self,
        *,
        language: str,
        cursor: str | None,
        limit: int,
        **words: str | None,
    ) -> dict[str, Any]:
        """``{items, next}``, newest first, then by slug.

        Args:
            words: of ``type``, ``audience`` and ``topic``; None for any.

        Raises:
            Invalid: the cursor is not one of this list.
        """
        filters: list[Doc] = [
            {_FIELDS[name]: word} for name, word in words.items() if word is not None
        ]
        after = pages.decode(cursor, datetime, str)
        if after is not None:
            at, slug = after
            same = {"published_at": at, "_id": {"$gt": slug}}
            filters.append({"$or": [{"published_at": {"$lt": at}}, same]})
        rows = (
            self._items.find({"$and": filters} if filters else {}, _WITHOUT_BODIES)
            .sort([("published_at", DESCENDING), ("_id", ASCENDING)])
            .limit(limit + 1)
        )
        shown, following = pages.cut(
            list(rows), limit, lambda row: (row["published_at"], row["_id"])
        )
        return {"items": [shown_in(row, language) for row in shown], "next": following}

    def addresses(self, *, skip: int, limit: int) -> dict[str, Any]:
        """``{items, total}`` of all items by slug, without what they say."""
        titles = {f"texts.{name}.title": 1 for name in LANGUAGES}
        docs = self._items.find({}, {"published_at": 1, **titles})
        return {
            "items": [
                {**doc, "slug": doc["_id"], "languages": present(doc["texts"])}
                for doc in docs.sort("_id").skip(skip).limit(limit)
            ],
            "total": self._items.estimated_document_count(),
        }

    def get(self, slug: str, language: str) -> dict[str, Any]:
        """Raises:
        NotFound: ``item_not_found``.
        """
        doc = self._items.find_one({"_id": slug})
        if doc is None:
            raise NotFound("item_not_found", "There is no such item in the library.")
        return {
            **_EMPTY,
            **shown_in(doc, language),
            "related": self._related(doc, language),
            "files": self._contents.described(doc.get("files", ())),
        }

    def _related(self, doc: Doc, language: str) -> list[dict[str, Any]]:
        """Items that this one names, or that name it; those readers have."""
        asked = {
            "$or": [{"_id": {"$in": doc.get("related", [])}}, {"related": doc["_id"]}]
        }
        found = self._items.find(asked, {"type": 1, "texts": 1}).sort("_id")
        return [shown_in(one, language) for one in found.limit(_MOST_RELATED)]


def shown_in(doc: Doc, language: str) -> dict[str, Any]:
    """An item as readers have it, in a language; in another where it lacks that."""
    texts = doc["texts"]
    chosen, text = resolve(texts, language)
    return {
        **doc,
        **text,
        "slug": doc["_id"],
        "language": chosen,
        "languages": present(texts),
    }

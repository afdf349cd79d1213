"""Reading the directory: rows as the views show them."""

from typing import Any

from pymongo import ASCENDING
from pymongo.collation import Collation
from pymongo.database import Database

from shared import pages
from shared.errors import NotFound
from shared.languages import LANGUAGES
from shared.mongo import Doc
from shared.search_text import every_word


class HubQueries:
    def __init__(self, db: Database[Doc]) -> None:
        self._hubs = db.hubs

    def page(
        self,
        *,
        language: str,
        service: str | None,
        q: str,
        cursor: str | None,
        limit: int,
    ) -> dict[str, Any]:
        """``{items, next}``, by name as the language's alphabet goes.

        Raises:
            Invalid: the cursor is not one of this list.
        """
        name = f"name.{language}"
        filters = [every_word("search", q)]
        if service is not None:
            filters.append({"services.kind": service})
        after = pages.decode(cursor, str, str)
        if after is not None:
            last, slug = after
            same = {name: last, "_id": {"$gt": slug}}
            filters.append({"$or": [{name: {"$gt": last}}, same]})
        rows = (
            self._hubs.find({"$and": filters})
            .sort([(name, ASCENDING), ("_id", ASCENDING)])
            .collation(Collation(locale=language))
            .limit(limit + 1)
        )
        shown, following = pages.cut(
            list(rows), limit, lambda row: (row["name"][language], row["_id"])
        )
        return {"items": [_summary(row, language) for row in shown], "next": following}

    def get(self, slug: str, language: str) -> dict[str, Any]:
        """Raises:
        NotFound: ``hub_not_found``.
        """
        doc = self._hubs.find_one({"_id": slug})
        if doc is None:
            raise NotFound("hub_not_found", "There is no such hub in the directory.")
        return _resolved(doc, language)


def _summary(doc: Doc, language: str) -> dict[str, Any]:
    kinds = dict.fromkeys(service["kind"] for service in doc["services"])
    return {**_resolved(doc, language), "services": list(kinds)}


def _resolved(doc: Doc, language: str) -> dict[str, Any]:
    """A hub in one language; every hub is written in both."""
    shown: dict[str, Any] = _in_language(doc, language)
    return {
        **shown,
        "slug": doc["_id"],
        "language": language,
        "languages": list(LANGUAGES),
    }


def _in_language(value: Any, language: str) -> Any:
    if isinstance(value, dict):
        if value.keys() == set(LANGUAGES):
            return value[language]
        return {name: _in_language(part, language) for name, part in value.items()}
    if isinstance(value, list):
        return [_in_language(part, language) for part in value]
    return value

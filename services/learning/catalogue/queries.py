"""Lists of courses, as the views show them."""

from __future__ import annotations

from typing import Any

from pymongo import ASCENDING
from pymongo.collation import Collation
from pymongo.database import Database

from shared import pages
from shared.languages import present, resolve
from shared.mongo import Doc
from shared.search_text import every_word


class CourseQueries:
    def __init__(self, db: Database[Doc]) -> None:
        self._courses = db.courses

    def page(
        self,
        *,
        language: str,
        audience: str | None,
        q: str | None,
        cursor: str | None,
        limit: int,
    ) -> dict[str, Any]:
        """``{items, next}``, by title as the language's alphabet has it.

        Raises:
            Invalid: the cursor is not one of this list.
        """
        title = f"title.{language}"
        filters: list[Doc] = [every_word(f"search.{language}", q or "")]
        if audience is not None:
            filters.append({"audiences": audience})
        after = pages.decode(cursor, str, str)
        if after is not None:
            same = {title: after[0], "_id": {"$gt": after[1]}}
            filters.append({"$or": [{title: {"$gt": after[0]}}, same]})
        rows = (
            self._courses.find({"$and": filters}, {"search": 0})
            .collation(Collation(locale=language))
            .sort([(title, ASCENDING), ("_id", ASCENDING)])
            .limit(limit + 1)
        )
        shown, following = pages.cut(
            list(rows), limit, lambda row: (row["title"][language], row["_id"])
        )
        return {"items": [_resolved(row, language) for row in shown], "next": following}


def _resolved(doc: Doc, language: str) -> Doc:
    chosen, title = resolve(doc["title"], language)
    return {
        **doc,
        "slug": doc["_id"],
        "title": title,
        "summary": doc["summary"][chosen],
        "language": chosen,
        "languages": present(doc["title"]),
    }

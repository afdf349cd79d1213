"""Reading what editors work on: lists, revisions, who did what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.database import Database

from services.content.domain import Item
from services.content.editing.documents import files_of, to_work
from services.content.editing.domain.comparing import compare
from services.content.editing.domain.work import Work
from services.content.item_files import read_item
from shared import pages
from shared.attachments import FOLDER
from shared.errors import NotFound
from shared.folders import Problems
from shared.languages import present, resolve
from shared.mongo import Doc

_MOST_DUE = 100  # a round of the calendar


class WorkQueries:
    def __init__(self, db: Database[Doc]) -> None:
        self._db = db

    def page(
        self, *, language: str, state: str | None, cursor: str | None, limit: int
    ) -> dict[str, Any]:
        """``{items, next}``, the last written first, then by slug.

        Raises:
            Invalid: the cursor is not one of this list.
        """
        filters: list[Doc] = [{"state": state}] if state else []
        after = pages.decode(cursor, datetime, str)
        if after is not None:
            at, slug = after
            same = {"written_at": at, "_id": {"$gt": slug}}
            filters.append({"$or": [{"written_at": {"$lt": at}}, same]})
        docs = (
            self._db.works.find({"$and": filters} if filters else {}, {"files": 0})
            .sort([("written_at", DESCENDING), ("_id", ASCENDING)])
            .limit(limit + 1)
        )
        shown, following = pages.cut(
            list(docs), limit, lambda row: (row["written_at"], row["_id"])
        )
        return {"items": [_summary(doc, language) for doc in shown], "next": following}

    def due(self, now: datetime) -> list[Work]:
        """Works whose moment has come: to be published, or to be archived."""
        docs = self._db.works.find(
            {"$or": [{"scheduled.at": {"$lte": now}}, {"expires_at": {"$lte": now}}]}
        )
        return [to_work(doc) for doc in docs.limit(_MOST_DUE)]

    def history(self, slug: str) -> dict[str, Any]:
        """``{items}``, the newest first."""
        docs = self._db.history.find({"slug": slug}).sort("version", DESCENDING)
        return {"items": list(docs)}

    def revisions(self, slug: str) -> dict[str, Any]:
        """``{items}``, the newest first, each with the moment readers got it."""
        told = self._db.history.find({"slug": slug, "published": {"$ne": None}})
        published = {entry["published"]: entry["at"] for entry in told}
        docs = self._db.revisions.find({"slug": slug}, {"files": 0})
        return {
            "items": [
                {
                    "revision": doc["revision"],
                    "written_at": doc["written_at"],
                    "by": doc["written_by"],
                    "published_at": published.get(doc["revision"]),
                }
                for doc in docs.sort("revision", DESCENDING)
            ]
        }

    def revision(self, slug: str, revision: int) -> dict[str, Any]:
        """Raises:
        NotFound: ``revision_not_found``.
        """
        doc = self._db.revisions.find_one({"_id": f"{slug}@{revision}"})
        if doc is None:
            raise NotFound("revision_not_found", "There is no such revision.")
        return {**doc, "files": files_of(doc)}

    def item(self, slug: str, revision: int) -> Item:
        """What a revision said.

        Raises:
            NotFound: ``revision_not_found``.
        """
        files = self.revision(slug, revision)["files"]
        found = read_item(slug, files, problems := Problems())
        if found is None or problems:
            raise NotFound(
                "revision_not_found", "Rules have changed since it was written."
            )
        return found

    def file(self, slug: str, name: str, digest: str | None) -> str | None:
        """The digest of a file: the one given, if it is in any revision; without one,
        that in the newest."""
        path = FOLDER + name
        if digest is None:
            doc = self._db.works.find_one({"_id": slug}, {"files": 1})
            return files_of(doc).get(path) if doc else None
        held = {"files": {"$elemMatch": {"name": path, "text": digest}}}
        found = self._db.revisions.find_one({"slug": slug, **held}, {"_id": 1})
        return digest if found else None

    def comparison(self, slug: str, old: int, new: int) -> dict[str, Any]:
        """Two revisions as one text a file, in pieces.

        Raises:
            NotFound: ``revision_not_found``.
        """
        before = self.revision(slug, old)["files"]
        after = self.revision(slug, new)["files"]
        return {
            "old": old,
            "new": new,
            "files": [
                {"name": name, "pieces": [{"kind": k, "text": t} for k, t in pieces]}
                for name in sorted({*before, *after})
                if (pieces := compare(before.get(name, ""), after.get(name, "")))
            ],
        }


def _summary(doc: Doc, language: str) -> dict[str, Any]:
    chosen, title = resolve(doc["titles"], language)
    return {
        **doc,
        "id": doc["_id"],
        "slug": doc["_id"],
        "title": title,
        "language": chosen,
        "languages": present(doc["titles"]),
        "behind": [
            name for name, made in doc["made_from"].items() if made < doc["changed"]
        ],
        "scheduled_at": doc["scheduled"] and doc["scheduled"]["at"],
    }

"""``drafts``: one a course, ``_id`` is the slug. Bytes lie in ``course_files``."""

from __future__ import annotations

from pymongo import DESCENDING, ReturnDocument
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from services.learning.authoring.domain.draft import Draft
from services.learning.catalogue.domain.folder import Folder
from services.learning.catalogue.store import MongoCourses
from shared.attachments import digest
from shared.errors import Conflict
from shared.mongo import Doc


class MongoDrafts:
    def __init__(self, db: Database[Doc]) -> None:
        self._drafts = db.drafts
        self._courses = MongoCourses(db)

    def find(self, slug: str) -> Draft | None:
        doc = self._drafts.find_one({"_id": slug})
        return self._draft(doc) if doc else None

    def all(self) -> list[Draft]:
        """Every draft, the last changed first: there are few."""
        docs = self._drafts.find().sort([("updated_at", DESCENDING), ("_id", 1)])
        return [self._draft(doc) for doc in docs]

    def put(self, draft: Draft) -> None:
        """Keep the draft in place of whatever there is."""
        self._courses.keep_files(draft.folder.attachments)
        self._drafts.update_one(
            {"_id": draft.slug},
            {"$set": _state(draft), "$inc": {"revision": 1}},
            upsert=True,
        )

    def save(self, draft: Draft) -> Draft:
        """Keep the draft if it is still in the revision that was read, 0 if it is new.

        Raises:
            Conflict: ``stale``: somebody else has changed it since.
        """
        self._courses.keep_files(draft.folder.attachments)
        try:
            doc = self._drafts.find_one_and_update(
                {"_id": draft.slug, "revision": draft.revision},
                {"$set": _state(draft), "$inc": {"revision": 1}},
                upsert=draft.revision == 0,
                return_document=ReturnDocument.AFTER,
            )
        except DuplicateKeyError:
            doc = None
        if doc is None:
            raise Conflict(
                "stale", "Someone else changed this draft; look at it again."
            )
        return self._draft(doc)

    def remove(self, slug: str) -> None:
        self._drafts.delete_one({"_id": slug})

    def _draft(self, doc: Doc) -> Draft:
        return Draft(
            slug=doc["_id"],
            folder=Folder(
                {file["path"]: file["text"] for file in doc["texts"]},
                {
                    file["name"]: self._courses.content(file["digest"])
                    for file in doc["attachments"]
                },
            ),
            status=doc["status"],
            updated_at=doc["updated_at"],
            updated_by=doc["updated_by"],
            revision=doc["revision"],
            came_from=doc.get("came_from"),
        )


def _state(draft: Draft) -> Doc:
    return {
        "texts": [
            {"path": path, "text": text} for path, text in draft.folder.texts.items()
        ],
        "attachments": [
            {"name": name, "digest": digest(content)}
            for name, content in draft.folder.attachments.items()
        ],
        "status": draft.status,
        "updated_at": draft.updated_at,
        "updated_by": draft.updated_by,
        "came_from": draft.came_from,
    }

"""Reading and ticking off a person's own messages."""

from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.database import Database

from shared import pages
from shared.errors import NotFound
from shared.mongo import Doc


class Messages:
    def __init__(self, db: Database[Doc]) -> None:
        self._messages = db.messages

    def page(self, person_id: str, *, cursor: str | None, limit: int) -> dict[str, Any]:
        """``{items, next, unread}``, newest first; ``unread`` counts all of them.

        Raises:
            Invalid: the cursor is not one of this list.
        """
        own: Doc = {"person_id": person_id}
        wanted = dict(own)
        after = pages.decode(cursor, datetime, str)
        if after is not None:
            at, message_id = after
            same = {"created_at": at, "_id": {"$gt": message_id}}
            wanted["$or"] = [{"created_at": {"$lt": at}}, same]
        rows = (
            self._messages.find(wanted)
            .sort([("created_at", DESCENDING), ("_id", ASCENDING)])
            .limit(limit + 1)
        )
        shown, following = pages.cut(
            list(rows), limit, lambda row: (row["created_at"], row["_id"])
        )
        return {
            "items": [_view(row) for row in shown],
            "next": following,
            "unread": self._messages.count_documents({**own, "read": False}),
        }

    def mark_read(self, person_id: str, message_id: str) -> dict[str, Any]:
        """The message, read from now on; again changes nothing.

        Raises:
            NotFound: ``message_not_found``: none of this person's.
        """
        found = self._messages.find_one_and_update(
            {"_id": message_id, "person_id": person_id},
            {"$set": {"read": True}},
            return_document=True,
        )
        if found is None:
            raise NotFound("message_not_found", "There is no such message.")
        return _view(found)


def _view(doc: Doc) -> dict[str, Any]:
    return {**doc, "id": doc["_id"], "kind": doc["template"]}

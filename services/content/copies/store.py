"""``sheets``: PDFs that were made, the newest of each item and language.

``_id`` is ``slug.language``. ``made_from`` is the fingerprint of the HTML, so a new
revision, a new template or a new word makes a new sheet, and nothing else does.
"""

from __future__ import annotations

from pymongo.database import Database

from shared.migrations import collection, exactly
from shared.mongo import Doc

# A document of MongoDB holds 16 MiB; what is larger is made anew each time.
LARGEST = 15 * 1024 * 1024


def create_sheets(db: Database[Doc]) -> None:
    text = {"bsonType": "string", "minLength": 1}
    sheet = {
        "_id": text,
        "slug": text,
        "made_from": text,
        "content": {"bsonType": "binData"},
    }
    collection(db, "sheets", exactly(sheet))
    db.sheets.create_index("slug", name="by_item")


class MongoSheets:
    def __init__(self, db: Database[Doc]) -> None:
        self._sheets = db.sheets

    def find(self, slug: str, language: str, made_from: str) -> bytes | None:
        found = self._sheets.find_one(
            {"_id": f"{slug}.{language}", "made_from": made_from}, {"content": 1}
        )
        return bytes(found["content"]) if found else None

    def keep(self, slug: str, language: str, made_from: str, content: bytes) -> None:
        if len(content) > LARGEST:
            return
        name = f"{slug}.{language}"
        kept = {"_id": name, "slug": slug, "made_from": made_from, "content": content}
        self._sheets.replace_one({"_id": name}, kept, upsert=True)

"""Works as documents of MongoDB. Names of files have dots, so files are a list."""

from __future__ import annotations

from services.content.editing.domain.work import Folder, Origins, Schedule, Work
from services.content.item_files import read_item
from shared.folders import Problems
from shared.mongo import Doc


def to_doc(work: Work, version: int) -> Doc:
    item, scheduled = work.item, work.scheduled
    return {
        "_id": work.slug,
        "version": version,
        "revision": work.revision,
        "state": work.state,
        "type": item.type,
        "topics": list(item.topics),
        "related": list(item.related),
        "titles": {language: text.title for language, text in item.texts.items()},
        "delicate": item.is_delicate,
        "review_on": item.review_on,
        "files": doc_of_files(work.files),
        "changed": work.origins.changed,
        "made_from": dict(work.origins.made_from),
        "written_by": work.written_by,
        "written_at": work.written_at,
        "published": work.published,
        "scheduled": None
        if scheduled is None
        else {
            "at": scheduled.at,
            "approved_by": scheduled.approved_by,
            "reviewed_by": scheduled.reviewed_by,
        },
        "expires_at": work.expires_at,
        "imported": work.imported,
    }


def doc_of_files(files: Folder) -> list[Doc]:
    return [{"name": name, "text": text} for name, text in files.items()]


def files_of(doc: Doc) -> dict[str, str]:
    return {file["name"]: file["text"] for file in doc["files"]}


def to_work(doc: Doc) -> Work:
    """Raises:
    ValueError: its folder is no item, which nothing but ``to_doc`` can have written.
    """
    slug = doc["_id"]
    files = files_of(doc)
    item = read_item(slug, files, problems := Problems())
    if item is None or problems:
        raise ValueError(f"{slug}: not an item")
    scheduled = doc["scheduled"]
    return Work(
        slug=slug,
        revision=doc["revision"],
        state=doc["state"],
        item=item,
        files=files,
        origins=Origins(doc["changed"], doc["made_from"]),
        written_by=doc["written_by"],
        written_at=doc["written_at"],
        published=doc["published"],
        scheduled=Schedule(**scheduled) if scheduled else None,
        expires_at=doc["expires_at"],
        imported=doc["imported"],
        version=doc["version"],
    )

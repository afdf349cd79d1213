"""In-memory stand-ins. Kept honest by ``test_store_contract.py``."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from services.content.contents.cleaning import Cleaned
from services.content.editing.domain.work import Folder, Work
from services.content.editing.handlers.works import Step
from services.content.uploads.domain import Upload
from shared.attachments import digest
from shared.envelope import Cause
from shared.errors import Conflict


class MemoryWorks:
    def __init__(self) -> None:
        self.works: dict[str, Work] = {}
        self.revisions: dict[tuple[str, int], Folder] = {}
        self.history: list[Step] = []
        self.shelf: dict[str, int] = {}

    def find(self, slug: str) -> Work | None:
        return self.works.get(slug)

    def find_all(self, slugs: Sequence[str]) -> dict[str, Work]:
        return {slug: self.works[slug] for slug in slugs if slug in self.works}

    def related(self) -> Mapping[str, Sequence[str]]:
        return {slug: work.item.related for slug, work in self.works.items()}

    def record(self, steps: Sequence[Step], *, cause: Cause) -> None:
        for step in steps:
            now = self.works.get(step.work.slug)
            if (now.version if now else 0) != (step.was.version if step.was else 0):
                raise Conflict("overtaken", "Someone else changed this item.")
        for step in steps:
            work = step.work
            before = step.was.version if step.was else 0
            self.works[work.slug] = replace(work, version=before + 1)
            self.revisions[work.slug, work.revision] = work.files
            if work.published is None:
                self.shelf.pop(work.slug, None)
            else:
                self.shelf[work.slug] = work.published
        self.history += steps


class MemoryContents:
    def __init__(self) -> None:
        self.kept: dict[str, Cleaned] = {}
        self.received: dict[str, str] = {}

    def known(self, sent: Collection[str]) -> Mapping[str, str]:
        return {name: self.received[name] for name in sent if name in self.received}

    def media_types(self, kept: Collection[str]) -> Mapping[str, str]:
        return {name: self.kept[name].media_type for name in kept if name in self.kept}

    def keep(self, cleaned: Cleaned, *, sent: str) -> str:
        kept = digest(cleaned.content)
        self.kept[kept] = cleaned
        self.received |= {sent: kept, kept: kept}
        return kept


class MemoryUploads:
    def __init__(self) -> None:
        self.uploads: dict[str, Upload] = {}
        self.pieces: dict[str, bytes] = {}

    def begin(self, upload: Upload) -> None:
        self.uploads[upload.id] = upload
        self.pieces[upload.id] = b""

    def unfinished(self, by: str | None) -> list[Upload]:
        return [u for u in self.uploads.values() if u.by == by and u.kept is None]

    def find(self, upload: str, by: str | None) -> Upload | None:
        found = self.uploads.get(upload)
        return found if found and found.by == by else None

    def add(self, upload: Upload, piece: bytes) -> None:
        if self.uploads[upload.id].offset != upload.offset:
            raise Conflict("upload_offset_wrong", "This piece is here already.")
        self.pieces[upload.id] += piece
        offset = len(self.pieces[upload.id])
        self.uploads[upload.id] = replace(upload, offset=offset)

    def content(self, upload: Upload) -> bytes:
        return self.pieces.get(upload.id, b"")

    def finish(self, upload: Upload, kept: str) -> None:
        self.uploads[upload.id] = replace(upload, kept=kept)
        self.pieces.pop(upload.id, None)

    def drop(self, upload: Upload) -> None:
        self.uploads.pop(upload.id, None)
        self.pieces.pop(upload.id, None)

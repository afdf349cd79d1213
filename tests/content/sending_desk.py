"""One editor's table: an item, and files on their way to it."""

from __future__ import annotations

from base64 import b64encode
from itertools import count
from typing import Any

from services.content.contents.cleaning import Cleaned
from services.content.editing.domain.work import Work, begin
from services.content.editing.handlers.works import Step
from services.content.uploads import handlers
from services.content.uploads.domain import Upload
from shared.attachments import digest
from shared.errors import Invalid
from shared.identity import Identity
from tests.content.builders import an_item
from tests.content.fakes import MemoryContents, MemoryUploads, MemoryWorks
from tests.content.test_import import CAUSE, EDITOR, NOON

OTHER = Identity("other", frozenset({"editor"}))
WORDS = {
    "alt": {"uk": "Мапа", "en": "A map"},
    "decoration": False,
    "title": None,
    "licence": "own",
    "source": None,
}
PICTURE = b"a picture of some size"


def cleaner(name: str, content: bytes) -> Cleaned:
    if content == b"bad":
        raise Invalid("picture_broken", "This picture cannot be read.")
    return Cleaned("image/png", content.removesuffix(b" with GPS"))


class Desk:
    """One editor's table: an item at its first revision, and files on their way."""

    def __init__(self) -> None:
        self.uploads, self.contents = MemoryUploads(), MemoryContents()
        self.works = MemoryWorks()
        self.ids = map(str, count(1))
        work = begin(an_item(), None, by=EDITOR, at=NOON)
        step = Step(None, work, "created", "ed", NOON)
        self.works.record([step], cause=CAUSE)

    def begin(
        self, content: bytes = PICTURE, *, caller: Identity = EDITOR, **changes: Any
    ) -> Upload:
        asked = {
            "slug": "night-light",
            "name": "map.png",
            "size": len(content),
            "digest": digest(content),
            **changes,
        }
        return handlers.begin_upload(
            self.uploads,
            self.works,
            lambda: NOON,
            lambda: next(self.ids),
            caller,
            **asked,
        )

    def go_on(
        self, piece: bytes, offset: int = 0, *, caller: Identity = EDITOR
    ) -> Upload:
        return handlers.continue_upload(
            self.uploads,
            caller,
            slug="night-light",
            upload_id="1",
            offset=offset,
            content=b64encode(piece).decode(),
        )

    def finish(self, revision: int = 1, upload: str = "1", **words: Any) -> Work:
        return handlers.finish_upload(
            self.uploads,
            self.contents,
            cleaner,
            self.works,
            lambda: NOON,
            EDITOR,
            slug="night-light",
            upload_id=upload,
            revision=revision,
            words={**WORDS, **words},
            cause=CAUSE,
        )

    def attached(self, content: bytes = PICTURE) -> Work:
        self.begin(content)
        self.go_on(content)
        return self.finish()

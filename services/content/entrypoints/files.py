"""Entrypoints of files: sent by editors, read by everyone. No decisions here."""

import uuid
from base64 import b64encode
from dataclasses import asdict
from typing import Any

from services.content.contents.apart import clean_apart
from services.content.contents.store import MongoContents
from services.content.editing.handlers.reading import digest_of_file
from services.content.editing.queries import WorkQueries
from services.content.editing.showing import show
from services.content.editing.store import MongoWorks
from services.content.queries import ItemQueries
from services.content.revisions import PublishedRevisions
from services.content.uploads import handlers
from services.content.uploads.store import MongoUploads
from shared.contracts import files_rpc as wire
from shared.contracts.editing_rpc import WorkView
from shared.identity import LIBRARY_EDITORS
from shared.providers import Caller, Clock, RequestCause, Store
from shared.rpc_server import rpc
from shared.schemas import dump, load


class FilesEntrypoints:
    contents = Store(MongoContents)
    uploads = Store(MongoUploads)
    works = Store(MongoWorks)
    work_queries = Store(WorkQueries)
    queries = Store(ItemQueries)
    published = Store(PublishedRevisions)
    now = Clock()
    cause = RequestCause()
    caller = Caller()

    @rpc
    def begin_upload(self, **payload: Any) -> Any:
        asked = load(wire.BeginUpload, payload)
        upload = handlers.begin_upload(
            self.uploads, self.works, self.now, _new_id, self.caller, **asked
        )
        return dump(wire.UploadView, asdict(upload))

    @rpc
    def get_upload(self, **payload: Any) -> Any:
        asked = load(wire.OfUpload, payload)
        upload = handlers.find_upload(self.uploads, self.caller, **asked)
        return dump(wire.UploadView, asdict(upload))

    @rpc
    def continue_upload(self, **payload: Any) -> Any:
        asked = load(wire.ContinueUpload, payload)
        upload = handlers.continue_upload(self.uploads, self.caller, **asked)
        return dump(wire.UploadView, asdict(upload))

    @rpc
    def cancel_upload(self, **payload: Any) -> Any:
        asked = load(wire.OfUpload, payload)
        handlers.cancel_upload(self.uploads, self.caller, **asked)
        return None

    @rpc
    def keep_upload(self, **payload: Any) -> Any:
        asked = load(wire.OfUpload, payload)
        kept = handlers.keep_upload(
            self.uploads, self.contents, clean_apart, self.caller, **asked
        )
        return dump(wire.KeptView, {"digest": kept})

    @rpc
    def finish_upload(self, **payload: Any) -> Any:
        words = load(wire.FinishUpload, payload)
        asked = {name: words.pop(name) for name in ("slug", "upload_id", "revision")}
        work = handlers.finish_upload(
            self.uploads,
            self.contents,
            clean_apart,
            self.works,
            self.now,
            self.caller,
            **asked,
            words=words,
            cause=self.cause,
        )
        shown = show(work, self.caller)
        files = self.contents.described(shown["files"])
        return dump(WorkView, {**shown, "files": files})

    @rpc
    def know_contents(self, **payload: Any) -> Any:
        self.caller.require_role(*LIBRARY_EDITORS)
        asked = load(wire.KnowContents, payload)
        known = self.contents.known(asked["digests"])
        return dump(wire.KnownContentsView, {"known": known})

    @rpc
    def read_file(self, **payload: Any) -> Any:
        asked = load(wire.ReadFile, payload)
        width, start, length = (asked.pop(n) for n in ("width", "start", "length"))
        original = digest_of_file(
            self.published, self.work_queries, self.caller, **asked
        )
        found = self.contents.find(original, width)
        piece = self.contents.read(found["digest"], start, length) if length else b""
        told = {**found, "original": original, "content": b64encode(piece).decode()}
        return dump(wire.ReadFileView, told)


def _new_id() -> str:
    return str(uuid.uuid4())

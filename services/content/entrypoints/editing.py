"""Entrypoints of those who write and approve the library. No decisions here."""

from typing import Any

from services.content.contents.store import MongoContents
from services.content.editing.domain.work import Work
from services.content.editing.handlers import attaching, folders, moving, writing
from services.content.editing.handlers.works import get
from services.content.editing.queries import WorkQueries
from services.content.editing.showing import show
from services.content.editing.store import MongoWorks
from shared.contracts import editing_rpc as wire
from shared.contracts import revisions_rpc as past
from shared.contracts.content_rpc import ImportedItemsView, ImportItems
from shared.identity import LIBRARY_STAFF
from shared.providers import Caller, Clock, RequestCause, Store
from shared.rpc_server import rpc
from shared.schemas import dump, load


class EditingEntrypoints:
    works = Store(MongoWorks)
    contents = Store(MongoContents)
    work_queries = Store(WorkQueries)
    now = Clock()
    cause = RequestCause()
    caller = Caller()

    @rpc
    def create_item(self, **payload: Any) -> Any:
        content = load(wire.CreateItem, payload)
        slug = content.pop("slug")
        made = writing.create_item(
            self.works, self.now, self.caller, content, slug=slug, cause=self.cause
        )
        return self._shown(made)

    @rpc
    def save_item(self, **payload: Any) -> Any:
        content = load(wire.SaveItem, payload)
        slug, revision = content.pop("slug"), content.pop("revision")
        saved = writing.save_item(
            self.works,
            self.now,
            self.caller,
            content,
            slug=slug,
            revision=revision,
            cause=self.cause,
        )
        return self._shown(saved)

    @rpc
    def save_files(self, **payload: Any) -> Any:
        asked = load(wire.SaveFiles, payload)
        said = asked.pop("files")
        saved = attaching.save_files(
            self.works, self.now, self.caller, said, **asked, cause=self.cause
        )
        return self._shown(saved)

    @rpc
    def restore_revision(self, **payload: Any) -> Any:
        self.caller.require_role(*LIBRARY_STAFF)
        asked = load(past.RestoreRevision, payload)
        found = self.work_queries.item(asked["slug"], asked.pop("restored"))
        restored = writing.restore_revision(
            self.works, self.now, self.caller, found, **asked, cause=self.cause
        )
        return self._shown(restored)

    @rpc
    def move_item(self, **payload: Any) -> Any:
        asked = load(wire.MoveItem, payload)
        moved = moving.move_item(
            self.works, self.now, self.caller, **asked, cause=self.cause
        )
        return self._shown(moved)

    @rpc
    def comment_item(self, **payload: Any) -> Any:
        asked = load(wire.CommentItem, payload)
        writing.comment_item(
            self.works, self.now, self.caller, **asked, cause=self.cause
        )
        return None

    @rpc
    def list_works(self, **payload: Any) -> Any:
        self.caller.require_role(*LIBRARY_STAFF)
        asked = load(wire.ListWorks, payload)
        return dump(wire.WorkPageView, self.work_queries.page(**asked))

    @rpc
    def get_work(self, **payload: Any) -> Any:
        self.caller.require_role(*LIBRARY_STAFF)
        asked = load(wire.GetWork, payload)
        work = get(self.works, asked["slug"])
        return self._shown(work, asked["language"])

    @rpc
    def get_history(self, **payload: Any) -> Any:
        self.caller.require_role(*LIBRARY_STAFF)
        asked = load(wire.OfWork, payload)
        get(self.works, asked["slug"])
        return dump(past.HistoryView, self.work_queries.history(asked["slug"]))

    @rpc
    def list_revisions(self, **payload: Any) -> Any:
        self.caller.require_role(*LIBRARY_STAFF)
        asked = load(wire.OfWork, payload)
        get(self.works, asked["slug"])
        return dump(past.RevisionListView, self.work_queries.revisions(asked["slug"]))

    @rpc
    def get_revision(self, **payload: Any) -> Any:
        self.caller.require_role(*LIBRARY_STAFF)
        asked = load(wire.AtRevision, payload)
        return dump(past.RevisionView, self.work_queries.revision(**asked))

    @rpc
    def compare_revisions(self, **payload: Any) -> Any:
        self.caller.require_role(*LIBRARY_STAFF)
        asked = load(past.CompareRevisions, payload)
        return dump(past.ComparisonView, self.work_queries.comparison(**asked))

    @rpc
    def import_items(self, **payload: Any) -> Any:
        asked = load(ImportItems, payload)
        imported = folders.import_items(
            self.works, self.contents, self.now, self.caller, **asked, cause=self.cause
        )
        return dump(ImportedItemsView, {"items": imported})

    @rpc
    def export_items(self, **payload: Any) -> Any:
        slugs = load(wire.ExportItems, payload)["slugs"] or self.works.slugs()
        files = folders.export_items(self.works, self.caller, slugs)
        return dump(wire.ExportedItemsView, {"files": files})

    def _shown(self, work: Work, language: str = "uk") -> Any:
        shown = show(work, self.caller, language)
        files = self.contents.described(shown["files"])
        return dump(wire.WorkView, {**shown, "files": files})

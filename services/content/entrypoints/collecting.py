"""Entrypoints of collections. No decisions here."""

from dataclasses import asdict
from typing import Any

from services.content.collecting import handlers
from services.content.collecting.domain import Kept
from services.content.collecting.queries import CollectionQueries
from services.content.collecting.store import MongoCollections
from shared.contracts import collections_rpc as wire
from shared.identity import LIBRARY_STAFF
from shared.providers import Caller, Clock, RequestCause, Store
from shared.rpc_server import rpc
from shared.schemas import dump, load


class CollectingEntrypoints:
    collections = Store(MongoCollections)
    collection_queries = Store(CollectionQueries)
    now = Clock()
    cause = RequestCause()
    caller = Caller()

    @rpc
    def list_collections(self, **payload: Any) -> Any:
        asked = load(wire.ListCollections, payload)
        found = self.collection_queries.all(**asked)
        return dump(wire.CollectionListView, {"items": found})

    @rpc
    def get_collection(self, **payload: Any) -> Any:
        asked = load(wire.GetCollection, payload)
        return dump(wire.CollectionView, self.collection_queries.get(**asked))

    @rpc
    def list_edited_collections(self, **payload: Any) -> Any:
        self.caller.require_role(*LIBRARY_STAFF)
        load(wire.ExportCollections, payload)
        found = [_edited(kept) for kept in self.collections.all()]
        return dump(wire.EditedCollectionsView, {"items": found})

    @rpc
    def get_edited_collection(self, **payload: Any) -> Any:
        asked = load(wire.OfCollection, payload)
        found = handlers.get_collection(self.collections, self.caller, **asked)
        return dump(wire.EditedCollectionView, _edited(found))

    @rpc
    def save_collection(self, **payload: Any) -> Any:
        asked = load(wire.SaveCollection, payload)
        saved = handlers.save_collection(
            self.collections, self.now, self.caller, **asked, cause=self.cause
        )
        return dump(wire.EditedCollectionView, _edited(saved))

    @rpc
    def import_collections(self, **payload: Any) -> Any:
        asked = load(wire.ImportCollections, payload)
        imported = handlers.import_collections(
            self.collections, self.now, self.caller, **asked, cause=self.cause
        )
        return dump(wire.ImportedCollectionsView, {"items": imported})

    @rpc
    def export_collections(self, **payload: Any) -> Any:
        load(wire.ExportCollections, payload)
        files = handlers.export_collections(self.collections, self.caller)
        return dump(wire.ExportedCollectionsView, {"files": files})


def _edited(kept: Kept) -> dict[str, Any]:
    return {**asdict(kept.collection), "version": kept.version}

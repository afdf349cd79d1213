"""Wire the library's use cases to nameko. No decisions here."""

from typing import Any

from services.content import handlers
from services.content.queries import ItemQueries
from services.content.store import MongoItems
from shared.contracts.content_rpc import (
    GetItem,
    ImportedItemsView,
    ImportItems,
    ItemPageView,
    ItemView,
    ListItems,
)
from shared.operations import Operations
from shared.providers import Caller, Clock, RequestCause, Store
from shared.rpc_server import rpc


class ContentService(Operations):
    name = "content"
    items = Store(MongoItems)
    queries = Store(ItemQueries)
    now = Clock()
    cause = RequestCause()
    caller = Caller()

    @rpc
    def list_items(self, **payload: Any) -> Any:
        return ItemPageView().dump(self.queries.page(**ListItems().load(payload)))

    @rpc
    def get_item(self, **payload: Any) -> Any:
        return ItemView().dump(self.queries.get(**GetItem().load(payload)))

    @rpc
    def import_items(self, **payload: Any) -> Any:
        files = ImportItems().load(payload)["files"]
        imported = handlers.import_items(
            self.items, self.now, self.caller, files, cause=self.cause
        )
        return ImportedItemsView().dump({"items": imported})

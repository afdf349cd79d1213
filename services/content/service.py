"""Wire the library's use cases to nameko. No decisions here."""

from typing import Any

from services.content.entrypoints.bundles import BundleEntrypoints
from services.content.entrypoints.collecting import CollectingEntrypoints
from services.content.entrypoints.editing import EditingEntrypoints
from services.content.entrypoints.files import FilesEntrypoints
from services.content.entrypoints.search import SearchEntrypoints
from shared.contracts.content_rpc import (
    AddressPageView,
    GetItem,
    GetPublishedRevision,
    ItemPageView,
    ItemView,
    ListAddresses,
    ListItems,
    PublishedRevisionView,
)
from shared.operations import Operations
from shared.rpc_server import rpc
from shared.schemas import dump, load


class ContentService(
    BundleEntrypoints,
    CollectingEntrypoints,
    EditingEntrypoints,
    FilesEntrypoints,
    SearchEntrypoints,
    Operations,
):
    name = "content"

    @rpc
    def list_items(self, **payload: Any) -> Any:
        return ItemPageView().dump(self.queries.page(**ListItems().load(payload)))

    @rpc
    def list_addresses(self, **payload: Any) -> Any:
        asked = load(ListAddresses, payload)
        return dump(AddressPageView, self.queries.addresses(**asked))

    @rpc
    def get_item(self, **payload: Any) -> Any:
        asked = load(GetItem, payload)
        found = self.queries.get(**asked)
        first = self.published.first_published_at(asked["slug"])
        found["first_published_at"] = first or found["published_at"]
        found["collections"] = self.collection_queries.naming(**asked)
        return dump(ItemView, found)

    @rpc
    def get_published_revision(self, **payload: Any) -> Any:
        asked = load(GetPublishedRevision, payload)
        found = self.published.get(**asked)
        found["collections"] = self.collection_queries.naming(
            asked["slug"], asked["language"]
        )
        return dump(PublishedRevisionView, found)

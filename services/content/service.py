"""Wire the library's use cases to nameko. No decisions here."""

from typing import Any

from services.content.entrypoints.editing import EditingEntrypoints
from services.content.entrypoints.files import FilesEntrypoints
from services.content.entrypoints.search import SearchEntrypoints
from shared.contracts.content_rpc import (
    AddressPageView,
    GetItem,
    ItemPageView,
    ItemView,
    ListAddresses,
    ListItems,
)
from shared.operations import Operations
from shared.rpc_server import rpc
from shared.schemas import dump, load


class ContentService(
    EditingEntrypoints, FilesEntrypoints, SearchEntrypoints, Operations
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
        return ItemView().dump(self.queries.get(**GetItem().load(payload)))

"""Wire the directory's use cases to nameko. No decisions here."""

from typing import Any

from services.hubs import handlers
from services.hubs.queries import HubQueries
from services.hubs.store import MongoHubs
from shared.contracts.hubs_rpc import (
    GetHub,
    HubPageView,
    HubView,
    ImportedHubsView,
    ImportHubs,
    ListHubs,
)
from shared.operations import Operations
from shared.providers import Caller, RequestCause, Store
from shared.rpc_server import rpc


class HubsService(Operations):
    name = "hubs"
    hubs = Store(MongoHubs)
    queries = Store(HubQueries)
    cause = RequestCause()
    caller = Caller()

    @rpc
    def list_hubs(self, **payload: Any) -> Any:
        return HubPageView().dump(self.queries.page(**ListHubs().load(payload)))

    @rpc
    def get_hub(self, **payload: Any) -> Any:
        return HubView().dump(self.queries.get(**GetHub().load(payload)))

    @rpc
    def import_hubs(self, **payload: Any) -> Any:
        files = ImportHubs().load(payload)["files"]
        imported = handlers.import_hubs(self.hubs, self.caller, files, cause=self.cause)
        return ImportedHubsView().dump({"items": imported})

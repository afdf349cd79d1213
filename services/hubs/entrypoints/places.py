"""Entrypoints of the directory. No decisions here."""

from datetime import datetime
from typing import Any

from services.hubs.places import handlers
from services.hubs.places.queries import HubQueries, Near, Wanted
from services.hubs.places.store import MongoHubs
from shared.contracts.hubs_rpc import (
    ConfirmHub,
    GetHub,
    HubPageView,
    HubView,
    ImportedHubsView,
    ImportHubs,
    ListHubs,
)
from shared.dates import moment
from shared.providers import Caller, Clock, RequestCause, Store
from shared.rpc_server import rpc
from shared.schemas import dump, load


class PlaceEntrypoints:
    hubs = Store(MongoHubs)
    queries = Store(HubQueries)
    now = Clock()
    cause = RequestCause()
    caller = Caller()

    @rpc
    def list_hubs(self, **payload: Any) -> Any:
        asked = load(ListHubs, payload)
        found = self.queries.page(
            _wanted(asked),
            _near(asked),
            _moment(asked["open_at"]) or self.now(),
            **{name: asked[name] for name in ("language", "cursor", "limit")},
        )
        return dump(HubPageView, found)

    @rpc
    def get_hub(self, **payload: Any) -> Any:
        asked = load(GetHub, payload)
        return dump(HubView, self.queries.get(**asked, at=self.now()))

    @rpc
    def confirm_hub(self, **payload: Any) -> Any:
        slug = load(ConfirmHub, payload)["slug"]
        handlers.confirm_hub(
            self.hubs, self.now, self.caller, slug=slug, cause=self.cause
        )

    @rpc
    def import_hubs(self, **payload: Any) -> Any:
        files = load(ImportHubs, payload)["files"]
        imported = handlers.import_hubs(self.hubs, self.caller, files, cause=self.cause)
        return dump(ImportedHubsView, {"items": imported})


def _wanted(asked: dict[str, Any]) -> Wanted:
    plain = ("service", "audience", "facility", "accessible", "q")
    return Wanted(
        **{name: asked[name] for name in plain},
        open_only=asked["open_at"] is not None,
    )


def _near(asked: dict[str, Any]) -> Near | None:
    if asked["near"] is None:
        return None
    latitude, longitude = map(float, asked["near"].split(","))
    return Near(latitude, longitude, asked["radius_km"])


def _moment(asked: str | None) -> datetime | None:
    return None if asked in (None, "now") else moment(str(asked))

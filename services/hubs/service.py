"""Wire the hubs use cases to nameko. No decisions here."""

from services.hubs.entrypoints.places import PlaceEntrypoints
from shared.operations import Operations


class HubsService(PlaceEntrypoints, Operations):
    name = "hubs"

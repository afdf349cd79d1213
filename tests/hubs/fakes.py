"""In-memory stand-ins. Kept honest by ``test_store_contract.py``."""

from collections.abc import Sequence

from services.hubs.domain import Publication, Published
from shared.contracts.event import Event
from shared.envelope import Cause
from shared.errors import Conflict


class MemoryHubs:
    def __init__(self) -> None:
        self._published: dict[str, Publication] = {}
        self.outbox: list[Event] = []

    def current(self, slugs: Sequence[str]) -> dict[str, Published]:
        return {
            slug: Published(found.version, found.hub.fingerprint)
            for slug in slugs
            if (found := self._published.get(slug))
        }

    def publish(self, publications: Sequence[Publication], *, cause: Cause) -> None:
        for publication in publications:
            before = self._published.get(publication.hub.slug)
            if publication.version != (before.version if before else 0) + 1:
                raise Conflict("stale", "Someone else imported this hub.")
        self._published |= {p.hub.slug: p for p in publications}
        self.outbox += [publication.event for publication in publications]

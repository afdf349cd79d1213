"""In-memory stand-ins. Kept honest by ``test_store_contract.py``."""

from collections.abc import Sequence
from dataclasses import replace

from services.hubs.places.domain import Publication, Published
from shared.contracts.event import Event
from shared.envelope import Cause
from shared.errors import Conflict, NotFound


class MemoryHubs:
    def __init__(self) -> None:
        self._published: dict[str, Publication] = {}
        self.outbox: list[Event] = []

    def current(self, slugs: Sequence[str]) -> dict[str, Published]:
        return {
            slug: Published(found.version, found.hub.fingerprint, found.hub.verified_on)
            for slug in slugs
            if (found := self._published.get(slug))
        }

    def confirm(self, slug: str, day: str, by: str | None, *, cause: Cause) -> None:
        found = self._published.get(slug)
        if found is None:
            raise NotFound("hub_not_found", "There is no such hub in the directory.")
        if found.hub.verified_on < day:
            hub = replace(found.hub, verified_on=day)
            self.publish([Publication(hub, found.version + 1)], cause=cause)

    def publish(self, publications: Sequence[Publication], *, cause: Cause) -> None:
        for publication in publications:
            before = self._published.get(publication.hub.slug)
            if publication.version != (before.version if before else 0) + 1:
                raise Conflict("stale", "Someone else imported this hub.")
        self._published |= {p.hub.slug: p for p in publications}
        self.outbox += [publication.event for publication in publications]

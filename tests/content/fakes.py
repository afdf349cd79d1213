"""In-memory stand-ins. Kept honest by ``test_store_contract.py``."""

from collections.abc import Sequence

from services.content.domain import Publication, Published
from shared.contracts.event import Event
from shared.envelope import Cause
from shared.errors import Conflict


class MemoryItems:
    def __init__(self) -> None:
        self.revisions: dict[tuple[str, int], Publication] = {}
        self.outbox: list[Event] = []

    def current(self, slugs: Sequence[str]) -> dict[str, Published]:
        newest: dict[str, Published] = {}
        for (slug, revision), publication in sorted(
            self.revisions.items(), key=lambda row: row[0]
        ):
            if slug in slugs:
                newest[slug] = Published(revision, publication.item.fingerprint)
        return newest

    def publish(self, publications: Sequence[Publication], *, cause: Cause) -> None:
        keyed = {(p.item.slug, p.revision): p for p in publications}
        if self.revisions.keys() & keyed.keys():
            raise Conflict("stale", "Someone else imported this item.")
        self.revisions |= keyed
        self.outbox += [publication.event for publication in publications]

"""The ``hubs`` collection: one document per hub, ``_id`` is the slug."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from services.hubs.places.domain import Hub, Publication, Published
from shared import mongo, outbox
from shared.contracts.hubs import HubPublished
from shared.envelope import Cause
from shared.errors import Conflict, NotFound
from shared.mongo import Doc
from shared.search_text import searchable


class MongoHubs:
    def __init__(self, db: Database[Doc]) -> None:
        self._db = db

    def current(self, slugs: Sequence[str]) -> dict[str, Published]:
        """The published version of those of ``slugs`` that have one."""
        found = self._db.hubs.find({"_id": {"$in": list(slugs)}})
        return {
            doc["_id"]: Published(
                doc["version"], doc["fingerprint"], doc["verified_on"]
            )
            for doc in found
        }

    def publish(self, publications: Sequence[Publication], *, cause: Cause) -> None:
        """Write entries and events together, or nothing.

        Raises:
            Conflict: ``stale``: one of the hubs has another version by now.
        """

        def write(tx: ClientSession) -> None:
            for publication in publications:
                self._replace(publication, tx)
            events = [publication.event for publication in publications]
            outbox.record(self._db, events, cause, session=tx)

        mongo.transact(self._db, write)

    def confirm(self, slug: str, day: str, by: str | None, *, cause: Cause) -> None:
        """Note who said on a day that the entry is true; once a day.

        Raises:
            NotFound: ``hub_not_found``.
        """

        def write(tx: ClientSession) -> None:
            found = self._db.hubs.find_one({"_id": slug}, session=tx)
            if found is None:
                raise NotFound(
                    "hub_not_found", "There is no such hub in the directory."
                )
            if found["verified_on"] >= day:
                return
            version = found["version"] + 1
            change = {"$set": {"verified_on": day, "version": version}}
            self._db.hubs.update_one({"_id": slug}, change, session=tx)
            said = {"hub": slug, "day": day, "by": by}
            once = {"_id": f"{slug}:{day}"}
            self._db.confirmations.replace_one(once, said, upsert=True, session=tx)
            event = HubPublished(slug=slug, version=version)
            outbox.record(self._db, [event], cause, session=tx)

        mongo.transact(self._db, write)

    def _replace(self, publication: Publication, tx: ClientSession) -> None:
        previous = {"_id": publication.hub.slug, "version": publication.version - 1}
        first = publication.version == 1
        try:
            # An insert if there is no such version, which the key then refuses.
            replaced = self._db.hubs.replace_one(
                previous, _state(publication), upsert=first, session=tx
            )
        except DuplicateKeyError as exc:
            raise Conflict("stale", "Someone else imported this hub.") from exc
        if not first and replaced.matched_count == 0:
            raise Conflict("stale", "Someone else imported this hub.")


def _state(publication: Publication) -> Doc:
    hub = publication.hub
    return {
        **{name: part for name, part in asdict(hub).items() if name != "slug"},
        "place": None
        if hub.point is None
        else {
            "type": "Point",
            "coordinates": [hub.point.longitude, hub.point.latitude],
        },
        "version": publication.version,
        "fingerprint": hub.fingerprint,
        "search": searchable(_texts(hub)),
    }


def _texts(hub: Hub) -> Iterator[str]:
    for texts in (hub.name, hub.community, hub.summary, hub.address):
        yield from texts.values()
    for service in hub.services:
        yield from service.name.values()
        yield from service.summary.values()

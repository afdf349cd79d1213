"""``items``: what readers see, ``_id`` is the slug. ``item_revisions``: every revision
ever published, ``_id`` is ``slug@revision``, written once and never changed.
"""

from collections.abc import Sequence
from dataclasses import asdict

from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from services.content.domain import Publication, Published
from shared import mongo, outbox
from shared.envelope import Cause
from shared.errors import Conflict
from shared.mongo import Doc
from shared.search_text import searchable


class MongoItems:
    def __init__(self, db: Database[Doc]) -> None:
        self._db = db

    def current(self, slugs: Sequence[str]) -> dict[str, Published]:
        """The newest revision of those of ``slugs`` that have one."""
        found = self._db.items.find({"_id": {"$in": list(slugs)}})
        return {
            doc["_id"]: Published(doc["revision"], doc["fingerprint"]) for doc in found
        }

    def publish(self, publications: Sequence[Publication], *, cause: Cause) -> None:
        """Write revisions, what readers see, and events together, or nothing.

        Raises:
            Conflict: ``stale``: one of the items has another revision by now.
        """

        def write(tx: ClientSession) -> None:
            for publication in publications:
                self._replace(publication, tx)
            events = [publication.event for publication in publications]
            outbox.record(self._db, events, cause, session=tx)

        mongo.transact(self._db, write)

    def _replace(self, publication: Publication, tx: ClientSession) -> None:
        slug, state = publication.item.slug, _state(publication)
        revision = {"_id": f"{slug}@{publication.revision}", "slug": slug, **state}
        try:
            self._db.item_revisions.insert_one(revision, session=tx)
        except DuplicateKeyError as exc:
            raise Conflict("stale", "Someone else imported this item.") from exc
        # The revision's key above lets one writer through for each number.
        self._db.items.replace_one({"_id": slug}, state, upsert=True, session=tx)


def _state(publication: Publication) -> Doc:
    item = publication.item
    shown = [part for t in item.texts.values() for part in (t.title, t.summary, t.body)]
    return {
        **{name: part for name, part in asdict(item).items() if name != "slug"},
        "revision": publication.revision,
        "fingerprint": item.fingerprint,
        "published_at": publication.at,
        "search": searchable(shown),
    }

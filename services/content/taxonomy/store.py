"""Which revision of the taxonomy is in use: one document in ``taxonomy``."""

from __future__ import annotations

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.content.taxonomy.domain import Taxonomy
from shared import mongo, outbox
from shared.contracts.content import TaxonomyPublished
from shared.envelope import Cause
from shared.mongo import Doc

_ID = "taxonomy"


class MongoTaxonomy:
    def __init__(self, db: Database[Doc]) -> None:
        self._db = db

    def revision(self) -> int:
        """Of the taxonomy that was published last; 0 before the first."""
        found = self._db.taxonomy.find_one({"_id": _ID})
        return int(found["revision"]) if found else 0

    def publish(self, taxonomy: Taxonomy, *, cause: Cause) -> int:
        """Number this taxonomy and tell of it, unless it is the one in use already.

        Returns:
            Its revision.
        """
        fingerprint = taxonomy.fingerprint

        def write(tx: ClientSession) -> int:
            found = self._db.taxonomy.find_one({"_id": _ID}, session=tx)
            if found is not None and found["fingerprint"] == fingerprint:
                return int(found["revision"])
            revision = int(found["revision"]) + 1 if found else 1
            self._db.taxonomy.replace_one(
                {"_id": _ID},
                {"revision": revision, "fingerprint": fingerprint},
                upsert=True,
                session=tx,
            )
            event = TaxonomyPublished(revision=revision)
            outbox.record(self._db, [event], cause, session=tx)
            return revision

        return mongo.transact(self._db, write)

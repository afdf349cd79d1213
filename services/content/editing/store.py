"""``works``: items as their editors have them, ``_id`` is the slug. ``revisions``:
every folder there ever was, ``_id`` is ``slug@number``, written once. ``history``: who
did what, ``_id`` is ``slug:version`` of the work it made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from services.content.editing.documents import doc_of_files, to_doc, to_work
from services.content.editing.domain.work import PUBLISHED, Work, digest
from services.content.editing.handlers.works import Step
from services.content.search.domain import LIBRARY, Removed
from services.content.search.indexing import prepared
from services.content.search.sources import of_item
from services.content.search.store import note
from services.content.store import put_on_the_shelf, take_off_the_shelf
from services.content.taxonomy.domain import shipped
from shared import mongo, outbox
from shared.contracts.content import ItemArchived, ItemPublished
from shared.contracts.event import Event
from shared.envelope import Cause
from shared.errors import Conflict
from shared.mongo import Doc


class MongoWorks:
    def __init__(self, db: Database[Doc]) -> None:
        self._db = db

    def find(self, slug: str) -> Work | None:
        doc = self._db.works.find_one({"_id": slug})
        return to_work(doc) if doc else None

    def find_all(self, slugs: Sequence[str]) -> dict[str, Work]:
        """Those of ``slugs`` that there are, in the same order."""
        found = {
            doc["_id"]: to_work(doc)
            for doc in self._db.works.find({"_id": {"$in": list(slugs)}})
        }
        return {slug: found[slug] for slug in slugs if slug in found}

    def slugs(self) -> list[str]:
        return [doc["_id"] for doc in self._db.works.find({}, {"_id": 1}).sort("_id")]

    def related(self) -> Mapping[str, Sequence[str]]:
        """Every item's slug, and the slugs that it names."""
        docs = self._db.works.find({}, {"related": 1})
        return {doc["_id"]: doc["related"] for doc in docs}

    def record(self, steps: Sequence[Step], *, cause: Cause) -> None:
        """Write works, revisions, history, what readers see, and events together.

        Raises:
            Conflict: ``overtaken``: one of the works has changed since it was read.
        """

        # Analysed before the transaction, for it takes longer than all the rest.
        changes = [change for step in steps if (change := _found(step))]

        def write(tx: ClientSession) -> None:
            # First, so that shorter writers of entries wait for this one: it would
            # begin anew for each that came between.
            if changes:
                note(self._db, changes, session=tx)
            events = [event for step in steps for event in self._write(step, tx)]
            outbox.record(self._db, events, cause, session=tx)

        try:
            mongo.transact(self._db, write)
        except DuplicateKeyError as exc:
            raise _overtaken() from exc

    def _write(self, step: Step, tx: ClientSession) -> list[Event]:
        was, work = step.was, step.work
        version = was.version + 1 if was else 1
        doc = to_doc(work, version)
        if was is None:
            self._db.works.insert_one(doc, session=tx)
        else:
            old = {"_id": work.slug, "version": was.version}
            if not self._db.works.replace_one(old, doc, session=tx).matched_count:
                raise _overtaken()
        if was is None or work.revision != was.revision:
            self._db.revisions.insert_one(_revision(work), session=tx)
        self._db.history.insert_one(_entry(step, version), session=tx)
        return self._show(step, tx)

    def _show(self, step: Step, tx: ClientSession) -> list[Event]:
        """Let readers see what the step changed for them."""
        was, work = step.was, step.work
        had = was.published if was else None
        if work.published == had:
            return []
        if work.published is None:
            take_off_the_shelf(self._db, work.slug, session=tx)
            return [ItemArchived(slug=work.slug, revision=had or work.revision)]
        put_on_the_shelf(
            self._db,
            work.item,
            revision=work.published,
            digest=digest(work.files),
            at=step.at,
            session=tx,
        )
        return [ItemPublished(slug=work.slug, revision=work.published)]


def _found(step: Step) -> Doc | Removed | None:
    """What search is to find of the item from now on, if the step changes that."""
    was, work = step.was, step.work
    had = was.published if was else None
    if work.published == had:
        return None
    if work.published is None:
        return Removed(LIBRARY, work.slug, had or work.revision)
    shelf = {"revision": work.published, "published_at": step.at}
    entry = of_item(work.slug, asdict(work.item) | shelf)
    return prepared([entry], shipped())[0]


def _overtaken() -> Conflict:
    return Conflict("overtaken", "Someone else changed this item; look at it again.")


def _revision(work: Work) -> Doc:
    return {
        "_id": f"{work.slug}@{work.revision}",
        "slug": work.slug,
        "revision": work.revision,
        "written_by": work.written_by,
        "written_at": work.written_at,
        "files": doc_of_files(work.files),
    }


def _entry(step: Step, version: int) -> Doc:
    was, work = step.was, step.work
    shown = work.state == PUBLISHED and (was is None or was.published != work.published)
    return {
        "_id": f"{work.slug}:{version}",
        "slug": work.slug,
        "version": version,
        "at": step.at,
        "by": step.by,
        "what": step.what,
        "revision": work.revision,
        "state": work.state,
        "comment": step.comment,
        "published": work.published if shown else None,
    }

"""``entries``: what can be found, analysed; ``_id`` is ``generation:kind:slug``.

``search_state`` is one document: ``live``, the generation that is searched;
``building``, the one a rebuild writes, or None; ``retired``, the one before, still
written for a while because a process may not have left it; ``sequence``, which every
write of an entry takes its number from. Every such write first changes this document,
in the same transaction: so writes happen one after the other, and whoever has read all
entries up to a number will never find another below it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from pymongo import ASCENDING, DESCENDING, ReplaceOne, ReturnDocument
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.content.search.documents import key
from services.content.search.domain import FIELDS, Removed
from shared import mongo, outbox
from shared.contracts.content import SearchChanged
from shared.envelope import Cause
from shared.errors import Conflict
from shared.languages import LANGUAGES
from shared.mongo import Doc

STATE = "search"
# Longer than a process takes to load a generation of 50,000 entries.
RETIRED_KEPT = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class State:
    live: int
    building: int | None
    retired: int | None
    sequence: int

    @property
    def written(self) -> list[int]:
        """The generations that must not miss a change."""
        return [g for g in (self.live, self.building, self.retired) if g is not None]


def note(
    db: Database[Doc],
    changes: Sequence[Doc | Removed],
    *,
    session: ClientSession,
) -> State:
    """Let what changed be found from now on, in the transaction that changes it.

    Analyse before the transaction: ``documents.analysed`` is what takes time. A change
    that is older than what is kept does nothing.

    Returns:
        The state after the newest write.
    """
    state = _claim(db, len(changes), session)
    entries = [_tombstone(c) if isinstance(c, Removed) else c for c in changes]
    places = [
        (f"{generation}:{entry['key']}", generation, entry)
        for entry in entries
        for generation in state.written
    ]
    kept = db.entries.find(
        {"_id": {"$in": [place for place, _, _ in places]}},
        {"version": 1},
        session=session,
    )
    versions = {doc["_id"]: doc["version"] for doc in kept}
    writes = [
        ReplaceOne(
            {"_id": place},
            {**entry, "generation": generation, "sequence": number},
            upsert=True,
        )
        for number, (place, generation, entry) in enumerate(
            places, state.sequence - len(places) + 1
        )
        if versions.get(place, 0) <= entry["version"]
    ]
    if writes:
        db.entries.bulk_write(writes, session=session)
    return state


def _claim(db: Database[Doc], changes: int, session: ClientSession) -> State:
    """Numbers for ``changes`` in every generation that is written, the last in it."""
    written = {
        "$size": {
            "$filter": {
                "input": ["$live", "$building", "$retired"],
                "cond": {"$ne": ["$$this", None]},
            }
        }
    }
    more = {"$multiply": [changes, written]}
    found = db.search_state.find_one_and_update(
        {"_id": STATE},
        [{"$set": {"sequence": {"$add": ["$sequence", more]}}}],
        session=session,
        return_document=ReturnDocument.AFTER,
    )
    return _state(found)


def _tombstone(removed: Removed) -> Doc:
    return {
        "key": key(removed.kind, removed.slug),
        "kind": removed.kind,
        "slug": removed.slug,
        "version": removed.version,
        "removed": True,
    }


def _state(doc: Doc | None) -> State:
    if doc is None:
        raise RuntimeError("search_state is missing: the migrations were not run")
    return State(doc["live"], doc["building"], doc["retired"], doc["sequence"])


class MongoEntries:
    def __init__(self, db: Database[Doc]) -> None:
        self._db = db
        self._turn = threading.Lock()  # a burst of events would only hinder itself

    def state(self) -> State:
        return _state(self._db.search_state.find_one({"_id": STATE}))

    def since(self, generation: int, sequence: int) -> Iterator[Doc]:
        """What was written after this number, in the order it was written in.

        Without the texts that only a reader needs.
        """
        return self._db.entries.find(
            {"generation": generation, "sequence": {"$gt": sequence}},
            _INDEXED,
            sort=[("sequence", ASCENDING)],
            batch_size=500,
        )

    def shown(self, generation: int, keys: Sequence[str], *, whole: bool) -> list[Doc]:
        """The entries of these keys, in their order; those removed are left out.

        Args:
            whole: with the passages that a snippet is cut from.
        """
        ids = [f"{generation}:{key}" for key in keys]
        asked = {"_id": {"$in": ids}, "removed": False}
        found = self._db.entries.find(asked, None if whole else _SUMMED_UP)
        by_id = {doc["_id"]: doc for doc in found}
        return [by_id[id_] for id_ in ids if id_ in by_id]

    def newest(
        self,
        generation: int,
        kind: str,
        filters: Mapping[str, str],
        after: tuple[datetime, str] | None,
        limit: int,
    ) -> list[Doc]:
        """Entries of a kind, newest first, then by key."""
        asked: Doc = {"generation": generation, "kind": kind, "removed": False}
        asked |= {FIELDS[facet]: value for facet, value in filters.items()}
        if after is not None:
            at, key = after
            same = {"published_at": at, "key": {"$gt": key}}
            asked["$or"] = [{"published_at": {"$lt": at}}, same]
        newest = [("published_at", DESCENDING), ("key", ASCENDING)]
        return list(self._db.entries.find(asked, _SUMMED_UP).sort(newest).limit(limit))

    def add(self, entries: Sequence[Doc]) -> None:
        """Write entries that nobody is told of."""
        if entries:
            mongo.transact(self._db, lambda tx: note(self._db, entries, session=tx))

    def keep(self, changes: Sequence[Doc | Removed], *, cause: Cause) -> None:
        """Write changes of other services' things, and tell that answers change."""

        def write(tx: ClientSession) -> None:
            self._tell(note(self._db, changes, session=tx), cause, tx)

        with self._turn:
            mongo.transact(self._db, write)

    def begin(self) -> int:
        """Begin a new generation; a rebuild that is under way ends at its next step."""
        newest = {"$max": ["$live", "$building", "$retired"]}
        found = self._db.search_state.find_one_and_update(
            {"_id": STATE},
            [{"$set": {"building": {"$add": [newest, 1]}}}],
            return_document=ReturnDocument.BEFORE,
        )
        before = _state(found)
        if before.building is not None:  # nobody has ever searched it
            self._db.entries.delete_many({"generation": before.building})
        return max(before.written) + 1

    def fill(self, generation: int, entries: Sequence[Doc]) -> None:
        """Add entries to the generation being built, except where a change since then
        has written a newer state already.

        Raises:
            Conflict: ``rebuild_replaced``: a later rebuild took over.
        """

        def write(tx: ClientSession) -> None:
            state = _claim(self._db, len(entries), tx)
            if state.building != generation:
                raise Conflict("rebuild_replaced", "Another rebuild took over.")
            ids = [f"{generation}:{entry['key']}" for entry in entries]
            present = self._db.entries.find(
                {"_id": {"$in": ids}}, {"_id": 1}, session=tx
            )
            known = {doc["_id"] for doc in present}
            first = state.sequence - len(entries) + 1
            new = [
                {**entry, "_id": id_, "generation": generation, "sequence": number}
                for number, (id_, entry) in enumerate(
                    zip(ids, entries, strict=True), first
                )
                if id_ not in known
            ]
            if new:
                self._db.entries.insert_many(new, session=tx)

        mongo.transact(self._db, write)

    def go_live(self, generation: int, *, cause: Cause) -> None:
        """Search the new generation from now on.

        Raises:
            Conflict: ``rebuild_replaced``: a later rebuild took over.
        """

        def write(tx: ClientSession) -> None:
            state = _claim(self._db, 1, tx)
            if state.building != generation:
                raise Conflict("rebuild_replaced", "Another rebuild took over.")
            self._db.search_state.update_one(
                {"_id": STATE},
                {
                    "$set": {
                        "live": generation,
                        "building": None,
                        "retired": state.live,
                        "retired_at": datetime.now(UTC),
                    }
                },
                session=tx,
            )
            self._tell(replace(state, live=generation), cause, tx)

        mongo.transact(self._db, write)

    def sweep(self) -> None:
        """Forget the generations before, once nobody can be searching them."""
        old = datetime.now(UTC) - RETIRED_KEPT
        found = self._db.search_state.find_one_and_update(
            {"_id": STATE, "retired_at": {"$lt": old}},
            {"$set": {"retired": None, "retired_at": None}},
            return_document=ReturnDocument.AFTER,
        )
        if found is not None:
            kept = _state(found).written
            self._db.entries.delete_many({"generation": {"$nin": kept}})

    def _tell(self, state: State, cause: Cause, tx: ClientSession) -> None:
        event = SearchChanged(generation=state.live, sequence=state.sequence)
        outbox.record(self._db, [event], cause, session=tx)


# What the index is made from, and what a list shows: most of an entry is neither.
_INDEXED = {
    **dict.fromkeys(("key", "kind", "removed", "sequence", *FIELDS.values()), 1),
    **{
        f"texts.{language}.{part}": 1
        for language in LANGUAGES
        for part in ("title_terms", "summary_terms", "labels_terms", "words")
    },
    **{f"texts.{language}.passages.terms": 1 for language in LANGUAGES},
}
_SUMMED_UP = {
    f"texts.{language}.{part}": 0
    for language in LANGUAGES
    for part in ("passages", "words", "title_terms", "summary_terms", "labels_terms")
}

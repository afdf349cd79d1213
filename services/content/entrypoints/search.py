"""Entrypoints of search. No decisions here."""

from __future__ import annotations

import threading
from typing import Any, cast

from pymongo.errors import PyMongoError

from services.content.search import asking, indexing
from services.content.search.asking import Question
from services.content.search.domain import FACETS, Filters
from services.content.search.items import PublishedItems
from services.content.search.live import LiveIndex
from services.content.search.store import MongoEntries
from services.content.taxonomy.domain import Taxonomy, shipped
from services.content.taxonomy.store import MongoTaxonomy
from shared.contracts import search_rpc as wire
from shared.contracts.hubs import HubPublished
from shared.contracts.learning import CoursePublished
from shared.envelope import Envelope
from shared.errors import Unavailable
from shared.messaging import on_event
from shared.providers import Caller, RequestCause, Services, Store
from shared.rpc_server import rpc
from shared.schemas import dump, load
from shared.telemetry import log

FOLLOW_S = 1.0


class Followed(Store):
    """The index of this process, brought up to date each second by a green thread, so
    that questions find it so."""

    def setup(self) -> None:
        super().setup()
        self._stopping = threading.Event()

    def start(self) -> None:
        self.container.spawn_managed_thread(self._follow)

    def stop(self) -> None:
        self._stopping.set()

    def _follow(self) -> None:
        index = cast(LiveIndex, self._store)
        while not self._stopping.is_set():
            try:
                index.follow()
            except (PyMongoError, Unavailable) as failure:
                log.warning("search_interrupted", error=type(failure).__name__)
            self._stopping.wait(FOLLOW_S)


class SearchEntrypoints:
    index = Followed(lambda db: LiveIndex(MongoEntries(db), shipped()))
    entries = Store(MongoEntries)
    published_items = Store(PublishedItems)
    taxonomies = Store(MongoTaxonomy)
    taxonomy = Store(lambda _: shipped())
    ask = Services("learning", "hubs")
    cause = RequestCause()
    caller = Caller()

    @rpc
    def search_library(self, **payload: Any) -> Any:
        asked = _question(load(wire.SearchLibrary, payload))
        found = asking.search_library(self.index, self.entries, self.taxonomy, asked)
        return dump(wire.LibrarySearchView, found)

    @rpc
    def search(self, **payload: Any) -> Any:
        asked = _question(load(wire.SearchAll, payload))
        found = asking.search_all(self.index, self.entries, self.taxonomy, asked)
        return dump(wire.SearchView, found)

    @rpc
    def suggest(self, **payload: Any) -> Any:
        asked = load(wire.Suggest, payload)
        found = asking.suggest(self.index, self.entries, **asked)
        return dump(wire.SuggestionsView, {"items": found})

    @rpc
    def reindex(self, **payload: Any) -> Any:
        asked = load(wire.Reindex, payload)
        step = None if asked["generation"] is None else indexing.Step(**asked)
        done = indexing.reindex(
            self.entries,
            self.published_items,
            self.ask,
            self.taxonomy,
            self.caller,
            step,
            cause=self.cause,
        )
        return dump(wire.ReindexView, done)

    @rpc
    def list_concepts(self, **payload: Any) -> Any:
        load(wire.ListConcepts, payload)
        return dump(
            wire.ConceptsView, _concepts(self.taxonomy, self.taxonomies.revision())
        )

    @on_event(CoursePublished)
    def on_course_published(self, envelope: Envelope) -> None:
        indexing.index_course(self.entries, self.ask, self.taxonomy, envelope)

    @on_event(HubPublished)
    def on_hub_published(self, envelope: Envelope) -> None:
        indexing.index_hub(self.entries, self.ask, self.taxonomy, envelope)


def _question(asked: dict[str, Any]) -> Question:
    chosen = {f: value for f in FACETS if (value := asked.pop(f, None)) is not None}
    return Question(filters=Filters(chosen), **asked)


def _concepts(taxonomy: Taxonomy, revision: int) -> dict[str, Any]:
    return {"revision": revision, "items": list(taxonomy.concepts.values())}

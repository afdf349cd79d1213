"""The index of this process: made from ``entries``, kept up with them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from services.content.search.engine import Engine, ordinal
from services.content.search.meanings import Meanings
from services.content.search.query import Lexicon
from services.content.search.spelling import Russian, Vocabulary
from services.content.search.store import MongoEntries, State
from services.content.taxonomy.domain import Taxonomy
from shared.errors import Unavailable
from shared.mongo import Doc

# A question waits so long for an index that is being made or brought up to date.
_PATIENCE_S = 2.0
_AT_ONCE = 50  # entries between two turns of everybody else


@dataclass(frozen=True, slots=True)
class Language:
    """What the taxonomy says of words, looked up quickly."""

    meanings: Meanings
    russian: Russian
    little: frozenset[str]

    @classmethod
    def of(cls, taxonomy: Taxonomy) -> Language:
        little = taxonomy.little
        meanings = Meanings(taxonomy.meanings(), little)
        return cls(meanings, Russian(taxonomy.russian), little)


class Loaded:
    """One generation in memory, up to a sequence number."""

    def __init__(self, generation: int, language: Language) -> None:
        self.generation = generation
        self.sequence = 0
        self.engine = Engine()
        self.keys: dict[int, str] = {}  # by ordinal
        self._vocabulary = Vocabulary()
        self.lexicon = Lexicon(
            self._vocabulary,
            language.meanings,
            language.russian,
            language.little,
            self.engine.is_indexed,
        )

    def catch_up(self, entries: MongoEntries, until: int) -> None:
        """Take what was written since; shown all at once at the end.

        Args:
            until: a number up to which everything is written.
        """
        newest = self.sequence
        for count, entry in enumerate(entries.since(self.generation, newest), 1):
            self._take(entry)
            newest = entry["sequence"]
            if count % _AT_ONCE == 0:
                time.sleep(0)  # questions to the index that is searched go on
        if newest > self.sequence:
            self.engine.commit()
            self._vocabulary.update(self.engine.words())
        self.sequence = max(newest, until)

    def _take(self, entry: Doc) -> None:
        if entry["removed"]:
            self.engine.remove(entry["key"])
            self.keys.pop(ordinal(entry["key"]), None)
        else:
            self.engine.put(entry)
            self.keys[ordinal(entry["key"])] = entry["key"]


class LiveIndex:
    """What questions are answered from; for all of a process's green threads."""

    def __init__(self, entries: MongoEntries, taxonomy: Taxonomy) -> None:
        self._entries = entries
        self._language = Language.of(taxonomy)
        self._loaded: Loaded | None = None
        self._lock = threading.Lock()

    def fresh(self) -> Loaded:
        """The index with everything in it that was published before this call.

        Raises:
            Unavailable: ``search_loading``: it is being made; ask again soon.
        """
        state = self._entries.state()
        loaded = self._loaded
        if loaded and _is_written(loaded, state) and loaded.sequence >= state.sequence:
            return loaded
        with self._alone():
            if self._loaded is None or not _is_written(self._loaded, state):
                self._loaded = self._load(state)
            elif self._loaded.sequence < state.sequence:
                self._loaded.catch_up(self._entries, state.sequence)
            return self._loaded

    def follow(self) -> None:
        """One round: up to date, and in the generation that is live.

        While a new one is read, questions are answered from the one before, which is
        written on until nobody can be searching it.
        """
        loaded, state = self.fresh(), self._entries.state()
        if loaded.generation == state.live:
            return
        coming = self._load(state)
        with self._alone():
            state = self._entries.state()
            coming.catch_up(self._entries, state.sequence)
            self._loaded = coming

    def _load(self, state: State) -> Loaded:
        loaded = Loaded(state.live, self._language)
        loaded.catch_up(self._entries, state.sequence)
        return loaded

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if not self._lock.acquire(timeout=_PATIENCE_S):
            raise Unavailable("search_loading", "Search is starting; ask again soon.")
        try:
            yield
        finally:
            self._lock.release()


def _is_written(loaded: Loaded, state: State) -> bool:
    """Whether changes still reach it; not, when two rebuilds have overtaken it."""
    return loaded.generation in state.written

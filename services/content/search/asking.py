"""Answering questions: one function per use case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from services.content.search.domain import (
    LIBRARY,
    Filters,
    Part,
    Understood,
)
from services.content.search.engine import Found, Hit
from services.content.search.query import understand
from services.content.search.showing import facet_views, shown
from services.content.taxonomy.domain import Taxonomy
from shared import pages
from shared.mongo import Doc
from shared.uk_text import words

LIBRARY_FACETS = ("type", "audience", "topic", "region")
HUB_WIDE_FACETS = ("kind", "audience", "topic")
SUGGESTED = 8
_LOOKED_AT = 50  # entries among which titles are looked for


class Entries(Protocol):
    def shown(
        self, generation: int, keys: Sequence[str], *, whole: bool
    ) -> list[Doc]: ...
    def newest(
        self,
        generation: int,
        kind: str,
        filters: Mapping[str, str],
        after: tuple[datetime, str] | None,
        limit: int,
    ) -> list[Doc]: ...


class Index(Protocol):
    """``live.LiveIndex``."""

    def fresh(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Question:
    language: str
    q: str
    filters: Filters
    exact: bool
    cursor: str | None
    limit: int


def search_library(
    index: Index, entries: Entries, taxonomy: Taxonomy, asked: Question
) -> dict[str, Any]:
    """Items that answer, the best first; the newest first where nothing is asked.

    Raises:
        Invalid: the cursor is not one of this list.
        Unavailable: ``search_loading``.
    """
    only = Filters({**asked.filters.chosen, "kind": LIBRARY})
    if asked.q.strip():
        return _answer(index, entries, taxonomy, asked, only, LIBRARY_FACETS)
    loaded = index.fresh()
    after = pages.decode(asked.cursor, datetime, str)
    rows = entries.newest(
        loaded.generation,
        LIBRARY,
        asked.filters.chosen,
        (after[0], after[1]) if after else None,
        asked.limit + 1,
    )
    page, following = pages.cut(
        rows, asked.limit, lambda row: (row["published_at"], row["key"])
    )
    found = loaded.engine.everything(only)
    counted = loaded.engine.facets(found.query, only, LIBRARY_FACETS)
    return {
        "items": [shown(row, asked.language) for row in page],
        "next": following,
        "count": found.count,
        "facets": facet_views(counted, taxonomy, asked.language),
        "searched_for": None,
    }


def search_all(
    index: Index, entries: Entries, taxonomy: Taxonomy, asked: Question
) -> dict[str, Any]:
    """Library items, courses and hubs that answer, the best first.

    Raises:
        Invalid: the cursor is not one of this list.
        Unavailable: ``search_loading``.
    """
    return _answer(index, entries, taxonomy, asked, asked.filters, HUB_WIDE_FACETS)


def suggest(
    index: Index, entries: Entries, *, q: str, language: str, kind: str | None
) -> list[dict[str, str]]:
    """Titles for words whose last one may be a beginning.

    Of the best entries those come first whose titles hold the words as they are typed:
    whoever begins a word expects to see it, not what the words mean.

    Raises:
        Unavailable: ``search_loading``.
    """
    loaded = index.fresh()
    understood = understand(q, loaded.lexicon, typing=True)
    filters = Filters({"kind": kind} if kind else {})
    found = loaded.engine.search(understood.parts, language, filters)
    rows = _rows(loaded, entries, found.hits[:_LOOKED_AT], whole=False)
    views = [shown(row, language) for row in rows]
    views.sort(key=lambda view: not _begins(view["title"], q))
    return [
        {name: view[name] for name in ("kind", "slug", "title", "language")}
        for view in views[:SUGGESTED]
    ]


def _begins(title: str, typed: str) -> bool:
    """Whether every word that was typed begins a word of the title."""
    there = words(title)
    return all(any(one.startswith(word) for one in there) for word in words(typed))


def _answer(
    index: Index,
    entries: Entries,
    taxonomy: Taxonomy,
    asked: Question,
    filters: Filters,
    facets: Sequence[str],
) -> dict[str, Any]:
    loaded = index.fresh()
    understood = understand(asked.q, loaded.lexicon, literally=asked.exact)
    found = loaded.engine.search(understood.parts, asked.language, filters)
    hits, following = _page(found, asked.cursor, asked.limit)
    counted = loaded.engine.facets(found.query, filters, facets)
    return {
        "items": _views(loaded, entries, hits, asked.language, understood),
        "next": following,
        "count": found.count,
        "facets": facet_views(counted, taxonomy, asked.language),
        "searched_for": understood.searched_for,
    }


def _page(found: Found, cursor: str | None, limit: int) -> tuple[list[Hit], str | None]:
    after = pages.decode(cursor, int, int)
    hits = found.hits
    if after is not None:
        hits = [hit for hit in hits if hit.place > (-after[0], after[1])]
    return pages.cut(hits, limit, lambda hit: (hit.score, hit.ordinal))


def _views(
    loaded: Any,
    entries: Entries,
    hits: Sequence[Hit],
    language: str,
    understood: Understood,
) -> list[dict[str, Any]]:
    parts: Sequence[Part] = understood.parts
    return [shown(row, language, parts) for row in _rows(loaded, entries, hits)]


def _rows(
    loaded: Any, entries: Entries, hits: Sequence[Hit], *, whole: bool = True
) -> list[Doc]:
    # An entry removed since the index was asked has no key any more.
    keys = [key for hit in hits if (key := loaded.keys.get(hit.ordinal))]
    return entries.shown(loaded.generation, keys, whole=whole)

"""Keeping the index: what changed elsewhere, and all of it anew."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from services.content.search import sources
from services.content.search.documents import analysed
from services.content.search.domain import COURSE, HUB, KINDS, LIBRARY, Entry, Removed
from services.content.search.sources import Ask
from services.content.taxonomy.domain import Taxonomy
from shared.contracts.hubs import HubPublished
from shared.contracts.learning import CoursePublished
from shared.envelope import Cause, Envelope, open_event
from shared.identity import Identity
from shared.mongo import Doc


class Entries(Protocol):
    def keep(self, changes: Sequence[Doc | Removed], *, cause: Cause) -> None: ...
    def begin(self) -> int: ...
    def fill(self, generation: int, entries: Sequence[Doc]) -> None: ...
    def go_live(self, generation: int, *, cause: Cause) -> None: ...


class Items(Protocol):
    def published(self, after: str | None) -> tuple[list[Entry], str | None]:
        """Some of what readers see, and where to go on; None at the end."""


def index_course(
    entries: Entries, ask: Ask, taxonomy: Taxonomy, envelope: Envelope
) -> None:
    """Let a course's newest version be found."""
    event = open_event(envelope, CoursePublished)
    entry = sources.course(ask, event.slug)
    gone = Removed(COURSE, event.slug, event.course_version)
    _keep(entries, taxonomy, entry or gone, envelope.cause)


def index_hub(
    entries: Entries, ask: Ask, taxonomy: Taxonomy, envelope: Envelope
) -> None:
    """Let a hub be found as it is now."""
    event = open_event(envelope, HubPublished)
    entry = sources.hub(ask, event.slug)
    gone = Removed(HUB, event.slug, event.version)
    _keep(entries, taxonomy, entry or gone, envelope.cause)


def _keep(
    entries: Entries, taxonomy: Taxonomy, change: Entry | Removed, cause: Cause
) -> None:
    kept = change if isinstance(change, Removed) else analysed(change, taxonomy)
    entries.keep([kept], cause=cause)


@dataclass(frozen=True, slots=True)
class Step:
    """Where a rebuild is; ``kind`` is None once all is done."""

    generation: int
    kind: str | None
    cursor: str | None
    indexed: int = 0  # in the step before


def reindex(
    entries: Entries,
    items: Items,
    ask: Ask,
    taxonomy: Taxonomy,
    caller: Identity,
    step: Step | None,
    *,
    cause: Cause,
) -> Step:
    """Do one step of a rebuild; the last one lets the new generation be searched.

    Everything is asked of its owner again, so that a rebuild also finds what an event
    that was lost would have told. Until the last step nothing changes for readers.

    Raises:
        Forbidden: ``role_required``.
        Conflict: ``rebuild_replaced``: a later rebuild took over.
        Unavailable: an owner is not there; the step may be tried again.
    """
    caller.require_role("administrator")
    if step is None or step.kind is None:
        return Step(entries.begin(), KINDS[0], None)
    found, cursor = _read(items, ask, step.kind, step.cursor)
    if found:
        entries.fill(step.generation, prepared(found, taxonomy))
    kind: str | None = step.kind
    if cursor is None:
        kind = next(iter(KINDS[KINDS.index(step.kind) + 1 :]), None)
    if kind is None:
        entries.go_live(step.generation, cause=cause)
    return Step(step.generation, kind, cursor, len(found))


def _read(
    items: Items, ask: Ask, kind: str, cursor: str | None
) -> tuple[list[Entry], str | None]:
    if kind == LIBRARY:
        return items.published(cursor)
    slugs, following = sources.page_of(ask, kind, cursor)
    found = [sources.READERS[kind](ask, slug) for slug in slugs]
    return [entry for entry in found if entry is not None], following


def prepared(found: Iterable[Entry], taxonomy: Taxonomy) -> list[Doc]:
    """Entries analysed, with a turn for everybody else after each."""
    documents = []
    for entry in found:
        documents.append(analysed(entry, taxonomy))
        time.sleep(0)
    return documents

"""What a library item is. Pure: no I/O, no clock, no framework."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from shared.contracts.content import ItemPublished
from shared.fingerprints import fingerprint


@dataclass(frozen=True, slots=True)
class Source:
    title: str
    url: str
    licence: str
    checked_on: str  # a day, ISO 8601


@dataclass(frozen=True, slots=True)
class Text:
    title: str
    summary: str
    body: str  # Markdown, headings from ##


@dataclass(frozen=True, slots=True)
class Item:
    """What an editor wrote; by language where it is text."""

    slug: str
    type: str
    audiences: tuple[str, ...]
    topics: tuple[str, ...]
    regions: tuple[str, ...]
    licence: str
    reviewed_by: str | None
    sources: tuple[Source, ...]
    texts: Mapping[str, Text]

    @property
    def fingerprint(self) -> str:
        """The same for the same content, whoever imports it and when."""
        return fingerprint(asdict(self))


@dataclass(frozen=True, slots=True)
class Published:
    """The newest revision that readers have."""

    revision: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Publication:
    """A revision about to replace ``revision - 1``."""

    item: Item
    revision: int
    at: datetime

    @property
    def event(self) -> ItemPublished:
        return ItemPublished(slug=self.item.slug, revision=self.revision)


def publish(
    item: Item, current: Published | None, *, at: datetime
) -> Publication | None:
    """The item's next revision; None when readers have this content already."""
    if current is None:
        return Publication(item, 1, at)
    if current.fingerprint == item.fingerprint:
        return None
    return Publication(item, current.revision + 1, at)

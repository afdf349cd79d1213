"""What a library item is. Pure: no I/O, no clock, no framework."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shared.vocabulary import REVIEWED_TOPICS


@dataclass(frozen=True, slots=True)
class Source:
    title: str
    url: str
    licence: str
    checked_on: str  # a day, ISO 8601


@dataclass(frozen=True, slots=True)
class File:
    """A picture or a download beside the text; its content is kept by ``digest``."""

    name: str
    digest: str  # SHA-256
    licence: str
    source: str | None = None  # whose it is, if not ours
    alt: Mapping[str, str] | None = None  # of a picture, by language
    decoration: bool = False  # a picture that says nothing
    title: Mapping[str, str] | None = None  # of what is no picture


@dataclass(frozen=True, slots=True)
class Case:
    """What a case study says at a glance, a line each."""

    partner: str
    goals: str
    actions: str
    results: str
    cost: str


@dataclass(frozen=True, slots=True)
class Text:
    title: str
    summary: str
    body: str  # Markdown, headings from ##
    case: Case | None = None
    behind: bool = False  # a translation of an original that has changed since


@dataclass(frozen=True, slots=True)
class Item:
    """What an editor wrote; by language where it is text."""

    slug: str
    type: str
    original: str  # the language that the others were translated from
    audiences: tuple[str, ...]
    topics: tuple[str, ...]
    regions: tuple[str, ...]
    licence: str
    reviewed_by: str | None
    sources: tuple[Source, ...]
    texts: Mapping[str, Text]
    country: str | None = None  # ISO 3166-1, of a case study
    period: str | None = None  # months: 2018-06/2018-09, 2019-05/ if it goes on
    related: tuple[str, ...] = ()
    review_on: str | None = None  # the day to look at its facts again, ISO 8601
    files: tuple[File, ...] = ()

    @property
    def is_delicate(self) -> bool:
        """Whether a mistake in it can cost a life."""
        return not REVIEWED_TOPICS.isdisjoint(self.topics)

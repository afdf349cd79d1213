"""What can be found and what is asked. Pure: no I/O, no framework."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from shared.languages import LANGUAGES

LIBRARY, COURSE, HUB = KINDS = ("library", "course", "hub")
# What entries are narrowed by, and where it stands in one.
FIELDS = {
    "kind": "kind",
    "type": "type",
    "audience": "audiences",
    "topic": "topics",
    "region": "regions",
}
FACETS = tuple(FIELDS)


@dataclass(frozen=True, slots=True)
class Text:
    """One language of an entry; ``body`` is plain, block by block."""

    title: str
    summary: str
    body: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that readers may find, as its owner published it."""

    kind: str
    slug: str
    version: int  # the owner's count of published states
    texts: Mapping[str, Text]
    type: str | None = None  # of a library item
    audiences: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Removed:
    """Something that readers find no more."""

    kind: str
    slug: str
    version: int


@dataclass(frozen=True, slots=True)
class Filters:
    """What a question is narrowed to, by the names of facets."""

    chosen: Mapping[str, str] = field(default_factory=dict)

    def without(self, facet: str) -> Filters:
        return Filters({k: v for k, v in self.chosen.items() if k != facet})


@dataclass(frozen=True, slots=True)
class Word:
    """One word of an expression: any of these terms stands for it."""

    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Variant:
    """A way to say one part of a question: all its words, in any order."""

    words: tuple[Word, ...]
    weight: float  # 1 for what was typed


# One word of the question: any of the variants answers it.
Part = tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as it is searched for."""

    parts: tuple[Part, ...]
    searched_for: str | None  # the words, where they are not those typed


def other_languages(language: str) -> tuple[str, ...]:
    return tuple(name for name in LANGUAGES if name != language)

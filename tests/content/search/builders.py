"""Entries and indexes as tests need them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from services.content.search.documents import analysed
from services.content.search.domain import Entry, Filters, Text
from services.content.search.engine import Engine, ordinal
from services.content.search.live import Language
from services.content.search.query import Lexicon, understand
from services.content.search.spelling import Vocabulary
from services.content.taxonomy.domain import shipped

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def an_entry(
    slug: str = "light",
    uk: str = "Освітлення двору",
    en: str = "Light in the yard",
    *,
    summary: str = "",
    body: str = "",
    kind: str = "library",
    version: int = 1,
    type: str | None = "guideline",  # noqa: A002  # the field's own name
    audiences: tuple[str, ...] = ("citizen",),
    topics: tuple[str, ...] = (),
    regions: tuple[str, ...] = (),
    published_at: datetime = NOON,
) -> Entry:
    """``summary`` and ``body`` are those of the Ukrainian text; no title, no text."""
    texts = {"uk": Text(uk, summary, (body,) if body else ())} if uk else {}
    if en:
        texts["en"] = Text(en, "")
    return Entry(
        kind=kind,
        slug=slug,
        version=version,
        texts=texts,
        type=type,
        audiences=audiences,
        topics=topics,
        regions=regions,
        published_at=published_at,
    )


class Searching:
    """An index with these entries, asked as the service asks it."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.engine = Engine()
        self._slugs: dict[int, str] = {}
        for entry in entries:
            document = analysed(entry, shipped())
            self.engine.put(document)
            self._slugs[ordinal(document["key"])] = entry.slug
        self.engine.commit()
        vocabulary = Vocabulary()
        vocabulary.update(self.engine.words())
        words = Language.of(shipped())
        self.lexicon = Lexicon(
            vocabulary,
            words.meanings,
            words.russian,
            words.little,
            self.engine.is_indexed,
        )

    def __call__(
        self, q: str, language: str = "uk", *, typing: bool = False, **chosen: str
    ) -> list[str]:
        """The slugs found, the best first."""
        asked = understand(q, self.lexicon, typing=typing)
        found = self.engine.search(asked.parts, language, Filters(chosen))
        return [self._slugs[hit.ordinal] for hit in found.hits]

    def searched_for(self, q: str) -> str | None:
        return understand(q, self.lexicon).searched_for

"""The index in memory: tantivy, told what we mean by a match and a rank (ADR 23)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import tantivy
from tantivy import Occur, Query

from services.content.search.domain import (
    FACETS,
    FIELDS,
    Filters,
    Part,
    Variant,
    Word,
    other_languages,
)
from shared.languages import LANGUAGES
from shared.mongo import Doc

# How often a word counts for each time it stands there (BM25F with whole weights): one
# list of entries a word and language, where a field each would make four to go through.
TIMES = {"title": 5, "summary": 2, "labels": 2, "body": 1}
_OTHER_LANGUAGE = 0.4
# Of what a word matches besides its best way.
_TIES = 0.15
# Entries with every word of a question come first, by this much; where fewer than so
# many have all, those with half of them follow.
_FEW = 10
_ALL_WORDS = 3.0
DEEPEST = 1000  # hits that can be paged through

_WRITER_BYTES = 15_000_000
_FACET_VALUES = 200
# Scores are compared in steps of this part, so that the last bits decide nothing.
_STEPS = 10_000


@dataclass(frozen=True, slots=True)
class Hit:
    score: int
    ordinal: int

    @property
    def place(self) -> tuple[int, int]:
        """What hits are sorted by."""
        return -self.score, self.ordinal


@dataclass(frozen=True, slots=True)
class Found:
    hits: list[Hit]  # the best first, ``DEEPEST`` at most
    count: int
    query: Query  # what facets are counted by, before filters


def ordinal(key: str) -> int:
    """A number for an entry, the same in every process; ties are broken by it."""
    return int.from_bytes(blake2b(key.encode(), digest_size=7).digest(), "big")


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("ordinal", stored=False, indexed=True, fast=True)
    for facet in FACETS:
        builder.add_text_field(
            facet, fast=True, tokenizer_name="raw", index_option="basic"
        )
    for language in LANGUAGES:
        builder.add_text_field(
            f"terms_{language}", tokenizer_name="whitespace", index_option="freq"
        )
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="basic")
    return builder.build()


class Engine:
    """One index. Changes show after ``commit``; not for several threads at once."""

    def __init__(self) -> None:
        self._schema = _schema()
        self._index = tantivy.Index(self._schema)
        self._writer = self._index.writer(_WRITER_BYTES, 1)
        self._searcher = self._index.searcher()

    def put(self, entry: Doc) -> None:
        """Hold this analysed entry instead of an earlier state of it."""
        self.remove(entry["key"])
        document = tantivy.Document()
        document.add_integer("ordinal", ordinal(entry["key"]))
        for facet, name in FIELDS.items():
            values = entry[name]
            for value in values if isinstance(values, list) else [values]:
                if value is not None:
                    document.add_text(facet, value)
        for language, text in entry["texts"].items():
            for part, times in TIMES.items():
                document.add_text(
                    f"terms_{language}", " ".join([_terms(text, part)] * times)
                )
            document.add_text("words", text["words"])
        self._writer.add_document(document)

    def remove(self, key: str) -> None:
        self._writer.delete_documents_by_term("ordinal", ordinal(key))

    def commit(self) -> None:
        self._writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def words(self) -> list[tuple[str, int]]:
        """Every word that entries hold, with the number of entries."""
        return self._searcher.terms_with_prefix("words", "")

    def is_indexed(self, term: str) -> bool:
        return any(
            self._searcher.doc_freq(f"terms_{language}", term) for language in LANGUAGES
        )

    def search(self, parts: Sequence[Part], language: str, filters: Filters) -> Found:
        """Entries that answer the parts of a question, the best first."""
        asked = [query for part in parts if (query := self._part(part, language))]
        if not asked:
            return Found([], 0, Query.empty_query())
        strict = Query.boolean_query([(Occur.Must, query) for query in asked])
        found = self._hits(strict, filters)
        few = found.count < _FEW
        # As many as can be paged through: nobody comes to those with fewer words.
        if found.count >= DEEPEST or len(asked) == 1 or (len(asked) == 2 and not few):
            return found
        # Whoever asks in a sentence uses words that the answer does not.
        enough = len(asked) // 2 if few else len(asked) * 2 // 3
        loose = self._hits(
            Query.boolean_query(
                [(Occur.Should, query) for query in asked],
                minimum_number_should_match=enough,
            ),
            filters,
        )
        return _merged(found, loose)

    def everything(self, filters: Filters) -> Found:
        """All entries, unranked: for their number and their facets."""
        query = Query.all_query()
        found = self._searcher.search(self._narrowed(query, filters), 1)
        return Found([], _count_of(found), query)

    def facets(
        self, query: Query, filters: Filters, names: Iterable[str]
    ) -> dict[str, dict[str, int]]:
        """For each facet its values with the number of entries, other filters on."""
        counted: dict[str, dict[str, int]] = {}
        free = [name for name in names if name not in filters.chosen]
        counted |= self._count(query, filters, free)
        for name in filters.chosen.keys() & set(names):
            counted |= self._count(query, filters.without(name), [name])
        return {name: counted[name] for name in names}

    def _count(
        self, query: Query, filters: Filters, names: Sequence[str]
    ) -> dict[str, dict[str, int]]:
        if not names:
            return {}
        asked = {
            name: {"terms": {"field": name, "size": _FACET_VALUES}} for name in names
        }
        found = self._searcher.aggregate(self._narrowed(query, filters), asked)
        return {
            name: {
                bucket["key"]: int(bucket["doc_count"])
                for bucket in found[name]["buckets"]
            }
            for name in names
        }

    def _hits(self, query: Query, filters: Filters) -> Found:
        found = self._searcher.search(self._narrowed(query, filters), DEEPEST)
        ordinals = self._searcher.fast_field_values(
            "ordinal", [address for _, address in found.hits]
        )
        hits = [
            Hit(round(score * _STEPS), int(number or 0))
            for (score, _), number in zip(found.hits, ordinals, strict=True)
        ]
        return Found(sorted(hits, key=lambda hit: hit.place), _count_of(found), query)

    def _narrowed(self, query: Query, filters: Filters) -> Query:
        if not filters.chosen:
            return query
        narrow = [
            (Occur.Must, Query.const_score_query(self._term(name, value), 0.0))
            for name, value in filters.chosen.items()
        ]
        return Query.boolean_query([(Occur.Must, query), *narrow])

    def _part(self, part: Part, language: str) -> Query | None:
        """A query for one part; None where nothing can match it."""
        fields = _fields(language)
        ways: list[Query] = []
        for variant in part:
            if len(variant.words) == 1:
                ways += self._places(variant.words[0], fields, variant.weight)
            elif together := self._together(variant, fields):
                ways.append(together)
        return Query.disjunction_max_query(ways, _TIES) if ways else None

    def _together(self, variant: Variant, fields: Mapping[str, float]) -> Query | None:
        """All words of an expression."""
        each = [self._places(word, fields, 1.0) for word in variant.words]
        if not all(each):
            return None
        musts = [
            (Occur.Must, Query.disjunction_max_query(places, _TIES)) for places in each
        ]
        # As much as one word, however many there are.
        weight = variant.weight / len(variant.words)
        return Query.boost_query(Query.boolean_query(musts), weight)

    def _places(
        self, word: Word, fields: Mapping[str, float], weight: float
    ) -> list[Query]:
        return [
            Query.boost_query(self._term(field, term), weight * own)
            for term in sorted(word.terms)
            for field, own in fields.items()
            if self._searcher.doc_freq(field, term)
        ]

    def _term(self, field: str, value: str) -> Query:
        return Query.term_query(self._schema, field, value, "freq")


def _count_of(found: tantivy.SearchResult) -> int:
    return int(found.count)  # type: ignore[attr-defined]  # absent from the stub


def _merged(strict: Found, loose: Found) -> Found:
    """What ``loose`` found, with those that ``strict`` found too lifted."""
    scores = {hit.ordinal: hit.score for hit in loose.hits}
    scores |= {hit.ordinal: round(hit.score * _ALL_WORDS) for hit in strict.hits}
    hits = [Hit(score, number) for number, score in scores.items()]
    best = sorted(hits, key=lambda hit: hit.place)[:DEEPEST]
    return Found(best, loose.count, loose.query)


def _fields(language: str) -> dict[str, float]:
    """Where a word is looked for, and how much it weighs there."""
    others = dict.fromkeys(other_languages(language), _OTHER_LANGUAGE)
    weights = {language: 1.0, **others}
    return {f"terms_{name}": weight for name, weight in weights.items()}


def _terms(text: Mapping[str, Any], part: str) -> str:
    if part == "body":
        return " ".join(passage["terms"] for passage in text["passages"])
    return str(text[f"{part}_terms"])

"""How found entries are shown: in one language, with the place that answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.content.search.analysis import marked
from services.content.search.domain import Part
from services.content.taxonomy.domain import Taxonomy
from shared.languages import present, resolve
from shared.mongo import Doc

_LONGEST = 260  # characters of a snippet
_BEFORE = 60  # of them at most before the first hit, where it must be cut

Pieces = list[tuple[str, bool]]


def shown(entry: Doc, language: str, parts: Sequence[Part] = ()) -> dict[str, Any]:
    """An entry as a list shows it; ``snippet`` is empty for no question."""
    chosen, text = resolve(entry["texts"], language)
    return {
        "kind": entry["kind"],
        "slug": entry["slug"],
        "type": entry["type"],
        "title": text["title"],
        "summary": text["summary"],
        "language": chosen,
        "languages": present(entry["texts"]),
        "audiences": entry["audiences"],
        "topics": entry["topics"],
        "regions": entry["regions"],
        "revision": entry["version"],
        "published_at": entry["published_at"],
        "snippet": [
            {"text": piece, "hit": hit} for piece, hit in _snippet(text, parts)
        ],
    }


def _snippet(text: Doc, parts: Sequence[Part]) -> Pieces:
    """The passage that answers most of the question, the summary if none does more."""
    if not parts:
        return []
    wanted = frozenset(
        term
        for part in parts
        for variant in part
        for word in variant.words
        for term in word.terms
    )
    best, most = text["summary"], _worth(text["summary_terms"], wanted, parts)
    for passage in text["passages"]:
        worth = _worth(passage["terms"], wanted, parts)
        if worth > most:
            best, most = passage["text"], worth
    return _cut(marked(best, wanted))


def _worth(terms: str, wanted: frozenset[str], parts: Sequence[Part]) -> float:
    """How much of the question is in a passage, by its terms."""
    there = wanted.intersection(terms.split())
    if not there:
        return 0.0
    return sum(
        max(
            (
                variant.weight
                for variant in part
                if not any(word.terms.isdisjoint(there) for word in variant.words)
            ),
            default=0.0,
        )
        for part in parts
    )


def _cut(pieces: Pieces) -> Pieces:
    """What of a long passage stands around its first hit."""
    if sum(len(piece) for piece, _ in pieces) <= _LONGEST:
        return pieces
    if pieces[0][1] is False and len(pieces) > 1 and len(pieces[0][0]) > _BEFORE:
        lead = pieces[0][0][-_BEFORE:]
        pieces = [("…" + lead[lead.find(" ") :], False), *pieces[1:]]
    kept: Pieces = []
    room = _LONGEST
    for piece, hit in pieces:
        if len(piece) > room:
            end = piece[:room].rfind(" ")
            kept.append((piece[: max(end, 0)] + "…", False))
            return kept
        kept.append((piece, hit))
        room -= len(piece)
    return kept


def facet_views(
    counted: Mapping[str, Mapping[str, int]], taxonomy: Taxonomy, language: str
) -> dict[str, list[dict[str, Any]]]:
    """Facets with labels, the values of most entries first."""
    return {
        facet: sorted(
            (
                {
                    "value": value,
                    "label": label(value, taxonomy, language),
                    "count": count,
                }
                for value, count in values.items()
            ),
            key=lambda row: (-row["count"], row["label"]),
        )
        for facet, values in counted.items()
    }


def label(id_: str, taxonomy: Taxonomy, language: str) -> str:
    """A concept's label; what the taxonomy does not know is shown as it is."""
    concept = taxonomy.concepts.get(id_)
    return concept.label(language) if concept else id_

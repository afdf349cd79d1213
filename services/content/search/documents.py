"""An entry as it is kept: analysed once, when it is written."""

from __future__ import annotations

from services.content.search.analysis import passages, term_string, word_set
from services.content.search.domain import Entry, Text
from services.content.taxonomy.domain import Taxonomy
from shared.mongo import Doc


def key(kind: str, slug: str) -> str:
    return f"{kind}:{slug}"


def analysed(entry: Entry, taxonomy: Taxonomy) -> Doc:
    """What the index needs to know of an entry, in the form it needs it in."""
    return {
        "key": key(entry.kind, entry.slug),
        "kind": entry.kind,
        "slug": entry.slug,
        "version": entry.version,
        "removed": False,
        "type": entry.type,
        "audiences": [*entry.audiences],
        "topics": [*entry.topics],
        "regions": [*entry.regions],
        "published_at": entry.published_at,
        "texts": {
            language: _analysed(text, _labels(entry, taxonomy, language))
            for language, text in entry.texts.items()
        },
    }


def _analysed(text: Text, labels: str) -> Doc:
    body = [*passages(text.body)]
    return {
        "title": text.title,
        "summary": text.summary,
        "title_terms": term_string(text.title),
        "summary_terms": term_string(text.summary),
        "labels_terms": term_string(labels),
        "passages": [
            {"text": passage, "terms": term_string(passage)} for passage in body
        ],
        "words": word_set("\n".join((text.title, text.summary, labels, *body))),
    }


def _labels(entry: Entry, taxonomy: Taxonomy, language: str) -> str:
    ids = (entry.type or "", *entry.topics, *entry.audiences, *entry.regions)
    known = [taxonomy.concepts[id_] for id_ in ids if id_ in taxonomy.concepts]
    return "\n".join(name for concept in known for name in concept.names(language))

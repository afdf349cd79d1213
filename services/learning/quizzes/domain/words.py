"""Whether a short answer says what is accepted, in any form of its words (ADR 17)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import snowballstemmer

from shared.uk_text import lemmas, words

_ARTICLES = frozenset({"a", "an", "the"})

Forms = tuple[frozenset[str], ...]  # word by word, what each may be a form of


def is_accepted(given: str, accepted: Mapping[str, Iterable[str]]) -> bool:
    """Whether ``given`` agrees with an accepted answer of any language.

    Case, punctuation and the forms of words do not matter; their order does.
    """
    return any(
        agree(given, text, language)
        for language, texts in accepted.items()
        for text in texts
    )


def agree(one: str, other: str, language: str) -> bool:
    """Whether two texts have the same words in the same order, in whichever forms."""
    ours, theirs = _forms(one, language), _forms(other, language)
    return (
        bool(ours)
        and len(ours) == len(theirs)
        and all(a & b for a, b in zip(ours, theirs, strict=True))
    )


def _forms(text: str, language: str) -> Forms:
    found = words(text)
    if language != "en":
        return tuple(lemmas(word) for word in found)
    # One each time: a stemmer keeps its word while it works.
    stemmer = snowballstemmer.stemmer("english")
    said = [word for word in found if word not in _ARTICLES] or found
    return tuple(frozenset({stemmer.stemWord(word)}) for word in said)

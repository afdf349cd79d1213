"""Expressions that mean the same, found in a question by the forms of their words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from services.content.search.analysis import terms
from shared.uk_text import words

Expression = tuple[frozenset[str], ...]  # word by word, the terms it may be


class Meanings:
    """Rows of expressions; those of one row stand for each other."""

    def __init__(self, rows: Iterable[Iterable[str]], little: frozenset[str]) -> None:
        self._rows = [tuple(expression(said, little) for said in row) for row in rows]
        self._by_first: defaultdict[str, list[tuple[Expression, int]]] = defaultdict(
            list
        )
        for number, row in enumerate(self._rows):
            for said in row:
                for term in said[0]:
                    self._by_first[term].append((said, number))

    def __contains__(self, terms_of_word: frozenset[str]) -> bool:
        """Whether an expression begins with this word."""
        return any(term in self._by_first for term in terms_of_word)

    def found(
        self, question: Sequence[frozenset[str]]
    ) -> Iterable[tuple[range, list[Expression]]]:
        """Where the question says something of a row, and what else it may say."""
        for begin, first in enumerate(question):
            for said, number in {
                (said, number)
                for term in first
                for said, number in self._by_first.get(term, ())
            }:
                place = range(begin, begin + len(said))
                if place.stop <= len(question) and all(
                    question[at] & said[at - begin] for at in place
                ):
                    others = [other for other in self._rows[number] if other != said]
                    yield place, others


def expression(text: str, little: frozenset[str]) -> Expression:
    """The words that tell; all of them, if none does."""
    said = words(text)
    telling = [word for word in said if word not in little]
    return tuple(terms(word) for word in telling or said)

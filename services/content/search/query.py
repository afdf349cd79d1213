"""From what somebody typed to what is searched for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from services.content.search.analysis import terms
from services.content.search.domain import Part, Understood, Variant, Word
from services.content.search.meanings import Expression, Meanings
from services.content.search.spelling import Russian, Vocabulary, other_layout
from shared.uk_text import is_in_dictionary, words

MOST_WORDS = 16  # further ones say nothing more
_COMPLETIONS = 30
SAME_MEANING = 0.6
_SECOND_GUESS = 0.7


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that a question is read by."""

    vocabulary: Vocabulary
    meanings: Meanings
    russian: Russian
    little: frozenset[str]  # words that say nothing of what is looked for
    is_indexed: Callable[[str], bool]  # whether an entry holds the term

    def knows(self, word: str) -> bool:
        return (
            word in self.vocabulary
            or terms(word) in self.meanings
            or any(self.is_indexed(term) for term in terms(word))
        )


@dataclass(frozen=True, slots=True)
class _Meant:
    """A word of the question: what was typed and what it is taken for."""

    typed: str
    said: tuple[str, ...]  # the likeliest first; a word may become several
    others: tuple[str, ...] = ()


def understand(
    q: str, lexicon: Lexicon, *, literally: bool = False, typing: bool = False
) -> Understood:
    """Read a question.

    Args:
        literally: take every word as it was typed.
        typing: the last word may be a beginning.
    """
    typed = _typed_words(q, lexicon, literally=literally)[:MOST_WORDS]
    longer: list[str] = []
    if typing and typed:
        longer = lexicon.vocabulary.completions(typed[-1], _COMPLETIONS)
    meant = [
        # What is begun as a word of ours is begun is not misspelt.
        _Meant(word, (word,))
        if literally or (longer and at == len(typed))
        else _meant(word, lexicon)
        for at, word in enumerate(typed, 1)
    ]
    is_other = [word.typed for word in meant] != words(q)[:MOST_WORDS] or any(
        word.said != (word.typed,) for word in meant
    )
    shown = " ".join(said for word in meant for said in word.said)
    if longer:
        meant[-1] = replace(meant[-1], others=tuple(longer))
    return Understood(
        _parts(_telling(meant, lexicon), lexicon, literally=literally),
        shown if is_other else None,
    )


def _typed_words(q: str, lexicon: Lexicon, *, literally: bool) -> list[str]:
    """The words, each piece typed with the wrong language of the keyboard set right."""
    found: list[str] = []
    for piece in q.split():
        as_typed = words(piece)
        if not literally and not all(map(lexicon.knows, as_typed)):
            switched = words(other_layout(piece))
            if 0 < len(switched) <= len(as_typed) and all(
                lexicon.knows(word) or (len(word) > 1 and is_in_dictionary(word))
                for word in switched
            ):
                as_typed = switched
        found += as_typed
    return found


def _meant(word: str, lexicon: Lexicon) -> _Meant:
    as_typed = _Meant(word, (word,))
    if word in lexicon.little or word.isdigit() or lexicon.knows(word):
        return as_typed
    in_ukrainian = lexicon.russian.meaning(word)
    if in_ukrainian is not None:
        return replace(as_typed, said=tuple(words(in_ukrainian)))
    likely = lexicon.vocabulary.alike(word, may_be_wrong=not is_in_dictionary(word))
    if not likely:
        return as_typed
    return _Meant(word, (likely[0],), tuple(likely[1:]))


def _telling(meant: Sequence[_Meant], lexicon: Lexicon) -> list[_Meant]:
    """Without the little words, unless there are no others."""
    return [word for word in meant if word.typed not in lexicon.little] or [*meant]


def _parts(
    meant: Sequence[_Meant], lexicon: Lexicon, *, literally: bool
) -> tuple[Part, ...]:
    said = [word for one in meant for word in one.said]
    others = [o for one in meant for o in (*[()] * (len(one.said) - 1), one.others)]
    question = [terms(word) for word in said]
    parts: list[list[Variant]] = []
    for own, guesses in zip(question, others, strict=True):
        guessed = frozenset(term for guess in guesses for term in terms(guess)) - own
        part = [Variant((Word(own),), 1.0)]
        if guessed:
            part.append(Variant((Word(guessed),), _SECOND_GUESS))
        parts.append(part)
    if not literally:
        for place, same in lexicon.meanings.found(question):
            for at in place:
                parts[at] += _variants(same, SAME_MEANING / len(place))
    return tuple(_once(part) for part in parts)


def _variants(same: Sequence[Expression], weight: float) -> list[Variant]:
    single = frozenset(term for said in same if len(said) == 1 for term in said[0])
    found = [Variant((Word(single),), weight)] if single else []
    return found + [
        Variant(tuple(map(Word, said)), weight) for said in same if len(said) > 1
    ]


def _once(part: Sequence[Variant]) -> Part:
    """Each variant with the most weight it has."""
    weights: dict[tuple[Word, ...], float] = {}
    for variant in part:
        weights[variant.words] = max(weights.get(variant.words, 0), variant.weight)
    return tuple(Variant(said, weight) for said, weight in weights.items())

"""Words as they are indexed: terms that all forms of a word share (ADR 23).

A word in Ukrainian letters stands for all its lemmas, any other for its English stem,
in whichever language the text around it is: the same on both sides of a search.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer
from markdown_it import MarkdownIt

from shared.uk_text import lemmas, spans, words

PASSAGE = 240  # characters; about two lines of a snippet

_parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_ASCII = re.compile(r"[a-z']+")


@lru_cache(maxsize=20_000)
def terms(word: str) -> frozenset[str]:
    """What a word of ``shared.uk_text.words`` is indexed and looked up as."""
    if _ASCII.fullmatch(word):
        # One each time: a stemmer keeps its word while it works.
        return frozenset({snowballstemmer.stemmer("english").stemWord(word)})
    return lemmas(word)


@lru_cache(maxsize=30_000)
def _read(standing: str) -> tuple[tuple[str, ...], str]:
    """A word as it stands in a text: how it is spelt, and its terms."""
    spelt = tuple(words(standing))
    return spelt, " ".join(term for word in spelt for term in sorted(terms(word)))


def term_string(text: str) -> str:
    """The terms of a text in the order of its words, between spaces."""
    return " ".join(_read(text[a:b])[1] for a, b in spans(text))


def word_set(text: str) -> str:
    """Every word of a text once, between spaces: what typed words are compared with."""
    found = {word for a, b in spans(text) for word in _read(text[a:b])[0]}
    return " ".join(sorted(found))


def plain(markdown: str) -> tuple[str, ...]:
    """The words of each block, without the signs around them."""
    blocks = []
    for token in _parser.parse(markdown):
        if token.type in ("fence", "code_block"):
            blocks.append(token.content)
        elif token.type == "inline":
            blocks.append(
                "".join(
                    child.content if child.type in ("text", "code_inline") else " "
                    for child in token.children or []
                    if not child.type.endswith(("_open", "_close"))
                )
            )
    return tuple(joined for block in blocks if (joined := " ".join(block.split())))


def passages(blocks: tuple[str, ...]) -> Iterator[str]:
    """Sentences of a text, short ones together: what a snippet is cut from."""
    for block in blocks:
        held = ""
        for sentence in _SENTENCE.split(block):
            if held and len(held) + len(sentence) > PASSAGE:
                yield held
                held = ""
            held = f"{held} {sentence}".strip()
        if held:
            yield held


def marked(text: str, wanted: frozenset[str]) -> list[tuple[str, bool]]:
    """The text in pieces, those that are words of ``wanted`` terms told apart."""
    pieces: list[tuple[str, bool]] = []
    done = 0
    for begins, ends in spans(text):
        if any(terms(word) & wanted for word in words(text[begins:ends])):
            if begins > done:
                pieces.append((text[done:begins], False))
            pieces.append((text[begins:ends], True))
            done = ends
    if done < len(text):
        pieces.append((text[done:], False))
    return pieces

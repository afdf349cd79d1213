"""What was changed between two texts, for a person to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

SAME, REMOVED, ADDED = "same", "removed", "added"
Piece = tuple[str, str]  # one of the three, and the text

_WORD = re.compile(r"\s+|[^\s]+")
_MOST_WORDS = 2000  # of a passage that is compared word by word


def compare(old: str, new: str) -> list[Piece]:
    """Both texts as one, in pieces: first by lines, inside changed ones by words."""
    return _joined(
        _pieces(old.splitlines(keepends=True), new.splitlines(keepends=True))
    )


def _pieces(old: list[str], new: list[str], *, lines: bool = True) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        removed, added = "".join(old[a:b]), "".join(new[c:d])
        if tag == "equal":
            yield SAME, removed
            continue
        words = _WORD.findall(removed), _WORD.findall(added)
        if lines and removed and added and max(map(len, words)) < _MOST_WORDS:
            yield from _pieces(*words, lines=False)
            continue
        yield REMOVED, removed
        yield ADDED, added


def _joined(pieces: Iterator[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for kind, text in pieces:
        if not text:
            continue
        if joined and joined[-1][0] == kind:
            joined[-1] = (kind, joined[-1][1] + text)
        else:
            joined.append((kind, text))
    return joined

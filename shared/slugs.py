"""Names for addresses and folders out of titles and names in Ukrainian or English."""

from __future__ import annotations

import re

# How the Cabinet of Ministers' resolution 55 of 27 January 2010 writes Ukrainian in
# Latin letters; the second form stands at the beginning of a word.
_LETTERS = dict(
    zip(
        "абвгґдежзиіїйклмнопрстуфхцчшщьюяє'’",
        (
            *("a", "b", "v", "h", "g", "d", "e", "zh", "z", "y", "i", "i", "i", "k"),
            *("l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh", "ts", "ch"),
            *("sh", "shch", "", "iu", "ia", "ie", "", ""),
        ),
        strict=True,
    )
)
_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}


def slug_of(title: str, *, empty: str, most: int = 80) -> str:
    """Small Latin letters, digits and hyphens, up to ``most`` of them.

    Args:
        empty: the name where nothing is left.
    """
    romanised = " ".join(_romanised(word) for word in title.lower().split())
    words = re.findall(r"[a-z0-9]+", romanised)
    return "-".join(words)[:most].strip("-") or empty


def _romanised(word: str) -> str:
    word = word.replace("зг", "zgh").lstrip("«“\"'(")
    first = _FIRST.get(word[:1], _LETTERS.get(word[:1], word[:1]))
    return first + "".join(_LETTERS.get(letter, letter) for letter in word[1:])

"""How texts and what people type are made comparable."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

# Keyboards and editors write the Ukrainian apostrophe in all of these ways.
_ALIKE: dict[int, str | None] = {
    **dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u0060\u00b4"), "'"),
    0x00AD: None,  # soft hyphen: seen at the end of a line only
    0x0000: None,  # no pattern may hold it
}


def normalise(text: str) -> str:
    """Case, apostrophes, composition and spaces made one; letters never merged.

    і and ї, е and є, г and ґ are different letters, and words differ by them.
    """
    composed = unicodedata.normalize("NFC", text).translate(_ALIKE)
    return " ".join(unicodedata.normalize("NFC", composed.casefold()).split())


def searchable(texts: Iterable[str]) -> str:
    """What a store keeps beside the texts for ``every_word`` to look in."""
    return normalise("\n".join(texts))


def every_word(field: str, q: str) -> dict[str, Any]:
    """A MongoDB filter: each word of ``q`` occurs somewhere in ``field``."""
    words = dict.fromkeys(normalise(q).split())
    if not words:
        return {}
    return {"$and": [{field: {"$regex": re.escape(word)}} for word in words]}

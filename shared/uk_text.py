"""Ukrainian words as a dictionary knows them: their letters set right, their lemmas.

The dictionary (pymorphy3, 28 MB) is read when the first lemma is asked for. ADR 17 says
which traps are met here, and why і and ї, е and є, г and ґ are never made one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

import pymorphy3

# The dictionary knows the first alone; people type all of them.
_APOSTROPHES = dict.fromkeys(
    map(ord, "\u2018\u2019\u201b\u02b9\u02bb\u02bc\u02c8\u2032\u0060\u00b4\uff07"), "'"
)
_INVISIBLE = dict.fromkeys([0x00AD, *range(0x200B, 0x2010), 0x2060, 0xFEFF])
_STRESS = dict.fromkeys([0x0300, 0x0301])
# Letters that look the same; typed on another keyboard, or pasted.
_LATIN = "ABCEHIKMOPTXYaceiopxy"
_ALIKE = str.maketrans(_LATIN, "АВСЕНІКМОРТХУасеіорху")

_MARKS = "\u0300-\u036f"
_WORD = re.compile(rf"[^\W_][^\W_{_MARKS}]*(?:[{_MARKS}']*[^\W_]+)*[{_MARKS}]*")
# The same as it stands in a text, with whatever was typed for an apostrophe in it.
_INSIDE = "".join(map(chr, (*_APOSTROPHES, *_INVISIBLE, *range(0x300, 0x370)))) + "'"
_STANDING = re.compile(rf"[^\W_](?:[{_INSIDE}]*[^\W_])*[{_MARKS}]*")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_UKRAINIAN = re.compile("[абвгґдеєжзиіїйклмнопрстуфхцчшщьюя']+")


def words(text: str) -> list[str]:
    """The words of a text of any language, in order, in small letters.

    What stands between them is left out, and parts of a compound are words of their
    own. In words with a Cyrillic letter look-alikes of others become Cyrillic too.
    """
    spelt = text.translate(_APOSTROPHES).translate(_INVISIBLE)
    # Taken apart, so that a letter and the mark on it can be looked at alone.
    apart = unicodedata.normalize("NFD", spelt)
    return [_whole(found) for found in _WORD.findall(apart)]


def spans(text: str) -> list[tuple[int, int]]:
    """Where the words of a text stand in it: beginning and end of each."""
    return [found.span() for found in _STANDING.finditer(text)]


def _whole(word: str) -> str:
    if _CYRILLIC.search(word):
        word = word.translate(_ALIKE).translate(_STRESS)
    return unicodedata.normalize("NFC", word.lower())


@lru_cache(maxsize=20_000)
def lemmas(word: str) -> frozenset[str]:
    """The dictionary forms that a word of ``words`` may be a form of, all of them.

    «люди» may be of «людина» or of «люда», and only the text around would tell. What
    is not written in Ukrainian letters is its own.
    """
    if not _UKRAINIAN.fullmatch(word):
        return frozenset({word})
    return frozenset(parse.normal_form for parse in _dictionary().parse(word))


def is_in_dictionary(word: str) -> bool:
    """Whether this is a form of a Ukrainian word, and no guess by its ending."""
    return bool(_UKRAINIAN.fullmatch(word)) and _dictionary().word_is_known(word)


@cache
def _dictionary() -> pymorphy3.MorphAnalyzer:
    # Left to itself it also reads every г as ґ: «грати» as «ґрати».
    return pymorphy3.MorphAnalyzer(lang="uk", char_substitutes={})

"""What somebody meant who typed a word that nothing holds.

Words are compared by how they sound: one key for a Ukrainian word, its romanisation in
any usual manner (politsiia, policiya, politsija) and its Russian spelling (полиция).
What sounds like nothing either is compared letter by letter.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping

import snowballstemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA

# KMU 2010 with the differences that people do not keep taken out: и, і, ї and й are one
# vowel, г, ґ and х one breath.
_SOUNDS = {
    **dict(
        zip(
            "абвгґдежзиіїйклмнопрстуфхцчшщ",
            "abvhhdeZziiiiklmnoprstufhcCWS",
            strict=True,
        )
    ),
    "є": "ie",
    "ю": "iu",
    "я": "ia",
    "ы": "i",
    "э": "e",
    "ё": "e",
    "'": "",
    "ь": "",
    "ъ": "",
}
_CYRILLIC_SOUNDS = str.maketrans(_SOUNDS)
_LATIN_SOUNDS = (
    ("shch", "S"), ("sch", "S"), ("zh", "Z"), ("kh", "h"), ("ch", "C"), ("sh", "W"),
    ("ts", "c"), ("tz", "c"), ("x", "h"), ("g", "h"), ("w", "v"), ("q", "k"),
    ("j", "i"), ("y", "i"), ("'", ""),
)  # fmt: skip
_TWICE = re.compile(r"(.)\1+")
_RUSSIAN_ENDING = re.compile("ость$")
_LATIN = re.compile("[a-z']+")

_LATIN_KEYS = "`qwertyuiop[]\\asdfghjkl;'zxcvbnm,."
_UKRAINIAN_KEYS = "'йцукенгшщзхїґфівапролджєячсмитьбю"
_TO_UKRAINIAN = str.maketrans(_LATIN_KEYS, _UKRAINIAN_KEYS)
_TO_LATIN = str.maketrans(_UKRAINIAN_KEYS, _LATIN_KEYS)

# As many letters may be wrong in a word of this many.
_ONE_WRONG, _TWO_WRONG = 4, 8
_MOST = 3  # words that one word is taken for


def sound(word: str) -> str:
    """The same for words that are spelt differently and said alike."""
    if _LATIN.fullmatch(word):
        for letters, said in _LATIN_SOUNDS:
            word = word.replace(letters, said)
    else:
        word = _RUSSIAN_ENDING.sub("ість", word).translate(_CYRILLIC_SOUNDS)
    return _TWICE.sub(r"\1", word).replace("ie", "e")  # є as people write it: ye, e


def other_layout(typed: str) -> str:
    """What the same keys give with the keyboard's other language."""
    typed = typed.lower()
    table = _TO_UKRAINIAN if typed.isascii() else _TO_LATIN
    return typed.translate(table)


class Russian:
    """Russian words by their stems, and what they are in Ukrainian."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self._table = table
        self._by_stem: dict[str, str] = {}
        for word, said in table.items():  # of two with one stem, the first
            self._by_stem.setdefault(_russian_stem(word), said)

    def meaning(self, word: str) -> str | None:
        return self._table.get(word) or self._by_stem.get(_russian_stem(word))


def _russian_stem(word: str) -> str:
    stem: str = snowballstemmer.stemmer("russian").stemWord(word.replace("ё", "е"))
    return stem


class Vocabulary:
    """The words that entries hold, each with the number of entries."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._by_sound: defaultdict[str, list[str]] = defaultdict(list)
        self._by_length: defaultdict[int, list[str]] = defaultdict(list)
        self._sounds_by_length: defaultdict[int, list[str]] = defaultdict(list)
        self._sorted: list[str] = []

    def __contains__(self, word: str) -> bool:
        return word in self._counts

    def update(self, counts: Iterable[tuple[str, int]]) -> None:
        """Take the counts as they are now."""
        now = dict(counts)
        for word in now.keys() - self._counts.keys():
            self._learn(word)
        gone = self._counts.keys() - now.keys()
        # Kept among the sounds, where finding one costs nothing: it has no count.
        self._counts = now
        if gone or len(self._sorted) != len(now):
            self._sorted = sorted(now)

    def _learn(self, word: str) -> None:
        said = sound(word)
        if said not in self._by_sound:
            self._sounds_by_length[len(said)].append(said)
        if word not in self._by_sound[said]:
            self._by_sound[said].append(word)
            self._by_length[len(word)].append(word)

    def completions(self, prefix: str, most: int) -> list[str]:
        """The words that begin so, the most frequent first."""
        begin = bisect_left(self._sorted, prefix)
        end = bisect_left(self._sorted, prefix + "\U0010ffff")
        return self._best(self._sorted[begin:end], prefix)[:most]

    def alike(self, word: str, *, may_be_wrong: bool) -> list[str]:
        """The words that may be meant, the likeliest first; empty if none comes near.

        Args:
            may_be_wrong: whether letters may differ, or only the way to spell a sound.
        """
        said = sound(word)
        if same := self._best(self._by_sound.get(said, ()), word):
            return same[:_MOST]
        if not may_be_wrong:
            return []
        near = _near(word, self._by_length)
        if _LATIN.fullmatch(word):
            for distance, sounds in _near(said, self._sounds_by_length).items():
                near[distance] += [
                    known
                    for other in sounds
                    if other[:1] == said[:1]  # much is lost in a sound already
                    for known in self._by_sound[other]
                ]
        for distance in sorted(near):
            if found := self._best(near[distance], word):
                return found[:_MOST]
        return []

    def _best(self, words: Iterable[str], typed: str) -> list[str]:
        present = [word for word in dict.fromkeys(words) if word in self._counts]
        return sorted(
            present, key=lambda word: (word[0] != typed[0], -self._counts[word], word)
        )


def _near(word: str, by_length: Mapping[int, list[str]]) -> defaultdict[int, list[str]]:
    """Words by their distance from this one, as far as its length allows."""
    near: defaultdict[int, list[str]] = defaultdict(list)
    bound = (len(word) >= _ONE_WRONG) + (len(word) >= _TWO_WRONG)
    if bound:
        for length in range(len(word) - bound, len(word) + bound + 1):
            for found, distance, _ in process.extract(
                word,
                by_length.get(length, ()),
                scorer=OSA.distance,
                score_cutoff=bound,
                limit=None,
            ):
                near[int(distance)].append(found)
    return near

"""Crockford's base 32: characters that survive being read aloud and typed."""

from __future__ import annotations

import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O and U

# What people type for a character that looks like it, on either keyboard.
_ALIKE = str.maketrans("OILАВСЕНКМОРТХІУ", "011ABCEHKM0PTX1Y")


def normalise(typed: str) -> str | None:
    """The bare characters, whatever their case, spaces, hyphens and look-alikes.

    ``None`` where something else is among them.
    """
    kept = "".join(
        character
        for character in typed.upper()
        if unicodedata.category(character) not in ("Zs", "Pd", "Cc", "Cf")
    ).translate(_ALIKE)
    return kept if all(character in ALPHABET for character in kept) else None


def grouped(characters: str, size: int) -> str:
    """As people read it: ``7K3M-9QXT`` for groups of four."""
    starts = range(0, len(characters), size)
    return "-".join(characters[start : start + size] for start in starts)

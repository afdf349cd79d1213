"""The fields of a form as somebody typed them."""

from __future__ import annotations

from flask import request

from shared.languages import LANGUAGES
from shared.slugs import slug_of

_LONGEST_STEM = 50  # characters of a file name


def text(name: str) -> str:
    """A field as it was typed; browsers end lines in two characters."""
    return request.form.get(name, "").replace("\r\n", "\n").replace("\r", "\n")


def line(name: str) -> str:
    return text(name).strip()


def lines(name: str) -> list[str]:
    """The lines of a field that hold something."""
    return [found for part in text(name).split("\n") if (found := part.strip())]


def names(name: str) -> list[str]:
    """Names with commas or spaces between them."""
    return text(name).replace(",", " ").split()


def both(name: str) -> dict[str, str]:
    """``<name>_uk`` and ``<name>_en``, a line each."""
    return {language: line(f"{name}_{language}") for language in LANGUAGES}


def number(name: str) -> int | None:
    found = line(name)
    return int(found) if found.isdecimal() and len(found) < 6 else None


def file_name(sent: str) -> str:
    """A name as folders have them, out of what the file is called at home."""
    stem, dot, ending = sent.replace("\\", "/").rpartition("/")[2].rpartition(".")
    name = slug_of(stem if dot else ending, empty="file", most=_LONGEST_STEM)
    return f"{name}.{ending.lower()}" if dot else name

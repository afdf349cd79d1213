"""Texts in two languages: which of them a reader gets."""

from collections.abc import Mapping
from typing import TypeVar

from marshmallow import fields, validate

T = TypeVar("T")

LANGUAGES = ("uk", "en")  # the first is the platform's own


def language_field() -> fields.String:
    """The language a request asks for."""
    return fields.String(load_default="uk", validate=validate.OneOf(LANGUAGES))


def resolve(texts: Mapping[str, T], language: str) -> tuple[str, T]:
    """The asked language and its text, or those of the language there is."""
    for known in (language, *LANGUAGES):
        if known in texts:
            return known, texts[known]
    raise ValueError("no text in any language")


def present(texts: Mapping[str, object]) -> list[str]:
    """The languages a text exists in, in the platform's order."""
    return [language for language in LANGUAGES if language in texts]

"""Addresses as other sites and programs know them: whole, and one a page.

They begin with the address that the operator gave, never with the one that a request
named: answers are kept, and a stranger's ``Host`` must not reach the next reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for

from gateway import i18n
from gateway.settings import GatewaySettings
from shared.languages import present

ANY_LANGUAGE = "x-default"


@dataclass(frozen=True, slots=True)
class Listing:
    """Where search engines should find a page; ``alternates`` by language."""

    canonical: str
    alternates: dict[str, str]


def public(path: str) -> str:
    """The whole address of a path on this site."""
    settings: GatewaySettings = current_app.extensions["settings"]
    return settings.public_url.rstrip("/") + path


def of(endpoint: str, **values: Any) -> str:
    """The whole address of a page, in the language of this request unless ``lang``
    names another."""
    return public(url_for(endpoint, **values))


def alternates(
    endpoint: str, languages: Sequence[str] = i18n.SUPPORTED, **values: Any
) -> dict[str, str]:
    """A page's address in each language that its text exists in, and in any."""
    return _with_default(
        {code: of(endpoint, lang=code, **values) for code in languages}
    )


def listing(languages: Sequence[str] = i18n.SUPPORTED) -> Listing | None:
    """Of the page of this request; None where none should be found.

    What a form answered, and what a query chose from a list, are nobody's first page.
    A text shown in place of a missing translation belongs to its own language.
    """
    is_page = request.endpoint is not None and request.method in ("GET", "HEAD")
    if not is_page or request.query_string:
        return None
    languages = present(dict.fromkeys(languages))
    rest = request.path.partition("/")[2].partition("/")[2]
    found = {code: public(f"/{code}/{rest}") for code in languages}
    here = i18n.language()
    return Listing(found[here if here in found else languages[0]], _with_default(found))


def _with_default(by_language: dict[str, str]) -> dict[str, str]:
    first = next(iter(by_language.values()))
    return {**by_language, ANY_LANGUAGE: by_language.get(i18n.DEFAULT, first)}

"""Files of a library item, as its text and its page show them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import url_for

from gateway.markdown import File
from gateway.web.lessons import note_of
from shared.contracts.files_rpc import WIDTHS


def shown(item: Mapping[str, Any], language: str) -> tuple[File, ...]:
    """In the order of ``item["files"]``, described in a language."""
    return tuple(_shown(item["slug"], file, language) for file in item["files"])


def _shown(slug: str, file: Mapping[str, Any], language: str) -> File:
    at = partial(
        url_for, "library.file", slug=slug, name=file["name"], v=file["digest"]
    )
    words = file["alt"] or file["title"] or {}
    described = File(
        file["name"], at(), note_of(dict(file)), alt=words.get(language, "")
    )
    if file["width"] is None:
        return described
    return _as_picture(described, file, {width: at(width=width) for width in WIDTHS})


def _as_picture(file: File, told: Mapping[str, Any], smaller: dict[int, str]) -> File:
    """A large picture is never loaded whole by a text, only by whoever opens it."""
    size = (told["width"], told["height"])
    there = {w: address for w, address in smaller.items() if w < size[0]}
    whole = file.address
    if len(there) < len(smaller):
        there[size[0]] = whole
    sources = ", ".join(f"{address} {width}w" for width, address in there.items())
    return File(
        file.name,
        there[max(there)],
        file.note,
        alt=file.alt,
        sources=sources if len(there) > 1 else "",
        size=size,
        whole=whole,
    )

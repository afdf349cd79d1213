"""About, privacy, accessibility: plain pages whose whole text is the catalogue's."""

from __future__ import annotations

from itertools import count, takewhile

from flask import Blueprint, Response

from gateway import i18n
from gateway.web.rendering import page, shared

pages = Blueprint("information", __name__)


@pages.get("/about")
def about() -> Response:
    return _information("about")


@pages.get("/privacy")
def privacy() -> Response:
    return _information("privacy")


@pages.get("/accessibility")
def accessibility() -> Response:
    return _information("accessibility")


def _information(name: str) -> Response:
    """Sections ``<name>.1``, ``<name>.2`` …, each a title and paragraphs ``.1`` …"""
    sections = [
        {"title": i18n.t(f"{key}.title"), "paragraphs": _texts(key)}
        for key in _numbered(name, ".title")
    ]
    response = page(
        "information/page.html",
        title=i18n.t(f"{name}.title"),
        name=name,
        sections=sections,
    )
    return shared(response)


def _texts(key: str) -> list[str]:
    return [i18n.t(name) for name in _numbered(key, "")]


def _numbered(key: str, suffix: str) -> list[str]:
    numbers = takewhile(lambda n: i18n.has(f"{key}.{n}{suffix}"), count(1))
    return [f"{key}.{n}" for n in numbers]

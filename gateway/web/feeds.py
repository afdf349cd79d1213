"""What is new in the library as Atom: all of it, or of one type, audience or topic."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, render_template, url_for

from gateway import cache, i18n, rpc
from gateway.web import addresses, rendering, taxonomy

pages = Blueprint("feeds", __name__)
FILTERS = ("type", "audience", "topic")
SHOWN = 50
# Names are made in here, so that an entry stays the same one if the site moves.
_NAMES = uuid.UUID("6b0f5a5e-4a57-5d0c-9a0e-0c1e6a1f7b52")
_NOTHING_YET = "2026-01-01T00:00:00+00:00"  # a feed must say when it changed


@pages.get("/library/feed.atom")
def library() -> Response:
    filters = {k: v for k, v in rendering.asked(*FILTERS).items() if v}
    found = rpc.public(
        "content",
        "list_items",
        language=i18n.language(),
        limit=SHOWN,
        **rendering.given(filters),
    )
    entries = found["items"]
    times = [entry["published_at"] for entry in entries]
    feed = render_template(
        "library/feed.xml",
        name=name("feed", i18n.language(), *map("=".join, sorted(filters.items()))),
        title=_title(filters),
        page=addresses.of("library.index", **filters),
        own=addresses.of("feeds.library", **rendering.given(filters)),
        following=found["next"]
        and addresses.of("feeds.library", **filters, cursor=found["next"]),
        updated=max(times, default=_NOTHING_YET),
        entries=[
            {**entry, "name": name("item", entry["slug"], entry["language"])}
            for entry in entries
        ],
    )
    response = Response(feed, mimetype="application/atom+xml")
    return cache.public(response, tags=["content"])


def offered(filters: Mapping[str, str] | None = None) -> dict[str, str]:
    """The feed of a list, for the page to name: ``title`` and ``href``."""
    asked = filters or {}
    narrowing: dict[str, Any] = {k: asked[k] for k in FILTERS if asked.get(k)}
    return {"title": _title(narrowing), "href": url_for("feeds.library", **narrowing)}


def name(*parts: str) -> str:
    """A name that is the same whenever and from wherever it is asked for."""
    return uuid.uuid5(_NAMES, "/".join(parts)).urn


def _title(filters: Mapping[str, Any]) -> str:
    words = [
        taxonomy.label(value) if kind == "topic" else rendering.word(kind, value)
        for kind, value in filters.items()
    ]
    title = i18n.t("feed.title", site=i18n.t("site.name"))
    return f"{title}: {', '.join(words)}" if words else title

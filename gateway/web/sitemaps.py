"""What crawlers are told: which pages there are, and which not to ask for.

Only what anybody may read, at addresses without a query. Nothing personal is named,
nor a hub that was made up for demonstrations: nobody must find a door that is not
there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, abort, render_template

from gateway import cache, i18n, rpc
from gateway.web import addresses

site = Blueprint("sitemaps", __name__)
# The protocol allows 50,000 addresses a file; a smaller file fits into the cache.
ITEMS = 2500
_PLAIN = (
    *(
        "start.show",
        "courses.index",
        "library.index",
        "collections.index",
        "hubs.index",
    ),
    *("information.about", "information.privacy", "information.accessibility"),
    "certificates.check",
)
_TAGS = ("content", "learning", "hubs")
Place = dict[str, Any]  # of one page: ``alternates``, and ``changed`` where it is known


@site.get("/robots.txt")
def robots() -> Response:
    lines = (
        "User-agent: *",
        "Disallow: /api/",
        f"Sitemap: {addresses.of('sitemaps.sitemap')}",
    )
    response = Response("\n".join(lines) + "\n", mimetype="text/plain")
    return cache.public(response, tags=())


@site.get("/sitemap.xml")
def sitemap() -> Response:
    """Every page; or, of a large library, the files that list them."""
    items = _items(1)
    count = -(-items["total"] // ITEMS)
    if count <= 1:
        return _listed([*_around(), *_of_items(items)])
    parts = [addresses.of("sitemaps.pages")]
    parts += [addresses.of("sitemaps.items", part=n) for n in range(1, count + 1)]
    return _xml("sitemap_index.xml", parts=parts)


@site.get("/sitemaps/pages.xml")
def pages() -> Response:
    """Every page but those of the library's items."""
    return _listed([*_around()])


@site.get("/sitemaps/library-<int:part>.xml")
def items(part: int) -> Response:
    """Some of the library's items, the first part being 1."""
    found = _items(part) if part else {"items": []}
    if not found["items"]:
        abort(404)
    return _listed([*_of_items(found)])


def _items(part: int) -> Any:
    skip = (part - 1) * ITEMS
    return rpc.public("content", "list_addresses", skip=skip, limit=ITEMS)


def _of_items(found: Any) -> Iterator[Place]:
    for item in found["items"]:
        yield _place(
            "library.item", item["languages"], item["published_at"], slug=item["slug"]
        )


def _around() -> Iterator[Place]:
    yield from (_place(endpoint) for endpoint in _PLAIN)
    for course in _every("learning", "list_courses"):
        yield _place("courses.course", course["languages"], slug=course["slug"])
    for path in rpc.public("learning", "list_paths")["items"]:
        yield _place("courses.path", path["languages"], slug=path["slug"])
    for collection in rpc.public("content", "list_collections")["items"]:
        yield _place("collections.show", slug=collection["slug"])
    for hub in _every("hubs", "list_hubs"):
        if not hub["synthetic"]:
            yield _place("hubs.hub", hub["languages"], slug=hub["slug"])


def _every(service: str, method: str) -> Iterator[Any]:
    cursor = None
    while True:
        found = rpc.public(service, method, limit=100, cursor=cursor)
        yield from found["items"]
        cursor = found["next"]
        if cursor is None:
            return


def _place(
    endpoint: str,
    languages: list[str] | None = None,
    changed: str | None = None,
    **values: str,
) -> Place:
    chosen = languages or i18n.SUPPORTED
    found = addresses.alternates(endpoint, chosen, **values)
    return {"alternates": found, "changed": changed}


def _listed(places: list[Place]) -> Response:
    return _xml("sitemap.xml", places=places, any_language=addresses.ANY_LANGUAGE)


def _xml(template: str, **values: Any) -> Response:
    text = render_template(template, **values)
    return cache.public(Response(text, mimetype="application/xml"), tags=_TAGS)

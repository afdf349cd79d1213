"""Entries from what their owners say: library items, courses, hubs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from services.content.search.analysis import plain
from services.content.search.domain import COURSE, HUB, LIBRARY, Entry, Text
from shared.errors import NotFound
from shared.languages import LANGUAGES

# Asks another service: (service, method, **what is asked).
Ask = Callable[..., Any]
_LISTS = {COURSE: ("learning", "list_courses"), HUB: ("hubs", "list_hubs")}
_AT_ONCE = {COURSE: 5, HUB: 50}  # a course is asked for lesson by lesson
_BLOCK = re.compile(r"^:::.*$", re.MULTILINE)  # what frames blocks of a lesson


def of_item(slug: str, state: Mapping[str, Any]) -> Entry:
    """An item as ``items`` holds what readers see of it."""
    return Entry(
        kind=LIBRARY,
        slug=slug,
        version=state["revision"],
        texts={
            language: Text(text["title"], text["summary"], tuple(_said(text)))
            for language, text in state["texts"].items()
        },
        type=state["type"],
        audiences=tuple(state["audiences"]),
        topics=tuple(state["topics"]),
        regions=tuple(state["regions"]),
        published_at=state["published_at"],
    )


def _said(text: Mapping[str, Any]) -> Iterator[str]:
    yield from (text.get("case") or {}).values()
    yield from plain(text["body"])


def course(ask: Ask, slug: str) -> Entry | None:
    """A course's newest version with the texts of its lessons; None if it is gone."""
    shown = _in_languages(ask, "learning", "get_course", slug)
    if not shown:
        return None
    first = next(iter(shown.values()))
    return Entry(
        kind=COURSE,
        slug=slug,
        version=first["version"],
        texts={
            language: Text(
                view["title"], view["summary"], tuple(_taught(ask, view, language))
            )
            for language, view in shown.items()
        },
        audiences=tuple(first["audiences"]),
        topics=tuple(first["topics"]),
    )


def _taught(ask: Ask, view: Mapping[str, Any], language: str) -> Iterator[str]:
    for lesson in view["lessons"]:
        found = ask(
            "learning",
            "get_lesson",
            slug=view["slug"],
            version=view["version"],
            lesson=lesson["id"],
            language=language,
        )
        yield lesson["title"]
        yield from plain(_BLOCK.sub("", found["body"]))


def hub(ask: Ask, slug: str) -> Entry | None:
    """A hub's public entry; None if it is gone."""
    shown = _in_languages(ask, "hubs", "get_hub", slug)
    if not shown:
        return None
    return Entry(
        kind=HUB,
        slug=slug,
        version=next(iter(shown.values()))["version"],
        texts={
            language: Text(view["name"], view["summary"], tuple(_offered(view)))
            for language, view in shown.items()
        },
        audiences=tuple(
            dict.fromkeys(
                audience
                for view in shown.values()
                for service in view["services"]
                for audience in service["audiences"]
            )
        ),
    )


def _offered(view: Mapping[str, Any]) -> Iterator[str]:
    yield from (view["community"], view["address"])
    for service in view["services"]:
        yield f"{service['name']}. {service['summary']}"


def _in_languages(ask: Ask, service: str, method: str, slug: str) -> dict[str, Any]:
    """What the service shows in each language that it has the thing in."""
    try:
        views = [
            ask(service, method, slug=slug, language=language) for language in LANGUAGES
        ]
    except NotFound:
        return {}
    return {view["language"]: view for view in views}


def page_of(ask: Ask, kind: str, cursor: str | None) -> tuple[list[str], str | None]:
    """Slugs of some of another's things, and where to go on; None at the end."""
    listed = ask(*_LISTS[kind], limit=_AT_ONCE[kind], cursor=cursor)
    return [item["slug"] for item in listed["items"]], listed["next"]


READERS = {COURSE: course, HUB: hub}

"""Items that belong together. One names the other, and readers see it from both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.content.domain import Item
from shared.errors import Invalid


def check_related(item: Item, related: Mapping[str, Sequence[str]]) -> None:
    """Args:
        related: slug to what it names, of every item there is.

    Raises:
        Invalid: ``invalid_fields``: one does not exist, or the way leads back here.
    """
    said = {
        f"related.{index}": [problem]
        for index, slug in enumerate(item.related)
        if (problem := _problem(item.slug, slug, related))
    }
    if said:
        raise Invalid("invalid_fields", "Some fields need changing.", said)


def _problem(slug: str, named: str, related: Mapping[str, Sequence[str]]) -> str:
    if named == slug:
        return "An item is not related to itself."
    if named not in related:
        return f"There is no item “{named}”."
    way = _way(named, slug, related)
    if way is None:
        return ""
    circle = " → ".join([slug, *way])
    return f"A circle: {circle}. Readers see each from the other already."


def _way(
    start: str, end: str, related: Mapping[str, Sequence[str]]
) -> list[str] | None:
    """The shortest way along the names from one item to another."""
    ways = [[start]]
    seen = {start}
    for way in ways:
        for following in related.get(way[-1], ()):
            if following == end:
                return [*way, end]
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return None

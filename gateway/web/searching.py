"""What the pages that search have in common: questions, facets, ways to go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from gateway import i18n, rpc
from gateway.field_messages import localised
from gateway.web.rendering import address_with
from shared.errors import Invalid

FACETS = ("kind", "type", "audience", "topic", "region")
# The addresses of what search finds, by kind.
_PAGES = {"library": "library.item", "course": "courses.course", "hub": "hubs.hub"}
_SHOWN = 8  # values of a facet before the rest is folded away


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet, and where choosing it or letting it go leads."""

    label: str
    count: int
    href: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    title: str
    first: Sequence[Choice]
    rest: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Answer:
    """``found`` is None where the question was refused, with what is wrong with it."""

    found: dict[str, Any] | None
    problems: dict[str, str]

    @property
    def status(self) -> int:
        return 422 if self.problems else 200


def ask(method: str, asked: Mapping[str, str]) -> Answer:
    """Ask the content service; a question that is too long is answered on the page.

    Args:
        asked: ``q`` and facets; those that are empty are left out.

    Raises:
        ServiceError: what else the service refused.
    """
    given: dict[str, Any] = {name: value for name, value in asked.items() if value}
    if cursor := request.args.get("cursor"):
        given["cursor"] = cursor
    if is_exact():
        given["exact"] = True
    try:
        found = rpc.public("content", method, language=i18n.language(), **given)
    except Invalid as refusal:
        if "q" not in refusal.fields:
            raise
        return Answer(None, {"q": localised(refusal.fields["q"][0])})
    return Answer(found, {})


def is_exact() -> bool:
    """Whether the words are to be taken as they were typed."""
    return request.args.get("exact") == "true"


def facets(found: Mapping[str, Any], asked: Mapping[str, str]) -> list[Facet]:
    """Those with a choice to make, or one that was made."""
    listed = []
    for name, values in found["facets"].items():
        choices = [_choice(name, value, asked.get(name, "")) for value in values]
        if len(choices) > 1 or any(choice.is_chosen for choice in choices):
            choices.sort(key=lambda choice: not choice.is_chosen)
            title = i18n.t(f"filter.{name}")
            listed.append(Facet(title, choices[:_SHOWN], choices[_SHOWN:]))
    return listed


def _choice(name: str, value: Mapping[str, Any], chosen: str) -> Choice:
    is_chosen = value["value"] == chosen
    href = address_with(**{name: None if is_chosen else value["value"], "cursor": None})
    return Choice(value["label"], value["count"], href, is_chosen)


def address_of(entry: Mapping[str, Any]) -> str:
    """The page of something that was found."""
    return url_for(_PAGES[entry["kind"]], slug=entry["slug"])

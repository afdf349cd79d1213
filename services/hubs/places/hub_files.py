"""Hubs as files: ``<slug>.yaml`` each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.hubs.places.domain import (
    MAIN,
    Capacity,
    Eligibility,
    Hub,
    HubService,
    Open,
    Organisation,
    Phone,
    Place,
    Point,
    SpecialDay,
    in_order,
    overlaps,
)
from services.hubs.places.hub_schemas import HubFile
from shared.contracts.hubs_rpc import DAYS
from shared.documents import Document, read_named
from shared.folders import Problems, clean


def read_hubs(files: Mapping[str, str]) -> list[Hub]:
    """Every hub in the folder, by slug.

    Raises:
        Invalid: ``broken_directory``, every problem at ``path:line``.
    """
    problems = Problems()
    hubs = [
        _read_hub(path, text, problems)
        for path, text in sorted(clean(files, problems).items())
    ]
    problems.refuse(
        "broken_directory", "The directory has problems; nothing was imported."
    )
    return [hub for hub in hubs if hub is not None]


def _read_hub(path: str, text: str, problems: Problems) -> Hub | None:
    found = read_named(path, text, HubFile(), problems)
    if found is None:
        return None
    document, facts = found
    _check_ids(document, facts, problems)
    hours = _read_hours(document, facts["hours"], problems)
    special = _read_special_days(document, facts["special_days"], problems)
    return Hub(
        **{
            **facts,
            "hours": hours,
            "special_days": special,
            "point": _point(facts["point"]),
            "languages": tuple(facts["languages"]),
            "phones": _phones(facts["phones"]),
            "facilities": tuple(facts["facilities"]),
            "organisations": tuple(
                Organisation(**one) for one in facts["organisations"]
            ),
            "places": tuple(_read_place(one) for one in facts["places"]),
            "services": tuple(
                _read_service(document, index, one, problems)
                for index, one in enumerate(facts["services"])
            ),
        }
    )


def _read_place(facts: dict[str, Any]) -> Place:
    facilities = tuple(facts["facilities"])
    return Place(**{**facts, "facilities": facilities, "point": _point(facts["point"])})


def _read_service(
    document: Document, index: int, facts: dict[str, Any], problems: Problems
) -> HubService:
    documents, who, room = facts["documents"], facts["eligibility"], facts["capacity"]
    hours = _read_hours(document, facts["hours"], problems, "services", index)
    return HubService(
        **{
            **facts,
            "audiences": tuple(facts["audiences"]),
            "places": tuple(facts["places"]),
            "eligibility": Eligibility(**who) if who else None,
            "documents": None if documents is None else tuple(documents),
            "capacity": Capacity(**room) if room else None,
            "languages": tuple(facts["languages"]),
            "phones": _phones(facts["phones"]),
            "hours": hours,
            "topics": tuple(facts["topics"]),
        }
    )


def _phones(found: list[dict[str, Any]]) -> tuple[Phone, ...]:
    return tuple(Phone(**phone) for phone in found)


def _organisations(found: list[dict[str, Any]]) -> tuple[Organisation, ...]:
    return tuple(Organisation(**organisation) for organisation in found)


def _point(found: dict[str, float] | None) -> Point | None:
    return Point(**found) if found else None


def _check_ids(document: Document, facts: dict[str, Any], problems: Problems) -> None:
    """Each id once, and none that leads nowhere."""
    known: dict[str, set[str]] = {}
    for part in ("organisations", "places", "services"):
        seen = known[part] = {MAIN} if part == "places" else set()
        for index, one in enumerate(facts[part]):
            if one["id"] in seen:
                line = document.line(part, index, "id")
                problems.add(
                    document.path, line, f"id: “{one['id']}” is taken already."
                )
            seen.add(one["id"])
    for index, service in enumerate(facts["services"]):
        line = document.line("services", index)
        asked = service["organisation"]
        if asked is not None and asked not in known["organisations"]:
            problems.add(
                document.path,
                line,
                f"organisation: there is no “{asked}” in this file.",
            )
        for place in service["places"]:
            if place not in known["places"]:
                said = f"places: there is no “{place}” in this file."
                problems.add(document.path, line, said)


def _read_hours(
    document: Document, rows: list[dict[str, Any]], problems: Problems, *at: str | int
) -> tuple[Open, ...]:
    hours: list[Open] = []
    for index, row in enumerate(rows):
        for day in row["days"]:
            new = Open(day, row["opens"], row["closes"])
            if overlaps(new, hours):
                line = document.line(*at, "hours", index)
                problems.add(document.path, line, f"hours: {day} overlaps others.")
            hours.append(new)
    return in_order(hours)


def _read_special_days(
    document: Document, rows: list[dict[str, Any]], problems: Problems
) -> tuple[SpecialDay, ...]:
    found: dict[str, SpecialDay] = {}
    for index, row in enumerate(rows):
        line = document.line("special_days", index)
        day = row["day"]
        if day in found:
            problems.add(document.path, line, f"special_days: {day} stands here twice.")
        spans: list[Open] = []
        for span in row["hours"]:
            new = Open(DAYS[0], span["opens"], span["closes"])  # any day, to compare
            if overlaps(new, spans):
                problems.add(document.path, line, f"special_days: {day} overlaps.")
            spans.append(new)
        hours = tuple((one.opens, one.closes) for one in in_order(spans))
        found[day] = SpecialDay(day, hours, row["note"])
    return tuple(found[day] for day in sorted(found))

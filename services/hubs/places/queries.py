"""Reading the directory: rows as the views show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from pymongo import ASCENDING
from pymongo.collation import Collation
from pymongo.database import Database

from services.hubs.places.domain import Hours, Open, SpecialDay
from services.hubs.places.opening import OPEN, Opening, is_old, opening
from shared import pages
from shared.dates import KYIV
from shared.errors import NotFound
from shared.languages import LANGUAGES
from shared.mongo import Doc
from shared.search_text import every_word

RAMP = "ramp"
# What entries of an earlier release do not have.
_EMPTY: Doc = {
    "special_days": [],
    "timezone": KYIV.key,
    "languages": [LANGUAGES[0]],
    "point": None,
    "accessibility": None,
    "transport": None,
    "organisations": [],
    "places": [],
}
_CLOSE_M = 1.0  # more than what is lost when a distance is written down


@dataclass(frozen=True, slots=True)
class Wanted:
    """What hubs are narrowed by; None for any."""

    service: str | None = None
    audience: str | None = None
    facility: str | None = None
    accessible: bool = False
    q: str = ""
    open_only: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    latitude: float
    longitude: float
    radius_km: float


class HubQueries:
    def __init__(self, db: Database[Doc]) -> None:
        self._hubs = db.hubs

    def page(
        self,
        wanted: Wanted,
        near: Near | None,
        at: datetime,
        *,
        language: str,
        cursor: str | None,
        limit: int,
    ) -> dict[str, Any]:
        """``{items, next}``, by name as the language's alphabet goes, or by distance.

        Args:
            at: the moment of which is told whether a hub is open.

        Raises:
            Invalid: the cursor is not one of this list.
        """
        rows = (
            self._by_name(wanted, language, cursor)
            if near is None
            else self._by_distance(wanted, near, cursor)
        )
        views = (_summary(_EMPTY | row, language, at) for row in rows)
        if wanted.open_only:
            views = (one for one in views if one["opening"].state == OPEN)
        shown, following = pages.cut(
            _first(views, limit + 1),
            limit,
            lambda one: (
                one["name"] if near is None else one["distance"],
                one["slug"],
            ),
        )
        return {"items": shown, "next": following}

    def _by_name(
        self, wanted: Wanted, language: str, cursor: str | None
    ) -> Iterator[Doc]:
        name = f"name.{language}"
        filters = _filters(wanted)
        after = pages.decode(cursor, str, str)
        if after is not None:
            last, slug = after
            same = {name: last, "_id": {"$gt": slug}}
            filters.append({"$or": [{name: {"$gt": last}}, same]})
        yield from (
            self._hubs.find({"$and": filters})
            .sort([(name, ASCENDING), ("_id", ASCENDING)])
            .collation(Collation(locale=language))
        )

    def _by_distance(
        self, wanted: Wanted, near: Near, cursor: str | None
    ) -> Iterator[Doc]:
        after = pages.decode(cursor, float, str)
        asked: Doc = {
            "near": {"type": "Point", "coordinates": [near.longitude, near.latitude]},
            "distanceField": "distance",
            "maxDistance": near.radius_km * 1000,
            "key": "place",
            "query": {"$and": _filters(wanted)},
        }
        if after is not None:
            asked["minDistance"] = max(after[0] - _CLOSE_M, 0)
        # The nearest come first as they are read; those at one place by their names.
        found = self._hubs.aggregate([{"$geoNear": asked}])
        for distance, there in groupby(found, key=lambda row: float(row["distance"])):
            for row in sorted(there, key=lambda row: str(row["_id"])):
                if after is None or (distance, row["_id"]) > (after[0], after[1]):
                    yield row

    def get(self, slug: str, language: str, at: datetime) -> dict[str, Any]:
        """Raises:
        NotFound: ``hub_not_found``.
        """
        doc = self._hubs.find_one({"_id": slug})
        if doc is None:
            raise NotFound("hub_not_found", "There is no such hub in the directory.")
        doc = _EMPTY | doc
        today = at.astimezone(ZoneInfo(doc["timezone"])).date().isoformat()
        coming = [one for one in doc["special_days"] if one["day"] >= today]
        days = [
            {**one, "hours": [{"opens": o, "closes": c} for o, c in one["hours"]]}
            for one in coming
        ]
        return _resolved({**doc, "special_days": days}, language) | _state(doc, at)


def _filters(wanted: Wanted) -> list[Doc]:
    facilities = {wanted.facility, RAMP if wanted.accessible else None} - {None}
    filters = [every_word("search", wanted.q)]
    if facilities:
        filters.append({"facilities": {"$all": sorted(map(str, facilities))}})
    if wanted.service is not None or wanted.audience is not None:
        # One service must be both: a lawyer for adults is none for children.
        asked = {"kind": wanted.service, "audiences": wanted.audience}
        one = {name: word for name, word in asked.items() if word is not None}
        filters.append({"services": {"$elemMatch": one}})
    return filters


def _first(views: Iterable[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    found = []
    for view in views:
        found.append(view)
        if len(found) == count:
            break
    return found


def _summary(doc: Doc, language: str, at: datetime) -> dict[str, Any]:
    kinds = dict.fromkeys(service["kind"] for service in doc["services"])
    shown = {**_resolved(doc, language), "services": list(kinds)} | _state(doc, at)
    away = doc.get("distance")
    return {**shown, "distance_km": None if away is None else round(away / 1000, 2)}


def _state(doc: Doc, at: datetime) -> dict[str, Any]:
    verified_on = date.fromisoformat(doc["verified_on"])
    found: Opening = opening(_hours(doc), verified_on, at)
    today = at.astimezone(ZoneInfo(doc["timezone"])).date()
    return {"opening": found, "is_old": is_old(verified_on, today)}


def _hours(doc: Doc) -> Hours:
    return Hours(
        tuple(Open(**one) for one in doc["hours"]),
        tuple(
            SpecialDay(one["day"], tuple((o, c) for o, c in one["hours"]), None)
            for one in doc["special_days"]
        ),
        doc["timezone"],
    )


def _resolved(doc: Doc, language: str) -> dict[str, Any]:
    """A hub in one language; every hub is written in both."""
    shown: dict[str, Any] = _in_language(doc, language)
    return {
        **shown,
        "slug": doc["_id"],
        "spoken": doc["languages"],
        "language": language,
        "languages": list(LANGUAGES),
    }


def _in_language(value: Any, language: str) -> Any:
    if isinstance(value, dict):
        if value.keys() == set(LANGUAGES):
            return value[language]
        return {name: _in_language(part, language) for name, part in value.items()}
    if isinstance(value, list):
        return [_in_language(part, language) for part in value]
    return value

"""The service's own entrypoints on a real database."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from nameko.testing.services import worker_factory
from pymongo.database import Database

from services.hubs.migrations import MIGRATIONS
from services.hubs.places.queries import HubQueries
from services.hubs.places.store import MongoHubs
from services.hubs.service import HubsService
from shared.errors import Invalid, NotFound
from shared.folders import read_folder
from shared.identity import OPERATOR
from shared.migrations import migrate
from tests.hubs.builders import a_file
from tests.hubs.test_import import CAUSE

pytestmark = pytest.mark.needs_mongo
Db = Database[dict[str, Any]]
NOON = datetime(2026, 11, 24, 10, tzinfo=UTC)  # Tuesday; 12:00 in Kyiv


@pytest.fixture
def service(mongo_db: Db) -> Any:
    migrate(mongo_db, MIGRATIONS)
    return worker_factory(
        HubsService,
        hubs=MongoHubs(mongo_db),
        queries=HubQueries(mongo_db),
        now=lambda: NOON,
        cause=CAUSE,
        caller=OPERATOR,
        database=mongo_db,
    )


def slugs(page: dict[str, Any]) -> list[str]:
    return [item["slug"] for item in page["items"]]


def test_an_imported_hub_is_listed_and_shown(service: Any) -> None:
    assert service.import_hubs(files=a_file()) == {
        "items": [{"slug": "north", "version": 1, "status": "imported"}]
    }
    head = {
        "slug": "north",
        "name": "North",
        "community": "Community",
        "summary": "Summary",
        "language": "en",
        "languages": ["uk", "en"],
        "synthetic": True,
        "verified_on": "2026-11-22",
        "is_old": False,
        "opening": {"state": "open", "until": "2026-11-24T16:00:00+00:00"},
        "facilities": ["ramp", "water"],
    }
    listed = service.list_hubs(language="en")
    row = {**head, "services": ["legal"], "point": None, "distance_km": None}
    assert listed == {"items": [row], "next": None}
    days = ("mo", "tu", "we", "th", "fr")
    assert service.get_hub(slug="north", language="en") == {
        **head,
        "version": 1,
        "address": "1 Made-up Street",
        "phones": [{"number": "+380 00 000 00 01", "name": "Reception"}],
        "hours": [{"day": day, "opens": "09:00", "closes": "18:00"} for day in days],
        "special_days": [],
        "timezone": "Europe/Kyiv",
        "point": None,
        "spoken": ["uk"],
        "services": [
            {
                "id": "advice",
                "kind": "legal",
                "name": "Advice",
                "summary": "A leaflet on rights",
                "audiences": ["adult"],
                "cost": "free",
            }
        ],
    }
    assert service.outbox_status()["waiting"] == 1


def test_lists_are_filtered(service: Any) -> None:
    service.import_hubs(
        files=a_file("a", kind="social") | a_file("b", uk="Їжачок") | a_file("c")
    )
    assert slugs(service.list_hubs(service="social")) == ["a"]
    assert slugs(service.list_hubs(q="ЇЖАЧОК порада")) == ["b"]
    assert slugs(service.list_hubs(q="ижачок")) == []
    assert len(slugs(service.list_hubs(q="пам'ятка"))) == 3


def at(latitude: float, longitude: float = 30.0) -> str:
    return f"point: {{latitude: {latitude}, longitude: {longitude}}}\n"


def test_the_nearest_come_first_and_page_by_page(service: Any) -> None:
    """Two of them at one place."""
    places = {"a": 50.3, "b": 50.1, "c": 50.2, "d": 50.1, "far": 52.0}
    for slug, latitude in places.items():
        service.import_hubs(files=a_file(slug, more=at(latitude)))
    service.import_hubs(files=a_file("nowhere"))
    asked = {"near": "50.0,30.0", "radius_km": 100}
    whole = service.list_hubs(**asked)
    assert slugs(whole) == ["b", "d", "c", "a"]
    assert [one["distance_km"] for one in whole["items"]] == [11.13, 11.13, 22.26, 33.4]
    seen, cursor = [], None
    while True:
        page = service.list_hubs(**asked, limit=1, cursor=cursor)
        seen += slugs(page)
        if page["next"] is None:
            break
        cursor = page["next"]
    assert seen == ["b", "d", "c", "a"]


def test_open_and_accessible_hubs_are_found(service: Any) -> None:
    night = '  - {days: [tu], opens: "20:00", closes: "02:00"}'
    closed = "special_days: [{day: 2026-11-24, hours: []}]\n"
    for slug, how in {
        "day": {},
        "night": {"hours": night},
        "holiday": {"more": closed},
        "silent": {"hours": "  []"},
    }.items():
        service.import_hubs(files=a_file(slug, **how))
    assert slugs(service.list_hubs(open_at="now")) == ["day"]
    assert slugs(service.list_hubs(open_at="2026-11-24T23:00")) == ["night"]
    assert slugs(service.list_hubs(open_at="2026-11-25T12:00")) == ["day", "holiday"]
    states = {
        one["slug"]: one["opening"]["state"] for one in service.list_hubs()["items"]
    }
    assert states == {
        "day": "open",
        "night": "closed",
        "holiday": "closed",
        "silent": "unknown",
    }
    assert len(slugs(service.list_hubs(accessible=True, facility="water"))) == 4
    assert slugs(service.list_hubs(facility="shelter")) == []
    assert len(slugs(service.list_hubs(service="legal", audience="adult"))) == 4
    assert slugs(service.list_hubs(service="legal", audience="officer")) == []


def test_only_coming_special_days_are_shown(service: Any) -> None:
    days = """special_days:
  - {day: 2026-11-23, hours: []}
  - day: 2026-12-31
    hours: [{opens: "09:00", closes: "13:00"}]
    note: {uk: Напередодні, en: The eve}
"""
    service.import_hubs(files=a_file(more=days))
    (day,) = service.get_hub(slug="north", language="en")["special_days"]
    assert day == {
        "day": "2026-12-31",
        "hours": [{"opens": "09:00", "closes": "13:00"}],
        "note": "The eve",
    }


def test_pages_go_by_the_alphabet_of_the_language(service: Any) -> None:
    # г before ґ and і before ї, which their code points would not give.
    names = ["Гай", "Ґанок", "Де", "Іва", "Їжак", "Яр"]
    for number, name in enumerate(reversed(names)):
        service.import_hubs(files=a_file(f"h{number}", uk=name, en="Same"))
    cursor, seen = None, []
    while True:
        page = service.list_hubs(limit=1, cursor=cursor)
        seen += [item["name"] for item in page["items"]]
        if page["next"] is None:
            break
        cursor = page["next"]
    assert seen == names
    first = service.list_hubs(limit=4, language="en")
    second = service.list_hubs(limit=4, language="en", cursor=first["next"])
    assert slugs(first) + slugs(second) == [f"h{number}" for number in range(6)]


def test_the_shipped_directory_is_shown(service: Any) -> None:
    service.import_hubs(files=read_folder(Path("services/hubs/directory")))
    for hub in service.list_hubs(limit=100)["items"]:
        assert service.get_hub(slug=hub["slug"])["synthetic"] is True


@pytest.mark.parametrize(
    "asked",
    [
        *({"cursor": "W10"}, {"limit": 0}, {"service": "magic"}, {"surprise": 1}),
        *({"near": "50.0"}, {"near": "95,30"}, {"near": "a,b"}, {"radius_km": 0}),
        *({"open_at": "later"}, {"open_at": "2027-03-28T03:30"}),
    ],
)
def test_bad_questions_name_the_field(service: Any, asked: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        service.list_hubs(**asked)
    assert list(refused.value.fields) == list(asked)


def test_entries_of_the_previous_release_are_shown(service: Any, mongo_db: Db) -> None:
    service.import_hubs(files=a_file())
    newer = ("special_days", "timezone", "languages", "point", "place")
    mongo_db.hubs.update_one({}, {"$unset": dict.fromkeys(newer, "")})
    shown = service.get_hub(slug="north")
    assert (shown["timezone"], shown["spoken"]) == ("Europe/Kyiv", ["uk"])
    assert shown["opening"]["state"] == "open"
    assert slugs(service.list_hubs(open_at="now")) == ["north"]


def test_an_unknown_hub_is_not_found(service: Any) -> None:
    with pytest.raises(NotFound):
        service.get_hub(slug="nothing")

"""What any ``handlers.Hubs`` must do; run against the fake and against MongoDB."""

import pytest

from services.hubs.migrations import MIGRATIONS
from services.hubs.places.domain import Publication
from services.hubs.places.handlers import Hubs
from services.hubs.places.store import MongoHubs
from shared.errors import Conflict, NotFound
from shared.migrations import migrate
from tests.hubs.builders import a_hub
from tests.hubs.fakes import MemoryHubs
from tests.hubs.test_import import CAUSE


@pytest.fixture(params=["memory", pytest.param("mongo", marks=pytest.mark.needs_mongo)])
def hubs(request: pytest.FixtureRequest) -> Hubs:
    if request.param == "memory":
        return MemoryHubs()
    db = request.getfixturevalue("mongo_db")
    migrate(db, MIGRATIONS)
    return MongoHubs(db)


def publish(hubs: Hubs, slug: str, version: int) -> None:
    hubs.publish([Publication(a_hub(slug), version)], cause=CAUSE)


def test_the_last_published_version_is_current(hubs: Hubs) -> None:
    assert hubs.current(["north"]) == {}
    publish(hubs, "north", 1)
    publish(hubs, "north", 2)
    (published,) = hubs.current(["north"]).values()
    assert published.version == 2
    assert published.fingerprint == a_hub().fingerprint


@pytest.mark.parametrize("version", [1, 3])
def test_a_stale_version_is_refused_with_all_it_came_with(
    hubs: Hubs, version: int
) -> None:
    publish(hubs, "north", 1)
    with pytest.raises(Conflict):
        hubs.publish(
            [Publication(a_hub("new"), 1), Publication(a_hub(), version)], cause=CAUSE
        )
    assert hubs.current(["new"]) == {}
    assert hubs.current(["north"])["north"].version == 1


def test_an_entry_is_confirmed_once_a_day(hubs: Hubs) -> None:
    publish(hubs, "north", 1)
    for day in ("2026-11-24", "2026-11-24", "2026-11-23", "2026-11-25"):
        hubs.confirm("north", day, "somebody", cause=CAUSE)
    current = hubs.current(["north"])["north"]
    assert (current.version, current.verified_on) == (3, "2026-11-25")
    assert current.fingerprint == a_hub().fingerprint
    with pytest.raises(NotFound):
        hubs.confirm("nothing", "2026-11-24", None, cause=CAUSE)

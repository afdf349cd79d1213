"""What any ``handlers.Items`` must do; run against the fake and against MongoDB."""

import pytest

from services.content.domain import Publication
from services.content.handlers import Items
from services.content.migrations import MIGRATIONS
from services.content.store import MongoItems
from shared.errors import Conflict
from shared.migrations import migrate
from tests.content.builders import an_item
from tests.content.fakes import MemoryItems
from tests.content.test_import import CAUSE, NOON


@pytest.fixture(params=["memory", pytest.param("mongo", marks=pytest.mark.needs_mongo)])
def items(request: pytest.FixtureRequest) -> Items:
    if request.param == "memory":
        return MemoryItems()
    db = request.getfixturevalue("mongo_db")
    migrate(db, MIGRATIONS)
    return MongoItems(db)


def publish(items: Items, slug: str, revision: int) -> None:
    items.publish([Publication(an_item(slug), revision, NOON)], cause=CAUSE)


def test_nothing_is_current_before_it_is_published(items: Items) -> None:
    assert items.current(["night-light"]) == {}


def test_the_newest_revision_is_current(items: Items) -> None:
    publish(items, "night-light", 1)
    publish(items, "night-light", 2)
    publish(items, "other", 1)
    (published,) = items.current(["night-light"]).values()
    assert published.revision == 2
    assert published.fingerprint == an_item().fingerprint


def test_a_revision_is_published_once_and_takes_the_rest_with_it(items: Items) -> None:
    publish(items, "night-light", 1)
    with pytest.raises(Conflict):
        items.publish(
            [Publication(an_item(slug), 1, NOON) for slug in ("new", "night-light")],
            cause=CAUSE,
        )
    assert items.current(["new"]) == {}

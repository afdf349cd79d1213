"""The service's own entrypoints on a real database."""

from datetime import timedelta
from typing import Any

import pytest
from nameko.testing.services import worker_factory
from pymongo.database import Database

from services.content.collecting.queries import CollectionQueries
from services.content.collecting.store import MongoCollections
from services.content.editing.queries import WorkQueries
from services.content.editing.store import MongoWorks
from services.content.migrations import MIGRATIONS
from services.content.queries import ItemQueries
from services.content.revisions import PublishedRevisions
from services.content.service import ContentService
from shared.errors import Invalid, NotFound
from shared.identity import OPERATOR, Identity
from shared.migrations import migrate
from tests.content.builders import a_folder
from tests.content.test_import import CAUSE, NOON

pytestmark = pytest.mark.needs_mongo
Db = Database[dict[str, Any]]


@pytest.fixture
def db(mongo_db: Db) -> Db:
    migrate(mongo_db, MIGRATIONS)
    return mongo_db


def a_service(db: Db, *, minute: int = 0, caller: Identity = OPERATOR) -> Any:
    return worker_factory(
        ContentService,
        works=MongoWorks(db),
        work_queries=WorkQueries(db),
        queries=ItemQueries(db),
        published=PublishedRevisions(db),
        collections=MongoCollections(db),
        collection_queries=CollectionQueries(db),
        now=lambda: NOON + timedelta(minutes=minute),
        cause=CAUSE,
        caller=caller,
        database=db,
    )


def slugs(page: dict[str, Any]) -> list[str]:
    return [item["slug"] for item in page["items"]]


def test_an_imported_item_is_listed_and_shown(db: Db) -> None:
    service = a_service(db)
    assert service.import_items(files=a_folder()) == {
        "items": [{"slug": "night-light", "revision": 1, "status": "imported"}]
    }
    listed = service.list_items(language="en")
    assert listed["next"] is None
    summary = {
        "slug": "night-light",
        "type": "guideline",
        "title": "Light at night",
        "summary": "Light at night: summary",
        "language": "en",
        "languages": ["uk", "en"],
        "audiences": ["citizen"],
        "topics": ["public-space"],
        "revision": 1,
        "published_at": "2026-11-22T12:00:00+00:00",
    }
    assert listed["items"] == [summary]
    assert service.get_item(slug="night-light", language="en") == {
        **summary,
        "body": "## First heading\n\nSome text.\n",
        "original": "uk",
        "behind": False,
        "case": None,
        "related": [],
        "collections": [],
        "country": None,
        "period": None,
        "review_on": None,
        "licence": "cc-by-4.0",
        "reviewed_by": None,
        "regions": ["kyiv-oblast"],
        "files": [],
        "first_published_at": "2026-11-22T12:00:00+00:00",
        "sources": [
            {
                "title": "A report",
                "url": "https://example.org/report",
                "licence": "rights-reserved",
                "checked_on": "2026-11-22",
            }
        ],
    }


def test_a_missing_language_falls_back_to_the_other(db: Db) -> None:
    service = a_service(db)
    files = a_folder(uk=None)
    files["night-light/item.yaml"] += "original: en\n"
    service.import_items(files=files)
    shown = service.get_item(slug="night-light", language="uk")
    assert (shown["language"], shown["languages"]) == ("en", ["en"])


def test_a_change_keeps_the_old_revision_and_announces_the_new(db: Db) -> None:
    a_service(db).import_items(files=a_folder())
    service = a_service(db, minute=1)
    service.import_items(files=a_folder(body="Better text."))
    for number, said in ((1, "Some text."), (2, "Better text.")):
        found = service.get_revision(slug="night-light", revision=number)
        assert said in found["files"]["en.md"]
    assert [row["type"] for row in db.outbox.find()] == [
        "content.item.published.v1"
    ] * 2
    assert service.outbox_status()["waiting"] == 2


def test_lists_are_filtered(db: Db) -> None:
    service = a_service(db)
    service.import_items(
        files=a_folder("a", kind="news", uk="Зв’язок із громадою")
        | a_folder("b", audiences="officer", topics="trust")
        | a_folder("c", body="Зустріч на подвірʼї")
    )
    assert slugs(service.list_items(type="news")) == ["a"]
    assert slugs(service.list_items(audience="officer")) == ["b"]
    assert slugs(service.list_items(topic="trust", audience="citizen")) == []


def test_pages_follow_each_other_newest_first_without_gap_or_repeat(db: Db) -> None:
    for minute, slug in enumerate("abc"):
        a_service(db, minute=minute).import_items(
            files=a_folder(slug) | a_folder(f"{slug}-twin")
        )
    service = a_service(db)
    cursor, seen = None, []
    while True:
        page = service.list_items(limit=1, cursor=cursor)
        seen += slugs(page)
        if page["next"] is None:
            break
        cursor = page["next"]
    assert seen == ["c", "c-twin", "b", "b-twin", "a", "a-twin"]


@pytest.mark.parametrize(
    "asked",
    [
        {"cursor": "W10"},
        {"cursor": "???"},
        {"limit": 0},
        {"limit": 101},
        {"type": "poem"},
        {"audience": "everyone"},
        {"language": "fr"},
        {"surprise": 1},
    ],
)
def test_bad_questions_name_the_field(db: Db, asked: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        a_service(db).list_items(**asked)
    assert list(refused.value.fields) == list(asked)


def test_an_unknown_item_is_not_found(db: Db) -> None:
    with pytest.raises(NotFound):
        a_service(db).get_item(slug="nothing")


def test_addresses_of_all_items_come_in_parts(db: Db) -> None:
    service = a_service(db)
    service.import_items(files=a_folder("b", en=None) | a_folder("a"))
    first = service.list_addresses(limit=1)
    assert first == {
        "items": [
            {
                "slug": "a",
                "languages": ["uk", "en"],
                "published_at": "2026-11-22T12:00:00+00:00",
            }
        ],
        "total": 2,
    }
    rest = service.list_addresses(skip=1)["items"]
    assert [(item["slug"], item["languages"]) for item in rest] == [("b", ["uk"])]

"""Collections on a real database: in as files, changed here, shown to readers."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from pymongo.database import Database

from deploy.local.layout import REPOSITORY
from services.content.collecting.domain import (
    Collection,
    read_collections,
    write_collection,
)
from services.content.migrations import MIGRATIONS
from shared.errors import Conflict, Forbidden, Invalid, NotFound
from shared.identity import ANONYMOUS
from shared.migrations import migrate
from tests.content.builders import a_folder
from tests.content.test_import import EDITOR, REVIEWER
from tests.content.test_service import a_service

Db = Database[dict[str, Any]]
SHIPPED = REPOSITORY / "services/content/library_collections"
TITLE = {"uk": "Світло", "en": "Light"}
SUMMARY = {"uk": "З чого почати.", "en": "Where to begin."}
SAID = {"title": TITLE, "summary": SUMMARY}


@pytest.fixture
def db(mongo_db: Db) -> Db:
    """Two items that readers have, and a draft."""
    migrate(mongo_db, MIGRATIONS)
    for slug in ("first", "second"):
        a_service(mongo_db).import_items(files=a_folder(slug))
    delicate = a_folder("draft", topics="mines")
    a_service(mongo_db).import_items(files=delicate)
    return mongo_db


def a_file(slug: str = "light", *items: str, title: str = "Світло") -> dict[str, str]:
    said = {**SAID, "title": {**TITLE, "uk": title}}
    text = yaml.safe_dump({"slug": slug, **said, "items": [*items]}, allow_unicode=True)
    return {f"{slug}.yaml": f"# By hand\n{text}"}


def bring(db: Db, files: dict[str, str], **asked: Any) -> str:
    (done,) = a_service(db).import_collections(files=files, **asked)["items"]
    return str(done["status"])


def save(db: Db, version: int, *items: str, **changes: Any) -> Any:
    asked = {"slug": "light", **SAID, "items": [*items], **changes}
    return a_service(db, caller=EDITOR).save_collection(version=version, **asked)


@pytest.mark.needs_mongo
def test_readers_see_what_they_have_in_its_order(db: Db) -> None:
    assert bring(db, a_file("light", "second", "draft", "first")) == "imported"
    service = a_service(db, caller=ANONYMOUS)
    (listed,) = service.list_collections(language="en")["items"]
    assert (listed["title"], listed["count"]) == ("Light", 2)
    shown = service.get_collection(slug="light", language="uk")
    assert [item["slug"] for item in shown["items"]] == ["second", "first"]
    assert shown["summary"] == "З чого почати."
    item = service.get_item(slug="first", language="en")
    assert item["collections"] == [
        {"slug": "light", "title": "Light", "language": "en"}
    ]


@pytest.mark.needs_mongo
def test_one_without_items_is_not_shown_but_kept(db: Db) -> None:
    bring(db, a_file("light", "draft"))
    reader = a_service(db, caller=ANONYMOUS)
    assert reader.list_collections()["items"] == []
    for slug in ("light", "nothing"):
        with pytest.raises(NotFound):
            reader.get_collection(slug=slug)
    kept = a_service(db, caller=REVIEWER).get_edited_collection(slug="light")
    assert kept["items"] == ["draft"]


@pytest.mark.needs_mongo
def test_what_was_changed_here_is_left_alone_and_comes_out_as_it_is(db: Db) -> None:
    files = a_file("light", "first")
    assert [bring(db, files), bring(db, files)] == ["imported", "unchanged"]
    assert bring(db, a_file("light", "first", title="Ліхтарі")) == "imported"
    assert save(db, 2, "second", "first")["version"] == 3
    exported = a_service(db).export_collections()["files"]
    for again in (files, a_file("light", "first", title="Ліхтарі")):
        assert bring(db, again) == "kept"
    assert a_service(db).export_collections()["files"] == exported
    assert bring(db, exported) == "unchanged"
    assert bring(db, files, overwrite=True) == "imported"
    assert a_service(db).export_collections()["files"] == files


@pytest.mark.needs_mongo
def test_two_editors_never_overwrite_each_other(db: Db) -> None:
    assert save(db, 0, "first")["version"] == 1
    with pytest.raises(Conflict) as taken:
        save(db, 0, "second")
    assert taken.value.code == "slug_taken"
    assert save(db, 1, "second")["version"] == 2
    assert save(db, 2, "second")["version"] == 2
    with pytest.raises(Conflict) as overtaken:
        save(db, 1, "first")
    assert overtaken.value.code == "overtaken"
    with pytest.raises(NotFound):
        save(db, 1, "first", slug="other")
    events = [row["type"] for row in db.outbox.find({"type": {"$regex": "collection"}})]
    assert len(events) == 2


@pytest.mark.needs_mongo
def test_what_is_wrong_is_said_and_nothing_kept(db: Db) -> None:
    with pytest.raises(Invalid) as refused:
        save(db, 0, "first", "no-such")
    assert refused.value.fields == {"items.1": ["There is no such item."]}
    wrong: tuple[dict[str, Any], ...]
    wrong = ({"title": {"uk": "Світло"}}, {"slug": "Ж"}, {"summary": {}})
    for changes in wrong:
        with pytest.raises(Invalid):
            save(db, 0, "first", **changes)
    with pytest.raises(Invalid):
        save(db, 0, "first", "first")
    broken = a_file("light", "no-such") | a_file("other", "first")
    with pytest.raises(Invalid) as broken_files:
        a_service(db).import_collections(files=broken)
    assert broken_files.value.fields == {
        "light.yaml:1": ["items: “no-such” is no item."]
    }
    assert db.item_collections.count_documents({}) == 0


@pytest.mark.needs_mongo
def test_only_editors_change_collections(db: Db) -> None:
    save(db, 0, "first")
    reader, reviewer = a_service(db, caller=ANONYMOUS), a_service(db, caller=REVIEWER)
    with pytest.raises(Forbidden):
        reviewer.save_collection(slug="light", version=1, **SAID, items=[])
    with pytest.raises(Forbidden):
        reviewer.import_collections(files=a_file())
    for ask in (reader.list_edited_collections, reader.export_collections):
        with pytest.raises(Forbidden):
            ask()
    with pytest.raises(Forbidden):
        reader.get_edited_collection(slug="light")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("light.yaml", "slug: other\ntitle: {uk: А, en: A}\n"),
        ("a/light.yaml", ""),
        ("light.md", ""),
        ("light.yaml", "- a list"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(name: str, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_collections({name: text})
    assert all(place.startswith(f"{name}:") for place in refused.value.fields)


def test_shipped_collections_hold_shipped_items_and_are_written_as_read() -> None:
    files = {path.name: path.read_text("utf-8") for path in SHIPPED.iterdir()}
    library = {
        path.name for path in (REPOSITORY / "services/content/library").iterdir()
    }
    found = read_collections(files)
    assert len(found) == len(files)
    for collection, text in found.values():
        assert set(collection.items) <= library
        assert write_collection(collection) == text


def test_what_is_written_is_read_the_same() -> None:
    said = Collection("light", {"uk": "«Так»: # 1", "en": "yes"}, SUMMARY, ("no", "on"))
    text = write_collection(said)
    assert read_collections({"light.yaml": text})["light"] == (said, text)

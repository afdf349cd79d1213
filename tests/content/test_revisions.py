"""Which revisions readers may still open, and what they find there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pymongo.database import Database

from services.content.migrations import MIGRATIONS
from shared.errors import NotFound
from shared.identity import Identity
from shared.migrations import migrate
from tests.content.builders import a_content, a_text
from tests.content.test_import import NOON
from tests.content.test_service import a_service

pytestmark = pytest.mark.needs_mongo
Db = Database[dict[str, Any]]
ADMIN = Identity("ad", frozenset({"administrator"}))
SLUG = "night-light"


@pytest.fixture
def db(mongo_db: Db) -> Db:
    migrate(mongo_db, MIGRATIONS)
    return mongo_db


def asked(body: str) -> dict[str, Any]:
    content = a_content(translations={"en": a_text(body=body)})
    return {name: value for name, value in content.items() if value is not None}


def publish(db: Db, *, minute: int) -> None:
    a_service(db, minute=minute, caller=ADMIN).move_item(slug=SLUG, to="review")
    a_service(db, minute=minute, caller=ADMIN).move_item(slug=SLUG, to="published")


@pytest.fixture
def three(db: Db) -> Any:
    """Revision 1 was published, 2 never, 3 is shown, 4 is being written."""
    editor = a_service(db, caller=ADMIN)
    editor.create_item(slug=SLUG, **asked("First."))
    publish(db, minute=1)
    for revision, text in enumerate(("Second.", "Third."), start=1):
        editor.save_item(slug=SLUG, revision=revision, **asked(text))
    publish(db, minute=3)
    editor.save_item(slug=SLUG, revision=3, **asked("Fourth."))
    return a_service(db)


def found(service: Any, revision: int) -> Any:
    return service.get_published_revision(slug=SLUG, revision=revision, language="en")


def at(minute: int) -> str:
    return (NOON + timedelta(minutes=minute)).isoformat()


def test_what_readers_had_stays_readable_under_its_number(three: Any) -> None:
    first, third = found(three, 1), found(three, 3)
    assert (first["body"], first["newest"]) == ("First.\n", 3)
    assert (third["body"], third["newest"]) == ("Third.\n", 3)
    assert (first["published_at"], third["published_at"]) == (at(1), at(3))
    shown = three.get_item(slug=SLUG, language="en")
    del third["newest"]
    assert third == shown
    assert shown["first_published_at"] == at(1)


@pytest.mark.parametrize("revision", [2, 4, 5])
def test_what_was_never_published_is_nobodys_to_read(three: Any, revision: int) -> None:
    with pytest.raises(NotFound) as refused:
        found(three, revision)
    assert refused.value.code == "revision_not_found"


def test_nothing_is_left_of_an_item_that_was_taken_away(db: Db, three: Any) -> None:
    editor = a_service(db, minute=4, caller=ADMIN)
    editor.move_item(slug=SLUG, to="archived")
    with pytest.raises(NotFound) as refused:
        found(three, 1)
    assert refused.value.code == "item_not_found"


def test_a_text_is_shown_even_if_it_could_not_be_written_today(
    db: Db, three: Any
) -> None:
    name = {"_id": f"{SLUG}@1"}
    files = db.revisions.find_one(name)["files"]  # type: ignore[index]  # it is there
    for file in files:
        file["text"] = file["text"].replace("First.", "# First.")
    db.revisions.update_one(name, {"$set": {"files": files}})
    assert found(three, 1)["body"] == "# First.\n"

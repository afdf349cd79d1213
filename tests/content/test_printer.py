"""The library's printer on a real database."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

import pytest
from nameko.testing.services import worker_factory
from pymongo.database import Database

from services.content.contents.store import MongoContents
from services.content.copies.store import LARGEST, MongoSheets
from services.content.migrations import MIGRATIONS
from services.content.printer import LibraryPrinterService
from services.content.queries import ItemQueries
from shared.config import PublicSite
from shared.errors import NotFound
from shared.migrations import migrate
from tests.content.builders import a_folder
from tests.content.test_service import a_service

pytestmark = pytest.mark.needs_mongo
Db = Database[dict[str, Any]]
SLUG = "night-light"


@pytest.fixture
def db(mongo_db: Db) -> Db:
    migrate(mongo_db, MIGRATIONS)
    return mongo_db


def a_printer(db: Db) -> Any:
    return worker_factory(
        LibraryPrinterService,
        items=ItemQueries(db),
        contents=MongoContents(db),
        sheets=MongoSheets(db),
        site=PublicSite("https://hub.example.org/"),
    )


def publish(db: Db, **changes: Any) -> None:
    a_service(db).import_items(files=a_folder(**changes))


def kept(db: Db) -> dict[str, bytes]:
    return {doc["_id"]: doc["content"] for doc in db.sheets.find()}


def test_a_sheet_is_made_once_for_each_language(db: Db) -> None:
    publish(db)
    printer = a_printer(db)
    made = printer.print_item(slug=SLUG, language="en")
    assert made["revision"] == 1
    assert b64decode(made["content"]).startswith(b"%PDF-")
    # What is kept is what is sent, so it is not made again.
    db.sheets.update_one({"_id": f"{SLUG}.en"}, {"$set": {"content": b"kept"}})
    again = printer.print_item(slug=SLUG, language="en")
    assert b64decode(again["content"]) == b"kept"
    printer.print_item(slug=SLUG, language="uk")
    assert kept(db).keys() == {f"{SLUG}.en", f"{SLUG}.uk"}


def test_a_new_revision_has_a_new_sheet_in_place_of_the_old(db: Db) -> None:
    publish(db)
    printer = a_printer(db)
    first = printer.print_item(slug=SLUG, language="en")
    publish(db, body="Other text.")
    second = printer.print_item(slug=SLUG, language="en")
    assert (first["revision"], second["revision"]) == (1, 2)
    assert [*kept(db).values()] == [b64decode(second["content"])]


def test_nothing_is_left_of_what_was_taken_away(db: Db) -> None:
    publish(db)
    printer = a_printer(db)
    printer.print_item(slug=SLUG, language="en")
    a_service(db, minute=1).move_item(slug=SLUG, to="archived")
    assert kept(db) == {}
    with pytest.raises(NotFound):
        printer.print_item(slug=SLUG, language="en")


def test_what_is_too_large_to_keep_is_not_kept(db: Db) -> None:
    sheets = MongoSheets(db)
    sheets.keep(SLUG, "en", "x", bytes(LARGEST + 1))
    assert sheets.find(SLUG, "en", "x") is None

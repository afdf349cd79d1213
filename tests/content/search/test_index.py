"""Entries in MongoDB and the index that follows them."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from pymongo.client_session import ClientSession

from services.content.search.asking import suggest
from services.content.search.documents import analysed
from services.content.search.domain import Removed
from services.content.search.live import LiveIndex
from services.content.search.store import MongoEntries, note
from services.content.taxonomy.domain import shipped
from shared import mongo
from shared.errors import Invalid, Unavailable
from tests.content.search.asking import Db, ask, publish, slugs
from tests.content.search.builders import NOON, an_entry
from tests.content.test_import import CAUSE

pytestmark = pytest.mark.needs_mongo


def test_what_is_published_is_found_at_once(db: Db, index: LiveIndex) -> None:
    assert slugs(ask(db, index, "двір")) == []
    publish(db, an_entry())
    assert slugs(ask(db, index, "двір")) == ["light"]


def test_what_changes_is_found_as_it_is_now(db: Db, index: LiveIndex) -> None:
    publish(db, an_entry(en=""))
    publish(db, an_entry(uk="Самокат", en="", version=2))
    assert slugs(ask(db, index, "двір")) == []
    assert slugs(ask(db, index, "самокати")) == ["light"]


def test_what_is_withdrawn_is_found_no_more(db: Db, index: LiveIndex) -> None:
    publish(db, an_entry())
    assert slugs(ask(db, index, "двір")) == ["light"]
    publish(db, Removed("library", "light", 1))
    assert slugs(ask(db, index, "двір")) == []
    assert ask(db, index, "")["count"] == 0
    publish(db, an_entry(version=2))
    assert slugs(ask(db, index, "двір")) == ["light"]


def test_an_older_state_that_comes_late_changes_nothing(
    db: Db, index: LiveIndex
) -> None:
    publish(db, an_entry(uk="Самокат", version=2))
    publish(db, an_entry(version=1))
    assert slugs(ask(db, index, "самокат")) == ["light"]


def test_a_process_that_starts_reads_no_dictionary(
    db: Db, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(db, *(an_entry(f"item-{number}") for number in range(5)))
    index = LiveIndex(MongoEntries(db), shipped())
    monkeypatch.setattr(
        "services.content.search.analysis.lemmas",
        lambda word: pytest.fail(f"looked up {word}"),
    )
    index.fresh()


def test_changes_side_by_side_all_get_a_number_of_their_own(
    db: Db, index: LiveIndex
) -> None:
    entries = [an_entry(f"item-{number}") for number in range(12)]
    threads = [threading.Thread(target=publish, args=(db, e)) for e in entries]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        index.fresh()
    assert ask(db, index, "двір")["count"] == 12
    numbers = [row["sequence"] for row in db.entries.find()]
    assert len(set(numbers)) == 12


def test_a_long_writer_is_not_begun_anew_by_short_ones(
    db: Db, index: LiveIndex
) -> None:
    """An import of a whole library, while hubs are published."""
    entries = MongoEntries(db)
    short = [
        threading.Thread(
            target=entries.keep, args=([a_hub(number)],), kwargs={"cause": CAUSE}
        )
        for number in range(6)
    ]
    runs = 0

    def write(tx: ClientSession) -> None:
        nonlocal runs
        runs += 1
        note(db, [analysed(an_entry(), shipped())], session=tx)
        if runs == 1:
            for thread in short:
                thread.start()
        time.sleep(0.5)

    mongo.transact(db, write)
    for thread in short:
        thread.join()
    assert runs == 1
    assert ask(db, index, "двір")["count"] == 1
    assert db.entries.count_documents({"kind": "hub"}) == 6


def a_hub(number: int) -> dict[str, Any]:
    return analysed(an_entry(f"hub-{number}", kind="hub"), shipped())


def test_pages_are_of_one_order_however_many_tie(db: Db, index: LiveIndex) -> None:
    publish(db, *(an_entry(f"item-{number}") for number in range(25)))
    for q in ("двір", ""):
        whole = slugs(ask(db, index, q, limit=100))
        seen, cursor = [], None
        while True:
            page = ask(db, index, q, limit=4, cursor=cursor)
            seen += slugs(page)
            cursor = page["next"]
            if cursor is None:
                break
        assert seen == whole
        assert len(set(seen)) == 25


def test_another_process_has_the_same_order(db: Db) -> None:
    """It read the entries all at once, where the first one followed them."""
    entries = MongoEntries(db)
    first = LiveIndex(entries, shipped())
    for number in range(12):
        publish(db, an_entry(f"item-{number % 7}", version=number + 1))
        first.fresh()
    second = LiveIndex(entries, shipped())
    assert slugs(ask(db, first, "двір")) == slugs(ask(db, second, "двір"))


@pytest.mark.parametrize("cursor", ["W10", "???", "WzEsMiwzXQ"])
def test_a_cursor_of_something_else_is_refused(
    db: Db, index: LiveIndex, cursor: str
) -> None:
    for q in ("двір", ""):
        with pytest.raises(Invalid):
            ask(db, index, q, cursor=cursor)


def test_a_title_that_holds_what_is_typed_is_suggested_first(
    db: Db, index: LiveIndex
) -> None:
    others = [
        an_entry(f"meeting-{number}", "Зустріч", "", body="шахта " * 20)
        for number in range(9)
    ]
    publish(db, *others, an_entry("fraud", "Гроші й шахраї", ""))
    first, *rest = suggest(index, MongoEntries(db), q="шах", language="uk", kind=None)
    assert first["slug"] == "fraud"
    assert len(rest) == 7


def test_without_a_question_the_newest_come_first(db: Db, index: LiveIndex) -> None:
    days = [NOON + timedelta(days=day) for day in (1, 3, 2)]
    publish(
        db,
        *(
            an_entry(f"item-{number}", published_at=day, topics=("law",))
            for number, day in enumerate(days)
        ),
        an_entry("other", topics=("trust",)),
        an_entry("course", kind="course"),
    )
    page = ask(db, index, "", filters={"topic": "law"})
    assert slugs(page) == ["item-1", "item-2", "item-0"]
    assert page["count"] == 3
    topics = {row["value"]: row["count"] for row in page["facets"]["topic"]}
    assert topics == {"law": 3, "trust": 1}


def test_while_another_reads_the_index_a_question_waits_and_is_told(
    db: Db, index: LiveIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.content.search.live._PATIENCE_S", 0.01)
    with index._alone(), pytest.raises(Unavailable):
        index.fresh()

"""Entries in MongoDB and the index that follows them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.content.migrations import MIGRATIONS
from services.content.search import indexing
from services.content.search.asking import Question, search_library
from services.content.search.documents import analysed
from services.content.search.domain import Entry, Filters, Removed
from services.content.search.indexing import Step
from services.content.search.live import LiveIndex
from services.content.search.store import MongoEntries, note
from services.content.taxonomy.domain import shipped
from shared import mongo
from shared.errors import Conflict, Forbidden, Invalid, Unavailable
from shared.identity import OPERATOR, Identity
from shared.migrations import migrate
from tests.content.search.builders import NOON, an_entry
from tests.content.test_import import CAUSE

pytestmark = pytest.mark.needs_mongo
Db = Database[dict[str, Any]]


@pytest.fixture
def db(mongo_db: Db) -> Db:
    migrate(mongo_db, MIGRATIONS)
    return mongo_db


@pytest.fixture
def index(db: Db) -> LiveIndex:
    return LiveIndex(MongoEntries(db), shipped())


def publish(db: Db, *entries: Entry | Removed) -> None:
    changes = [
        entry if isinstance(entry, Removed) else analysed(entry, shipped())
        for entry in entries
    ]
    mongo.transact(db, lambda tx: note(db, changes, session=tx))


def ask(db: Db, index: LiveIndex, q: str, **asked: Any) -> dict[str, Any]:
    filters = Filters(asked.pop("filters", {}))
    plain = {"language": "uk", "exact": False, "cursor": None, "limit": 20}
    question = Question(q=q, filters=filters, **{**plain, **asked})
    return search_library(index, MongoEntries(db), shipped(), question)


def slugs(page: dict[str, Any]) -> list[str]:
    return [item["slug"] for item in page["items"]]


class Items:
    """What readers see, as a rebuild asks for it: three at a time."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = sorted(entries, key=lambda entry: entry.slug)

    def published(self, after: str | None) -> tuple[list[Entry], str | None]:
        rest = [entry for entry in self.entries if entry.slug > (after or "")]
        return rest[:3], rest[2].slug if len(rest) > 3 else None


def nothing_elsewhere(service: str, method: str, **asked: Any) -> dict[str, Any]:
    return {"items": [], "next": None}


def rebuild(db: Db, items: Items) -> Iterator[Step]:
    step: Step | None = None
    while step is None or step.kind is not None:
        step = indexing.reindex(
            MongoEntries(db),
            items,
            nothing_elsewhere,
            shipped(),
            OPERATOR,
            step,
            cause=CAUSE,
        )
        yield step


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


def test_a_rebuild_changes_nothing_until_its_last_step(
    db: Db, index: LiveIndex
) -> None:
    entries = [an_entry(f"item-{number}") for number in range(8)]
    publish(db, *entries, an_entry("gone"))
    expected = [*slugs(ask(db, index, "двір"))]
    for step in rebuild(db, Items(entries)):
        if step.kind is not None:
            assert slugs(ask(db, index, "двір")) == expected
    index.follow()
    assert set(slugs(ask(db, index, "двір"))) == {e.slug for e in entries}


def test_no_change_is_lost_that_happens_during_a_rebuild(
    db: Db, index: LiveIndex
) -> None:
    entries = [an_entry(f"item-{number}") for number in range(7)]
    publish(db, *entries)
    items = Items(entries)
    for number, step in enumerate(rebuild(db, items)):
        if number == 1:  # three of seven are written
            publish(db, an_entry("item-0", "Самокат", version=2))
            publish(db, an_entry("item-6", "Самокат", version=2))
            publish(db, an_entry("new", "Самокат"))
            publish(db, Removed("library", "item-5", 1))
        if step.kind is not None:
            found = set(slugs(ask(db, index, "самокат")))
            assert found == ({"item-0", "item-6", "new"} if number else set())
    another = LiveIndex(MongoEntries(db), shipped())
    for searched in (index, another):
        searched.follow()
        assert set(slugs(ask(db, searched, "самокат"))) == {"item-0", "item-6", "new"}
        assert "item-5" not in slugs(ask(db, searched, "двір"))


def test_a_process_behind_by_a_generation_still_hears_of_changes(
    db: Db, index: LiveIndex
) -> None:
    publish(db, an_entry())
    assert slugs(ask(db, index, "двір")) == ["light"]
    for _ in rebuild(db, Items([an_entry()])):
        pass
    publish(db, an_entry("later"))
    assert set(slugs(ask(db, index, "двір"))) == {"light", "later"}
    MongoEntries(db).sweep()
    assert set(slugs(ask(db, index, "двір"))) == {"light", "later"}


def test_the_generation_before_is_forgotten_in_time(
    db: Db, index: LiveIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(db, an_entry())
    for _ in rebuild(db, Items([an_entry()])):
        pass
    index.follow()
    assert {row["generation"] for row in db.entries.find()} == {1, 2}
    monkeypatch.setattr(
        "services.content.search.store.RETIRED_KEPT", timedelta(seconds=-1)
    )
    MongoEntries(db).sweep()
    assert {row["generation"] for row in db.entries.find()} == {2}
    publish(db, an_entry("later"))
    assert set(slugs(ask(db, index, "двір"))) == {"light", "later"}


def test_asking_all_through_a_rebuild_never_gets_a_wrong_answer(db: Db) -> None:
    entries = [an_entry(f"item-{number:02}") for number in range(40)]
    publish(db, *entries)
    index = LiveIndex(MongoEntries(db), shipped())
    expected = slugs(ask(db, index, "двір", limit=100))
    done, answers = threading.Event(), []

    def follow() -> None:
        while not done.wait(0.01):
            index.follow()

    def keep_asking() -> None:
        while not done.is_set():
            answers.append(slugs(ask(db, index, "двір", limit=100)))

    threads = [threading.Thread(target=work) for work in (follow, keep_asking)]
    for thread in threads:
        thread.start()
    steps = [step for _ in range(3) for step in rebuild(db, Items(entries))]
    done.wait(0.3)
    done.set()
    for thread in threads:
        thread.join()
    assert len(answers) > len(steps) / 2
    assert [answer for answer in answers if answer != expected] == []
    assert index.fresh().generation == 4


def test_a_later_rebuild_ends_the_one_under_way(db: Db) -> None:
    items = Items([an_entry()])
    earlier = rebuild(db, items)
    next(earlier)
    later = rebuild(db, items)
    next(later)
    with pytest.raises(Conflict):
        next(earlier)
    assert [step.kind for step in later][-1] is None


def test_only_an_administrator_may_rebuild(db: Db) -> None:
    with pytest.raises(Forbidden):
        indexing.reindex(
            MongoEntries(db),
            Items([]),
            nothing_elsewhere,
            shipped(),
            Identity("someone", frozenset({"editor"})),
            None,
            cause=CAUSE,
        )

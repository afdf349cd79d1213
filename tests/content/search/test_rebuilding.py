"""The index made anew while it answers."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest

from services.content import calendar
from services.content.search import indexing
from services.content.search.domain import Entry, Removed
from services.content.search.indexing import Step
from services.content.search.live import LiveIndex
from services.content.search.store import MongoEntries
from services.content.taxonomy.domain import shipped
from shared.errors import Conflict, Forbidden
from shared.identity import OPERATOR, Identity
from tests.content.search.asking import Db, ask, publish, slugs
from tests.content.search.builders import an_entry
from tests.content.test_import import CAUSE

pytestmark = pytest.mark.needs_mongo


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
    calendar.keep(db)
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


def test_a_process_behind_by_two_generations_reads_the_live_one(
    db: Db, index: LiveIndex
) -> None:
    publish(db, an_entry())
    assert slugs(ask(db, index, "двір")) == ["light"]
    for _ in range(2):
        for _ in rebuild(db, Items([an_entry()])):
            pass
    publish(db, an_entry("later"))
    assert set(slugs(ask(db, index, "двір"))) == {"light", "later"}
    assert index.fresh().generation == 3


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

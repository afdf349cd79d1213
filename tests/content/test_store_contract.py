"""What any ``handlers.works.Works`` must do; run against the fake and MongoDB."""

from dataclasses import replace

import pytest

from services.content.editing.domain.moves import publish
from services.content.editing.domain.work import Work, begin, revise
from services.content.editing.handlers.works import Step, Works
from services.content.editing.store import MongoWorks
from services.content.migrations import MIGRATIONS
from shared.errors import Conflict
from shared.migrations import migrate
from tests.content.builders import an_item
from tests.content.fakes import MemoryWorks
from tests.content.test_import import CAUSE, EDITOR, NOON


@pytest.fixture(params=["memory", pytest.param("mongo", marks=pytest.mark.needs_mongo)])
def works(request: pytest.FixtureRequest) -> Works:
    if request.param == "memory":
        return MemoryWorks()
    db = request.getfixturevalue("mongo_db")
    migrate(db, MIGRATIONS)
    return MongoWorks(db)


def record(works: Works, was: Work | None, work: Work, what: str = "saved") -> None:
    works.record([Step(was, work, what, "ed", NOON)], cause=CAUSE)


def a_work(slug: str = "night-light", **changes: str) -> Work:
    return begin(an_item(slug, **changes), None, by=EDITOR, at=NOON)


def stored(works: Works, slug: str = "night-light") -> Work:
    found = works.find(slug)
    assert found is not None
    return found


def test_a_work_is_found_as_it_was_recorded(works: Works) -> None:
    assert works.find("night-light") is None
    record(works, None, a_work(), "created")
    assert stored(works) == replace(a_work(), version=1)
    assert works.find_all(["nothing", "night-light"]) == {"night-light": stored(works)}
    assert works.related() == {"night-light": ()} or works.related() == {
        "night-light": []
    }


def test_a_work_has_its_files_again(works: Works) -> None:
    made = begin(an_item(held={"map.png": "0" * 64}), None, by=EDITOR, at=NOON)
    record(works, None, made, "created")
    assert stored(works) == replace(made, version=1)
    assert stored(works).files["files/map.png"] == "0" * 64


def test_of_two_editors_at_once_one_is_told(works: Works) -> None:
    record(works, None, a_work(), "created")
    was = stored(works)
    first, second = (
        revise(was, an_item(body=text), by=EDITOR, at=NOON) for text in ("One.", "Two.")
    )
    record(works, was, first)
    with pytest.raises(Conflict) as refused:
        record(works, was, second)
    assert refused.value.code == "overtaken"
    assert stored(works) == replace(first, version=2)


def test_an_item_is_begun_once(works: Works) -> None:
    record(works, None, a_work(), "created")
    with pytest.raises(Conflict):
        record(works, None, a_work(body="Other."), "created")


def test_steps_are_taken_together_or_not_at_all(works: Works) -> None:
    record(works, None, a_work(), "created")
    steps = [
        Step(None, publish(a_work(slug), None), "imported", None, NOON)
        for slug in ("new", "night-light")
    ]
    with pytest.raises(Conflict):
        works.record(steps, cause=CAUSE)
    assert works.find("new") is None

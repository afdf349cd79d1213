"""Progress as it stands in the enrolment: always what folding everything gives."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pymongo import MongoClient, monitoring

from services.learning.migrations import fill_progress
from services.learning.progress.store import MongoRecords
from shared.contracts.learning import CourseCompleted
from shared.errors import Conflict, Forbidden, NotFound
from shared.identity import OPERATOR
from tests.learning.builders import (
    BEN,
    HERE,
    NOON,
    QUIZ,
    RIGHT,
    WRONG,
    a_fact,
    finish_lessons,
    lesson,
    sent,
)
from tests.learning.conftest import World
from tests.servers import MongoServer

pytestmark = pytest.mark.needs_mongo
SUM = ("viewed", "done", "signed", "results", "active_at", "folded", "version")


class Reads(monitoring.CommandListener):
    """The collections that commands read while this listens."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        for name in ("find", "aggregate"):
            if name in event.command:
                self.read.append(event.command[name])

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None: ...
    def failed(self, event: monitoring.CommandFailedEvent) -> None: ...


def kept(world: World, person: str = "ana") -> dict[str, Any]:
    doc = world.db.enrolments.find_one({"_id": f"{person}:night-light"})
    assert doc is not None
    return {name: doc[name] for name in SUM if name in doc}


def rebuild(world: World, **asked: Any) -> Any:
    return world.as_(OPERATOR).rebuild_progress(**asked)


def work_a_little(ana: Any) -> None:
    ana.record_facts(facts=[sent(a_fact(kind="lesson.viewed")), sent(a_fact("02-how"))])
    for answers in (RIGHT, WRONG):
        attempt = ana.start_attempt(**QUIZ)
        ana.submit_attempt(**QUIZ, id=attempt["id"], answers=answers)


def test_the_sum_is_written_with_what_it_is_made_of(world: World, ana: Any) -> None:
    assert kept(world) == {
        "viewed": [],
        "done": [],
        "signed": [],
        "results": [],
        "active_at": NOON,
        "folded": 0,
        "version": 0,
    }
    world.wait(5)
    work_a_little(ana)
    assert kept(world) == {
        "viewed": ["01-why"],
        "done": ["02-how"],
        "signed": [],
        "results": [
            {"quiz": "final", "best_percent": 100, "passed": True, "attempts": 2}
        ],
        "active_at": NOON + timedelta(minutes=5),
        "folded": 5,
        "version": 5,
    }


def test_reading_progress_reads_no_facts(
    world: World, ana: Any, mongo_server: MongoServer
) -> None:
    work_a_little(ana)
    listener = Reads()
    url = mongo_server.url(world.db.name)
    with MongoClient[dict[str, Any]](
        url, tz_aware=True, event_listeners=[listener]
    ) as client:
        records = MongoRecords(client.get_default_database())
        assert records.find("ana", "night-light") is not None
        assert len(records.of_person("ana", after=None, limit=20)) == 1
    assert listener.read == ["enrolments", "enrolments"]


def test_summing_anew_finds_no_difference(world: World, ana: Any) -> None:
    work_a_little(ana)
    before = kept(world)
    assert rebuild(world) == {"checked": 1, "different": [], "next": None}
    assert kept(world) == before


def test_a_sum_that_is_wrong_is_named_and_put_right(world: World, ana: Any) -> None:
    work_a_little(ana)
    right = kept(world)
    world.db.enrolments.update_one({}, {"$set": {"done": ["01-why"], "results": []}})
    wrong = kept(world)
    found = rebuild(world, dry_run=True)
    assert found["different"] == [{"person_id": "ana", "slug": "night-light"}]
    assert kept(world) == wrong
    assert rebuild(world, person_id="ana")["different"] == found["different"]
    assert {**kept(world), "version": 5, "folded": 5} == right
    assert rebuild(world)["different"] == []


def test_only_the_enrolments_asked_for_are_summed(world: World, ana: Any) -> None:
    world.as_(BEN).enrol(**HERE)
    assert rebuild(world)["checked"] == 2
    assert rebuild(world, person_id="ben")["checked"] == 1
    assert rebuild(world, slug="other")["checked"] == 0


def test_learners_rebuild_nothing(ana: Any) -> None:
    with pytest.raises(Forbidden):
        ana.rebuild_progress()


def as_before(world: World) -> None:
    """The enrolment as the release before sums would have left it."""
    bare = {name: "" for name in SUM if name != "version"}
    world.db.enrolments.update_many({}, {"$unset": bare})


def test_enrolments_from_before_are_summed_once(world: World, ana: Any) -> None:
    work_a_little(ana)
    before = kept(world)
    as_before(world)
    fill_progress(world.db)
    filled = kept(world)
    assert filled == before | {"version": 6, "folded": 6}
    fill_progress(world.db)
    assert kept(world) == filled


def test_what_the_release_before_writes_meanwhile_counts(
    world: World, ana: Any
) -> None:
    """It knows nothing of sums, and only raises the version."""
    work_a_little(ana)
    fact = a_fact("01-why")
    world.db.facts.insert_one(
        {
            "_id": f"ana:{fact.id}",
            "person_id": "ana",
            "kind": fact.kind,
            "slug": fact.slug,
            "lesson": fact.lesson,
            "at": fact.at,
            "received_at": fact.received_at,
        }
    )
    world.db.enrolments.update_one({}, {"$inc": {"version": 1}})
    assert ana.get_enrolment(**HERE)["lessons_done"] == ["01-why", "02-how"]
    ana.record_facts(facts=[sent(a_fact(kind="lesson.viewed"))])
    assert kept(world)["done"] == ["01-why", "02-how"]
    assert kept(world)["folded"] == kept(world)["version"]
    assert ana.get_enrolment(**HERE)["state"] == "completed"


def publish_second(world: World) -> None:
    """01-why has become 01-new, 02-how is dropped, 03-do is new."""
    files: dict[str, str | None] = {}
    for language in ("uk", "en"):
        files |= {f"lessons/{old}.{language}.md": None for old in ("01-why", "02-how")}
        files |= {
            f"lessons/{new}.{language}.md": lesson() for new in ("01-new", "03-do")
        }
    world.publish(
        files=files,
        version=2,
        lessons="01-new, 03-do",
        more="replaces: {01-why: 01-new, 02-how: null}\n",
    )


def test_learners_stay_on_their_version_until_they_move(world: World, ana: Any) -> None:
    work_a_little(ana)
    publish_second(world)
    stayed = ana.enrol(**HERE)
    assert (stayed["version"], stayed["newest_version"]) == (1, 2)
    ana.record_facts(facts=[sent(a_fact("01-why"))])
    moved = ana.move_enrolment(**HERE)
    assert (moved["version"], moved["newest_version"]) == (2, 2)
    assert moved["lessons_done"] == ["01-new"]
    assert moved["quizzes"][0]["passed"]
    assert rebuild(world)["different"] == []


def test_facts_of_a_device_that_has_not_moved_still_count(
    world: World, ana: Any
) -> None:
    publish_second(world)
    ana.move_enrolment(**HERE)
    outcomes = ana.record_facts(
        facts=[sent(a_fact("01-why")), sent(a_fact("02-how")), sent(a_fact("03-do"))]
    )["items"]
    assert {outcome["status"] for outcome in outcomes} == {"accepted"}
    assert ana.get_enrolment(**HERE)["lessons_done"] == ["01-new", "03-do"]


def test_an_attempt_of_the_older_version_counts_after_moving(
    world: World, ana: Any
) -> None:
    attempt = ana.start_attempt(**QUIZ)
    publish_second(world)
    ana.move_enrolment(**HERE)
    ana.submit_attempt(**QUIZ, id=attempt["id"], answers=RIGHT)
    ana.record_facts(facts=[sent(a_fact("01-why")), sent(a_fact("03-do"))])
    assert ana.get_enrolment(**HERE)["state"] == "completed"
    [certificate] = world.db.certificates.find()
    assert certificate["course_version"] == 2


def test_whoever_completed_keeps_the_certificate_when_moving(
    world: World, ana: Any
) -> None:
    finish_lessons(ana)
    attempt = ana.start_attempt(**QUIZ)
    ana.submit_attempt(**QUIZ, id=attempt["id"], answers=RIGHT)
    before = ana.get_enrolment(**HERE)
    publish_second(world)
    moved = ana.move_enrolment(**HERE)
    assert moved["certificate"] == before["certificate"]
    assert moved["completed_at"] == before["completed_at"]
    assert world.outbox().count(CourseCompleted.type) == 1


@pytest.mark.parametrize("asked", [{}, {"version": 1}])
def test_there_is_no_moving_to_what_one_has(
    world: World, ana: Any, asked: dict[str, int]
) -> None:
    with pytest.raises(Conflict) as refused:
        ana.move_enrolment(**HERE, **asked)
    assert refused.value.code == "version_not_newer"


def test_moving_needs_an_enrolment_and_a_version(world: World, ana: Any) -> None:
    with pytest.raises(NotFound) as refused:
        world.as_(BEN).move_enrolment(**HERE)
    assert refused.value.code == "not_enrolled"
    with pytest.raises(NotFound) as refused:
        ana.move_enrolment(**HERE, version=9)
    assert refused.value.code == "course_not_found"


def test_prerequisites_come_first(world: World, ana: Any) -> None:
    world.publish(slug="other", more="prerequisites: [night-light, not-there]\n")
    [wanted] = ana.list_prerequisites(slug="other")["items"]
    assert (wanted["slug"], wanted["completed"]) == ("night-light", False)
    with pytest.raises(Conflict) as refused:
        ana.enrol(slug="other")
    assert refused.value.code == "prerequisites_missing"
    assert refused.value.fields == {"prerequisites": ["night-light"]}
    finish_lessons(ana)
    attempt = ana.start_attempt(**QUIZ)
    ana.submit_attempt(**QUIZ, id=attempt["id"], answers=RIGHT)
    assert ana.list_prerequisites(slug="other")["items"][0]["completed"]
    assert ana.enrol(slug="other")["created"]


def test_whoever_is_enrolled_is_not_asked_for_new_prerequisites(
    world: World, ana: Any
) -> None:
    world.publish(slug="other")
    world.publish(version=2, more="prerequisites: [other]\n")
    assert not ana.enrol(**HERE)["created"]
    assert world.anyone.list_prerequisites(**HERE)["items"][0]["slug"] == "other"

"""Facts that devices report, on a real database."""

from __future__ import annotations

from typing import Any

import pytest

from shared.errors import Invalid
from tests.learning.builders import HERE, NOON, a_fact, sent
from tests.learning.conftest import World

pytestmark = pytest.mark.needs_mongo


def test_progress_is_the_sum_of_facts(ana: Any) -> None:
    done = a_fact("02-how")
    ana.record_facts(facts=[sent(a_fact(kind="lesson.viewed")), sent(done)])
    enrolment = ana.get_enrolment(**HERE)
    assert enrolment["state"] == "in_progress"
    assert enrolment["lessons_done"] == ["02-how"]
    assert enrolment["percent"] == 33


def test_a_batch_sent_twice_changes_nothing(world: World, ana: Any) -> None:
    batch = [sent(a_fact()), sent(a_fact())]
    first = ana.record_facts(facts=batch)["items"]
    kept = list(world.db.facts.find()), list(world.db.enrolments.find())
    world.wait()
    second = ana.record_facts(facts=batch)["items"]
    assert {item["status"] for item in first} == {"recorded"}
    assert {item["status"] for item in second} == {"duplicate"}
    assert (list(world.db.facts.find()), list(world.db.enrolments.find())) == kept


def test_each_fact_of_a_batch_has_its_own_outcome(world: World, ana: Any) -> None:
    world.publish(slug="other")
    fact = a_fact()
    outcomes = ana.record_facts(
        facts=[
            sent(a_fact(), course="other"),
            sent(fact),
            sent(a_fact(), course="none"),
            sent(fact),
            sent(a_fact("99-none")),
            sent(a_fact("02-how", fact_id=fact.id)),
        ]
    )["items"]
    assert [(item["status"], item.get("code")) for item in outcomes] == [
        ("refused", "not_enrolled"),
        ("recorded", None),
        ("refused", "not_enrolled"),
        ("duplicate", None),
        ("refused", "lesson_not_found"),
        ("refused", "fact_id_taken"),
    ]
    assert world.db.facts.count_documents({}) == 1


def test_one_id_counts_for_one_course(world: World, ana: Any) -> None:
    world.publish(slug="other")
    ana.enrol(slug="other")
    fact = a_fact()
    ana.record_facts(facts=[sent(fact)])
    [outcome] = ana.record_facts(facts=[sent(fact, course="other")])["items"]
    assert outcome["code"] == "fact_id_taken"


@pytest.mark.parametrize(
    "at", ["1970-01-01T00:00:00+00:00", "9999-12-31T23:59:59-12:00", "2026-11-22"]
)
def test_a_wrong_device_clock_is_kept_and_not_believed(
    world: World, ana: Any, at: str
) -> None:
    [outcome] = ana.record_facts(facts=[sent(a_fact(), at=at)])["items"]
    assert outcome["status"] == "recorded"
    kept = world.db.facts.find_one()
    assert kept is not None
    assert (kept["at"], kept["received_at"]) == (at, NOON)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"at": "noon"}, "facts.1.at"),
        ({"id": "1"}, "facts.1.id"),
        ({"kind": "lesson.liked"}, "facts.1.kind"),
        ({"mood": "good"}, "facts.1.mood"),
    ],
)
def test_a_malformed_batch_is_refused_whole(
    world: World, ana: Any, change: dict[str, str], place: str
) -> None:
    with pytest.raises(Invalid) as refused:
        ana.record_facts(facts=[sent(a_fact()), sent(a_fact(), **change)])
    assert list(refused.value.fields) == [place]
    assert world.db.facts.count_documents({}) == 0

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
    assert {item["status"] for item in first} == {"accepted"}
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
        ("accepted", None),
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
    assert outcome["status"] == "accepted"
    kept = world.db.facts.find_one()
    assert kept is not None
    assert (kept["at"], kept["received_at"]) == (at, NOON)


@pytest.mark.parametrize(
    ("at", "note"),
    [
        ("2026-11-24T12:00:00+00:00", None),
        ("2026-11-24T12:00:01+00:00", "clock_off"),
        ("1970-01-01T00:00:00Z", "clock_off"),
    ],
)
def test_a_clock_that_is_far_off_is_said_to_be(
    world: World, ana: Any, at: str, note: str | None
) -> None:
    fact = sent(a_fact(), at=at)
    [outcome] = ana.record_facts(facts=[fact])["items"]
    assert (outcome["status"], outcome.get("note")) == ("accepted", note)
    [kept] = world.db.facts.find()
    assert kept.get("clock_off", False) is (note is not None)
    [again] = ana.record_facts(facts=[fact])["items"]
    assert again["status"] == "duplicate"


UNREADABLE = [
    ({"at": "noon"}, "at: "),
    ({"at": None}, "at: "),
    ({"id": "1"}, "id: "),
    ({"kind": "lesson.liked"}, "kind: "),
    ({"kind": ["lesson.viewed"]}, "kind: "),
    ({"lesson": ""}, "lesson: "),
    ({"course": {"$ne": ""}}, "course: "),
    ({"device": "d" * 65}, "device: "),
    ({"mood": "good"}, "mood: "),
]


@pytest.mark.parametrize(("change", "detail"), UNREADABLE)
def test_a_malformed_fact_is_refused_alone(
    world: World, ana: Any, change: dict[str, Any], detail: str
) -> None:
    bad = sent(a_fact()) | change
    first, second, third = ana.record_facts(
        facts=[sent(a_fact()), bad, sent(a_fact("02-how"))]
    )["items"]
    assert first["status"] == third["status"] == "accepted"
    assert (second["status"], second["code"]) == ("refused", "invalid_fact")
    assert second["detail"].startswith(detail)
    assert second["id"] == bad["id"]
    assert world.db.facts.count_documents({}) == 2


def test_what_is_no_fact_at_all_is_refused_alone(world: World, ana: Any) -> None:
    nothing: list[Any] = [None, 7, "fact", [], {}, {"id": 7}, {"id": "i" * 101}]
    *refused, last = ana.record_facts(facts=[*nothing, sent(a_fact())])["items"]
    assert {item["code"] for item in refused} == {"invalid_fact"}
    assert {item["id"] for item in refused} == {None}
    assert last["status"] == "accepted"


def test_a_missing_field_is_named(ana: Any) -> None:
    fact = sent(a_fact())
    del fact["lesson"]
    [outcome] = ana.record_facts(facts=[fact])["items"]
    assert outcome["detail"].startswith("lesson: ")


def test_nobody_reports_for_somebody_else(world: World, ana: Any) -> None:
    mine, bens = sent(a_fact(), person="ana"), sent(a_fact("02-how"), person="ben")
    first, second = ana.record_facts(facts=[mine, bens])["items"]
    assert first["status"] == "accepted"
    assert (second["status"], second["code"]) == ("refused", "not_your_fact")
    assert world.db.facts.count_documents({}) == 1


@pytest.mark.parametrize("kind", ["skill.signed", "skill.revoked", "session.attended"])
def test_what_trainers_sign_comes_from_no_device(
    world: World, ana: Any, kind: str
) -> None:
    facts = [sent(a_fact(), kind=kind), {"kind": kind, "skill": "tourniquet"}]
    for outcome in ana.record_facts(facts=facts)["items"]:
        assert (outcome["status"], outcome["code"]) == ("refused", "kind_not_yours")
    assert world.db.facts.count_documents({}) == 0


@pytest.mark.parametrize("count", [0, 1001])
def test_a_batch_has_up_to_a_thousand_facts(ana: Any, count: int) -> None:
    with pytest.raises(Invalid):
        ana.record_facts(facts=[{}] * count)


def test_a_device_is_kept_and_is_no_part_of_what_a_fact_says(
    world: World, ana: Any
) -> None:
    fact = sent(a_fact())
    ana.record_facts(facts=[fact | {"device": "phone"}])
    [again] = ana.record_facts(facts=[fact | {"device": "tablet"}])["items"]
    assert again["status"] == "duplicate"
    [kept] = world.db.facts.find()
    assert kept["device"] == "phone"

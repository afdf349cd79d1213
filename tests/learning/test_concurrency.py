"""Many devices at once on a real database: nothing lost, nothing twice."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from services.learning.certificates import domain as certificates
from services.learning.migrations import MIGRATIONS
from services.learning.progress.handlers import facts as progress
from shared.contracts.learning import CourseCompleted
from shared.errors import Conflict
from shared.identity import Identity
from shared.migrations import migrate
from tests.learning.builders import HERE, QUIZ, RIGHT, WRONG, a_fact, sent
from tests.learning.conftest import World

pytestmark = pytest.mark.needs_mongo
THREADS = 12


def at_once(work: list[Callable[[], Any]]) -> list[Any]:
    with ThreadPoolExecutor(THREADS) as pool:
        return [future.result() for future in [pool.submit(one) for one in work]]


@pytest.mark.parametrize("seed", range(3))
def test_devices_that_finish_at_once_earn_one_certificate(
    world: World, seed: int
) -> None:
    """Each device holds one step only, so whichever comes last completes."""
    world.publish()
    ana = world.ana
    ana.enrol(**HERE)
    attempt = ana.start_attempt(**QUIZ)["id"]
    work: list[Callable[[], Any]] = [
        lambda: ana.submit_attempt(**QUIZ, id=attempt, answers=RIGHT)
    ] * 8
    facts = [sent(a_fact(lesson)) for lesson in ("01-why", "02-how") for _ in range(8)]
    work += [lambda f=fact: ana.record_facts(facts=[f]) for fact in facts]  # type: ignore[misc]
    work *= 2  # everything is sent again by a client that heard no answer
    random.Random(seed).shuffle(work)
    at_once(work)
    enrolment = ana.get_enrolment(**HERE)
    assert enrolment["state"] == "completed"
    [certificate] = world.db.certificates.find()
    assert certificate["_id"] == enrolment["certificate"]
    assert world.outbox().count(CourseCompleted.type) == 1
    assert world.db.facts.count_documents({}) == len(facts)
    # One version for each fact, the start and the submission: nothing overwritten.
    kept = world.db.enrolments.find_one()
    assert kept is not None
    assert kept["version"] == len(facts) + 2
    assert enrolment["quizzes"][0]["passed"]
    assert [result["attempts"] for result in kept["results"]] == [1]


def test_two_devices_with_the_last_two_steps_never_miss_each_other(
    world: World,
) -> None:
    """Neither sees the other's step before both are written: write skew."""
    world.publish()
    for person in (Identity(f"person-{number}") for number in range(20)):
        service, start = world.as_(person), Barrier(2)
        service.enrol(**HERE)
        service.record_facts(facts=[sent(a_fact("01-why"))])
        attempt = service.start_attempt(**QUIZ)["id"]

        def read(service: Any = service, start: Barrier = start) -> None:
            start.wait()
            service.record_facts(facts=[sent(a_fact("02-how"))])

        def answer(
            service: Any = service, start: Barrier = start, attempt: str = attempt
        ) -> None:
            start.wait()
            service.submit_attempt(**QUIZ, id=attempt, answers=RIGHT)

        at_once([read, answer])
        assert service.get_enrolment(**HERE)["state"] == "completed"
    assert world.db.certificates.count_documents({}) == 20
    assert world.outbox().count(CourseCompleted.type) == 20


def test_one_fact_id_sent_for_two_courses_at_once_counts_once(world: World) -> None:
    for slug in ("night-light", "other"):
        world.publish(slug=slug)
        world.ana.enrol(slug=slug)
    facts = [a_fact() for _ in range(10)]
    ana = world.ana
    at_once(
        [
            lambda f=fact, s=slug: ana.record_facts(facts=[sent(f, course=s)])  # type: ignore[misc]
            for fact in facts
            for slug in ("night-light", "other")
        ]
    )
    assert world.db.facts.count_documents({}) == len(facts)


def test_enrolling_at_once_is_enrolling_once(world: World) -> None:
    world.publish()
    ana = world.ana
    created = at_once([lambda: ana.enrol(**HERE)["created"]] * 12)
    assert created.count(True) == 1


def test_starting_at_once_is_starting_once(world: World) -> None:
    world.publish()
    ana = world.ana
    ana.enrol(**HERE)
    started = at_once([lambda: ana.start_attempt(**QUIZ)] * THREADS)
    assert len({attempt["id"] for attempt in started}) == 1
    assert [attempt["created"] for attempt in started].count(True) == 1
    assert len({str(attempt["questions"]) for attempt in started}) == 1
    assert world.db.attempts.count_documents({}) == 1


def test_different_answers_at_once_give_one_result(world: World) -> None:
    world.publish()
    ana = world.ana
    ana.enrol(**HERE)
    attempt = ana.start_attempt(**QUIZ)["id"]

    def answer(answers: dict[str, list[str]]) -> Any:
        try:
            return ana.submit_attempt(**QUIZ, id=attempt, answers=answers)["result"]
        except Conflict as refused:
            return refused.code

    outcomes = at_once([lambda: answer(RIGHT), lambda: answer(WRONG)] * 6)
    results = [outcome for outcome in outcomes if outcome != "attempt_ended"]
    assert len(results) == 6
    assert all(result == results[0] for result in results)
    kept = world.db.enrolments.find_one()
    assert kept is not None
    assert [result["attempts"] for result in kept["results"]] == [1]


def test_a_number_that_is_taken_is_drawn_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken, free = certificates.draw_number(), certificates.draw_number()
    drawn = iter([taken, free])
    monkeypatch.setattr(progress, "draw_number", lambda: next(drawn))
    world.db.certificates.insert_one(
        {
            "_id": taken,
            "person_id": "ben",
            "slug": "other",
            "course_version": 1,
            "issued_at": world.now(),
        }
    )
    world.publish()
    ana = world.ana
    ana.enrol(**HERE)
    attempt = ana.start_attempt(**QUIZ)
    ana.submit_attempt(**QUIZ, id=attempt["id"], answers=RIGHT)
    ana.record_facts(facts=[sent(a_fact("01-why")), sent(a_fact("02-how"))])
    assert ana.get_enrolment(**HERE)["certificate"] == free


def test_migrations_may_run_again(world: World) -> None:
    assert migrate(world.db, MIGRATIONS) == []
    world.db.migrations.delete_many({})
    assert len(migrate(world.db, MIGRATIONS)) == len(MIGRATIONS)

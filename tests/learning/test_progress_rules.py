"""How facts are judged and summed, and what follows from the sum."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from services.learning.progress.domain.facts import Fact, clock_is_off
from services.learning.progress.domain.progress import (
    History,
    Progress,
    QuizResult,
    Scored,
    fold,
    steps_done,
)
from services.learning.progress.domain.records import (
    Enrolment,
    Record,
    Taken,
    certify,
    completed,
    move,
    take,
)
from shared.errors import Conflict
from tests.learning.builders import NOON, a_course, a_fact, a_signature

COURSE = a_course()
ENROLMENT = Enrolment("ana", "night-light", 1, NOON)
FRESH = Record(ENROLMENT)
PASSED = Scored("final", 80, passed=True, at=NOON)
FAILED = Scored("final", 79, passed=False, at=NOON)
BOTH = [a_fact("01-why"), a_fact("02-how")]
EVERYTHING = History(BOTH, [PASSED])
DONE = Record(ENROLMENT, fold(EVERYTHING, COURSE))
# 01-why has become 01-new, 02-how is dropped, 03-do is new.
NEWER = replace(
    a_course(version=2),
    modules=a_course(
        version=2,
        lessons="01-new, 03-do",
        lesson_ids=("01-new", "03-do"),
    ).modules,
    aliases={"01-why": "01-new", "02-how": None},
)


PRACTICAL = """\
practical:
  - {id: tourniquet, title: {uk: "Турнікет", en: "Tourniquet"}}
"""


def taken(record: Record, facts: Sequence[Fact], *known: Fact) -> Taken:
    before = {fact.id: fact for fact in known}
    return take(record, COURSE, facts, before, at=NOON, draw=lambda: "N-1")


def steps(*facts: Fact, scored: Sequence[Scored] = ()) -> tuple[int, int]:
    return steps_done(fold(History(facts, scored), COURSE), COURSE)


def test_lessons_and_passed_quizzes_are_steps() -> None:
    assert steps() == (0, 3)
    assert steps(*BOTH) == (2, 3)
    assert steps(scored=[FAILED]) == (0, 3)
    assert steps_done(DONE.progress, COURSE) == (3, 3)


def test_only_final_quizzes_are_steps() -> None:
    [module] = COURSE.modules
    practice = replace(module.quizzes[0], purpose="practice")
    course = replace(COURSE, modules=(replace(module, quizzes=(practice,)),))
    assert steps_done(fold(History(BOTH), course), course) == (2, 2)


def test_every_practical_skill_is_a_step() -> None:
    course = a_course(more=PRACTICAL)
    unsigned = fold(EVERYTHING, course)
    assert steps_done(unsigned, course) == (3, 4)
    signed = fold(replace(EVERYTHING, signatures=[a_signature()]), course)
    assert steps_done(signed, course) == (4, 4)


def test_a_lesson_that_was_only_viewed_is_not_done() -> None:
    seen = fold(History([a_fact(kind="lesson.viewed")]), COURSE)
    assert steps_done(seen, COURSE) == (0, 3)
    assert seen.viewed == {"01-why"}
    assert seen.has_begun


def test_the_best_attempt_counts_and_passing_stays() -> None:
    worse = Scored("final", 10, passed=False, at=NOON)
    assert fold(History(scored=[PASSED, worse]), COURSE).results == (
        QuizResult("final", 80, passed=True, attempts=2),
    )


def test_the_last_thing_done_is_by_our_clock() -> None:
    late = [a_fact(minute=5), a_fact(minute=3)]
    scored = Scored("final", 1, passed=False, at=NOON + timedelta(minutes=4))
    progress = fold(History(late, [scored]), COURSE)
    assert progress.active_at == NOON + timedelta(minutes=5)


def test_a_certificate_is_due_once() -> None:
    due = certify(DONE, COURSE, at=NOON, draw=lambda: "N-1")
    assert due is not None
    assert completed(due).certificate_number == "N-1"
    held = replace(DONE, enrolment=replace(ENROLMENT, certificate="N-1"))
    assert certify(held, COURSE, at=NOON, draw=lambda: "N-2") is None


def test_the_last_lesson_completes_as_well_as_the_quiz_does() -> None:
    record = Record(ENROLMENT, fold(History(BOTH[:1], [PASSED]), COURSE))
    assert taken(record, BOTH[1:]).settled.certificate is not None


def test_the_same_fact_again_is_a_duplicate_whoever_carries_it() -> None:
    fact = a_fact()
    later = replace(fact, received_at=NOON.replace(hour=23), device="tablet")
    again = taken(FRESH, [fact, later])
    assert [outcome.status for outcome in again.outcomes] == ["accepted", "duplicate"]
    assert taken(FRESH, [fact], fact).new == []


def test_another_fact_under_a_known_id_is_refused() -> None:
    fact = a_fact()
    other = replace(fact, lesson="02-how")
    [outcome] = taken(FRESH, [other], fact).outcomes
    assert (outcome.status, outcome.code) == ("refused", "fact_id_taken")


def test_an_unknown_lesson_is_refused_and_the_rest_is_taken() -> None:
    judged = taken(FRESH, [a_fact("99-none"), a_fact("final"), a_fact()])
    codes = [outcome.code for outcome in judged.outcomes]
    assert codes == ["lesson_not_found", "lesson_not_found", ""]
    assert len(judged.new) == 1


def test_a_fact_of_an_older_version_counts_for_what_took_its_place() -> None:
    held = Record(replace(ENROLMENT, course_version=2))
    judged = take(held, NEWER, BOTH, {}, at=NOON, draw=lambda: "N-1")
    assert [outcome.status for outcome in judged.outcomes] == ["accepted", "accepted"]
    assert judged.new == BOTH
    assert judged.settled.record.progress.done == {"01-new"}


@pytest.mark.parametrize(
    ("at", "is_off"),
    [
        ("2026-11-24T12:00:00+00:00", False),
        ("2026-11-24T12:00:01+00:00", True),
        ("2026-11-22T12:00:00", False),
        ("2025-10-18T12:00:00+00:00", False),
        ("2025-10-18T11:59:59+00:00", True),
        ("1970-01-01T00:00:00+00:00", True),
        ("9999-12-31T23:59:59-12:00", True),
        ("0001-01-01T00:00:00+14:00", True),
        ("2026-11-22", False),
    ],
)
def test_a_clock_is_off_two_days_ahead_or_four_hundred_behind(
    at: str, is_off: bool
) -> None:
    assert clock_is_off(at, NOON) is is_off


def test_moving_maps_what_was_done_and_keeps_the_history() -> None:
    facts = [a_fact("01-why"), a_fact("02-how")]
    record = Record(ENROLMENT, fold(History(facts, [PASSED]), COURSE))
    moved = move(record, History(facts, [PASSED]), NEWER, at=NOON, draw=lambda: "N-1")
    assert moved.record.enrolment.course_version == 2
    assert moved.record.progress.done == {"01-new"}
    assert moved.record.progress.results[0].passed
    assert moved.certificate is None


def test_whoever_did_all_that_a_newer_version_asks_completes_it_by_moving() -> None:
    [module] = NEWER.modules
    shorter = replace(NEWER, modules=(replace(module, lessons=module.lessons[:1]),))
    moved = move(DONE, EVERYTHING, shorter, at=NOON, draw=lambda: "N-1")
    assert moved.certificate is not None
    assert moved.certificate.course_version == 2


def test_completion_survives_a_move() -> None:
    held = replace(ENROLMENT, completed_at=NOON, certificate="N-1")
    moved = move(
        replace(DONE, enrolment=held), EVERYTHING, NEWER, at=NOON, draw=lambda: "N-2"
    )
    assert moved.record.enrolment == replace(held, course_version=2)
    assert moved.certificate is None


@pytest.mark.parametrize("version", [1, 2])
def test_nobody_moves_sideways_or_down(version: int) -> None:
    held = Record(replace(ENROLMENT, course_version=2))
    course = a_course(version=version)
    with pytest.raises(Conflict) as refused:
        move(held, History(), course, at=NOON, draw=lambda: "N-1")
    assert refused.value.code == "version_not_newer"


def test_a_signature_that_was_taken_back_counts_no_more() -> None:
    course = a_course(more=PRACTICAL)
    first, second = a_signature(), a_signature()
    back = a_signature(kind="skill.revoked", revokes=first.id)
    one = fold(History(signatures=[back, first, second]), course)
    assert one.signed == {"tourniquet"}
    assert fold(History(signatures=[first, back]), course).signed == frozenset()


def test_attending_a_session_is_no_skill_but_is_something_done() -> None:
    course = a_course(more=PRACTICAL)
    attended = a_signature(kind="session.attended", of="tourniquet")
    progress = fold(History(signatures=[attended]), course)
    assert progress == Progress(active_at=attended.signed_at)


def test_ten_thousand_facts_fold_in_under_fifty_milliseconds() -> None:
    """Of a course of 100 lessons; measured in processor time, best of five."""
    lessons = [f"lesson-{number}" for number in range(100)]
    course = a_course(lessons=", ".join(lessons), lesson_ids=lessons)
    facts = [a_fact(lessons[n % 100], minute=n) for n in range(10_000)]
    times = []
    for _ in range(5):
        began = time.process_time()
        fold(History(facts), course)
        times.append(time.process_time() - began)
    assert min(times) < 0.05

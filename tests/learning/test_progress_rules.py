"""The sum of facts: the same whatever the order, the repetition and the device."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from services.learning.progress.domain import (
    Enrolment,
    Fact,
    QuizResult,
    Record,
    Taken,
    certify,
    completed,
    steps_done,
    take,
)
from tests.learning.builders import NOON, a_course, a_fact

COURSE = a_course()
ENROLMENT = Enrolment("ana", "night-light", 1, NOON)
FRESH = Record(ENROLMENT)
PASSED = QuizResult("final", 80, passed=True)
BOTH = [a_fact("01-why"), a_fact("02-how")]
DONE = FRESH.with_facts(BOTH).with_result(PASSED)


def taken(record: Record, facts: Sequence[Fact], *known: Fact) -> Taken:
    before = {fact.id: fact for fact in known}
    return take(record, COURSE, facts, before, at=NOON, draw=lambda: "N-1")


def test_lessons_and_passed_quizzes_are_steps() -> None:
    assert steps_done(FRESH, COURSE) == (0, 3)
    assert steps_done(FRESH.with_facts(BOTH), COURSE) == (2, 3)
    failed = FRESH.with_result(QuizResult("final", 79, passed=False))
    assert steps_done(failed, COURSE) == (0, 3)
    assert steps_done(DONE, COURSE) == (3, 3)


def test_a_lesson_that_was_only_viewed_is_not_done() -> None:
    seen = FRESH.with_facts([a_fact(kind="lesson.viewed")])
    assert steps_done(seen, COURSE) == (0, 3)
    assert seen.has_begun


def test_the_best_attempt_counts_and_passing_stays() -> None:
    worse = FRESH.with_result(PASSED).with_result(QuizResult("final", 10, passed=False))
    assert worse.result("final") == PASSED


def test_a_certificate_is_due_once() -> None:
    due = certify(DONE, COURSE, at=NOON, draw=lambda: "N-1")
    assert due is not None
    assert completed(due).certificate_number == "N-1"
    held = replace(DONE, enrolment=replace(ENROLMENT, certificate="N-1"))
    assert certify(held, COURSE, at=NOON, draw=lambda: "N-2") is None


def test_the_last_lesson_completes_as_well_as_the_quiz_does() -> None:
    record = FRESH.with_facts(BOTH[:1]).with_result(PASSED)
    assert taken(record, BOTH[1:]).certificate is not None


def test_the_same_fact_again_is_a_duplicate() -> None:
    fact = a_fact()
    later = replace(fact, received_at=NOON.replace(hour=23))
    again = taken(FRESH, [fact, later])
    assert [outcome.status for outcome in again.outcomes] == ["recorded", "duplicate"]
    assert taken(FRESH, [fact], fact).new == []


def test_another_fact_under_a_known_id_is_refused() -> None:
    fact = a_fact()
    other = replace(fact, lesson="02-how")
    [outcome] = taken(FRESH, [other], fact).outcomes
    assert (outcome.status, outcome.code) == ("refused", "fact_id_taken")


def test_an_unknown_lesson_is_refused_and_the_rest_is_taken() -> None:
    judged = taken(FRESH, [a_fact("99-none"), a_fact()])
    assert [outcome.code for outcome in judged.outcomes] == ["lesson_not_found", ""]
    assert len(judged.new) == 1


facts = st.builds(
    a_fact,
    st.sampled_from(["01-why", "02-how", "99-none"]),
    kind=st.sampled_from(["lesson.viewed", "lesson.completed"]),
    fact_id=st.uuids().map(str),
    minute=st.integers(-1_000_000, 1_000_000),
)
results = st.builds(
    QuizResult,
    st.just("final"),
    st.integers(0, 100),
    passed=st.booleans(),
)


@given(st.lists(st.one_of(facts, results), max_size=12), st.data())
def test_any_order_any_repetition_any_device_gives_the_same_state(
    sent: list[Fact | QuizResult], data: st.DataObject
) -> None:
    again = data.draw(st.lists(st.sampled_from(sent))) if sent else []
    one, first = _told(sent)
    other, second = _told(data.draw(st.permutations([*sent, *again])))
    assert steps_done(one, COURSE) == steps_done(other, COURSE)
    assert one.happened == other.happened
    assert one.results == other.results
    assert first == second == int(steps_done(one, COURSE) == (3, 3))


def _told(sent: Sequence[Fact | QuizResult]) -> tuple[Record, int]:
    """The record after all arrived one by one, and how many certificates it led to."""
    record, known, issued = FRESH, dict[str, Fact](), 0
    for news in sent:
        if isinstance(news, Fact):
            judged = take(record, COURSE, [news], known, at=NOON, draw=lambda: "N-1")
            known |= {fact.id: fact for fact in judged.new}
            record, due = record.with_facts(judged.new), judged.certificate
        else:
            record = record.with_result(news)
            due = certify(record, COURSE, at=NOON, draw=lambda: "N-1")
        if due is not None:
            issued += 1
            held = replace(record.enrolment, certificate=due.number)
            record = replace(record, enrolment=held)
    return record, issued

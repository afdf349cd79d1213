"""Skills that fade, on a real database."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from shared.contracts.learning import CertificateRenewed
from shared.errors import Conflict, Forbidden, NotFound, ServiceError
from shared.identity import SYSTEM
from tests.learning.builders import (
    BEN,
    FEEDBACK,
    HERE,
    QUIZ,
    RIGHT,
    WRONG,
    finish_lessons,
)
from tests.learning.conftest import World
from tests.learning.test_refresher_rules import FADES, fading_files

pytestmark = pytest.mark.needs_mongo
A_DAY = 24 * 60  # minutes
TO_THE_WINDOW = (365 - 60) * A_DAY


def publish(world: World, version: int = 1) -> None:
    world.publish(
        version=version, files=fading_files(), quizzes="final, refresher", more=FADES
    )


@pytest.fixture
def ana(world: World) -> Any:
    """Has completed a course that fades."""
    publish(world)
    ana = world.ana
    ana.enrol(**HERE)
    finish_lessons(ana)
    attempt = ana.start_attempt(**QUIZ)
    ana.submit_attempt(**QUIZ, id=attempt["id"], answers=RIGHT)
    return ana


def answer_next(ana: Any, answers: dict[str, list[str]] = RIGHT) -> Any:
    card = ana.get_card(**HERE)["card"]
    return ana.answer_card(
        **HERE,
        review=str(uuid.uuid4()),
        question=card["id"],
        answer=answers[card["id"]],
    )


def test_a_completed_course_that_fades_is_refreshed(world: World, ana: Any) -> None:
    [shown] = ana.list_refreshers()["items"]
    certificate = ana.get_enrolment(**HERE)["certificate"]
    assert shown["slug"] == "night-light"
    assert (shown["questions"], shown["due"]) == (2, 0)
    assert (shown["certificate"], shown["is_fresh"]) == (certificate, True)
    assert shown["next_due_at"] == "2026-11-24T12:00:00+00:00"
    assert shown["fresh_until"] == "2027-11-22T12:00:00+00:00"
    assert ana.get_card(**HERE)["card"] is None
    world.wait(2 * A_DAY)
    assert ana.list_refreshers()["items"][0]["due"] == 2


def test_others_have_nothing_to_refresh(world: World, ana: Any) -> None:
    world.publish(slug="other")
    ana.enrol(slug="other")
    ben = world.as_(BEN)
    ben.enrol(**HERE)
    assert ben.list_refreshers()["items"] == []
    for service, slug in ((ben, "night-light"), (ana, "other"), (ana, "none")):
        with pytest.raises(NotFound) as refused:
            service.get_card(slug=slug)
        assert refused.value.code == "refresher_not_found"


def test_one_answers_one_question_at_a_time(world: World, ana: Any) -> None:
    world.wait(2 * A_DAY)
    before = ana.get_card(**HERE)
    assert before["card"]["id"] == "q1"
    assert FEEDBACK not in repr(before)
    assert "right" not in before["card"]
    answered = answer_next(ana, WRONG)
    told = answered["result"]
    assert (told["correct"], told["right"]) == (False, ["b"])
    assert told["feedback"] == FEEDBACK
    assert answered["still_due"] == 1
    after = answer_next(ana)
    assert (after["id"], after["result"]["correct"], after["still_due"]) == (
        "q2",
        True,
        0,
    )
    assert answered["next_due_at"] < after["next_due_at"]
    assert ana.get_card(**HERE)["card"] is None
    again = ana.get_review(**HERE, review=answered["review"])
    assert again == answered | {"still_due": 0}


def test_an_answer_sent_again_counts_once(world: World, ana: Any) -> None:
    world.wait(2 * A_DAY)
    told = {"review": str(uuid.uuid4()), "question": "q1", "answer": ["b"]}
    first = ana.answer_card(**HERE, **told)
    assert ana.answer_card(**HERE, **told) == first
    assert world.db.reviews.count_documents({}) == 1
    with pytest.raises(Conflict) as refused:
        ana.answer_card(**HERE, **told | {"answer": ["a"]})
    assert refused.value.code == "review_id_taken"


def test_two_devices_answer_one_question_once(world: World, ana: Any) -> None:
    world.wait(2 * A_DAY)
    start = Barrier(2)

    def reply() -> str:
        start.wait()
        try:
            ana.answer_card(
                **HERE, review=str(uuid.uuid4()), question="q1", answer=["b"]
            )
        except ServiceError as refusal:
            return refusal.code
        return "answered"

    with ThreadPoolExecutor(2) as pool:
        found = [future.result() for future in [pool.submit(reply) for _ in range(2)]]
    assert sorted(found) == ["answered", "card_not_due"]
    assert world.db.reviews.count_documents({}) == 1


def test_somebody_elses_answer_is_not_found(world: World, ana: Any) -> None:
    world.wait(2 * A_DAY)
    answered = answer_next(ana)
    with pytest.raises(NotFound):
        world.as_(BEN).get_review(**HERE, review=answered["review"])
    with pytest.raises(NotFound) as refused:
        ana.get_review(**HERE, review=str(uuid.uuid4()))
    assert refused.value.code == "review_not_found"


def test_answering_everything_right_renews_the_certificate(
    world: World, ana: Any
) -> None:
    first = ana.get_enrolment(**HERE)["certificate"]
    world.wait(TO_THE_WINDOW)
    assert answer_next(ana)["certificate"] == first
    last = answer_next(ana)
    assert last["certificate"] != first
    assert last["fresh_until"] > "2028-09-"
    assert ana.get_enrolment(**HERE)["certificate"] == last["certificate"]
    assert world.db.certificates.count_documents({}) == 2
    assert world.outbox().count(CertificateRenewed.type) == 1
    [shown] = ana.list_refreshers()["items"]
    assert (shown["due"], shown["is_fresh"]) == (0, True)


def test_what_has_ended_is_renewed_as_well(world: World, ana: Any) -> None:
    world.wait(400 * A_DAY)
    assert not ana.list_refreshers()["items"][0]["is_fresh"]
    answer_next(ana)
    answer_next(ana)
    assert ana.list_refreshers()["items"][0]["is_fresh"]


def test_a_moved_learner_refreshes_what_the_newer_version_asks(
    world: World, ana: Any
) -> None:
    world.wait(2 * A_DAY)
    answer_next(ana)
    publish(world, version=2)
    ana.move_enrolment(**HERE)
    [shown] = ana.list_refreshers()["items"]
    assert (shown["version"], shown["due"]) == (2, 1)


def test_those_for_whom_something_is_due_are_found(world: World, ana: Any) -> None:
    platform = world.as_(SYSTEM)
    assert platform.due_refreshers()["items"] == []
    world.wait(2 * A_DAY)
    due = {
        "person_id": "ana",
        "slug": "night-light",
        "due_at": "2026-11-24T12:00:00+00:00",
    }
    assert platform.due_refreshers() == {"items": [due], "next": None}
    answer_next(ana)
    assert platform.due_refreshers()["items"] == [due]
    answer_next(ana)
    assert platform.due_refreshers()["items"] == []
    world.wait(60 * A_DAY)
    assert len(platform.due_refreshers()["items"]) == 1


def test_learners_do_not_ask_who_is_due(ana: Any) -> None:
    with pytest.raises(Forbidden):
        ana.due_refreshers()

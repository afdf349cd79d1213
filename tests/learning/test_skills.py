"""Practical skills that trainers sign, on a real database."""

from __future__ import annotations

from typing import Any

import pytest

from shared.errors import Conflict, Forbidden, Invalid, NotFound
from shared.identity import OPERATOR, Identity
from tests.learning.builders import (
    BEN,
    HERE,
    QUIZ,
    RIGHT,
    TRAINER,
    finish_lessons,
)
from tests.learning.conftest import World

pytestmark = pytest.mark.needs_mongo
PRACTICAL = """\
practical:
  - {id: tourniquet, title: {uk: "Накласти турнікет", en: "Apply a tourniquet"}}
"""
SEEN = {
    "person_id": "ana",
    "course": "night-light",
    "skill": "tourniquet",
    "seen_on": "2026-11-21",
}
COORDINATOR = Identity("coordinator-1", frozenset({"coordinator"}))


@pytest.fixture
def ana(world: World) -> Any:
    """Enrolled, and everything done but the practical skill."""
    world.publish(more=PRACTICAL)
    ana = world.ana
    ana.enrol(**HERE)
    finish_lessons(ana)
    attempt = ana.start_attempt(**QUIZ)
    ana.submit_attempt(**QUIZ, id=attempt["id"], answers=RIGHT)
    return ana


def test_the_course_is_complete_once_a_trainer_signed(world: World, ana: Any) -> None:
    before = ana.get_enrolment(**HERE)
    assert (before["state"], before["percent"]) == ("in_progress", 75)
    assert before["practical"] == [
        {"id": "tourniquet", "title": "Накласти турнікет", "signed": False}
    ]
    signed = world.as_(TRAINER).sign_skill(**SEEN, language="en")
    assert signed.pop("id")
    assert signed == {
        "course": "night-light",
        "skill": "tourniquet",
        "title": "Apply a tourniquet",
        "language": "en",
        "seen_on": "2026-11-21",
        "signed_by": "trainer-1",
        "signed_at": world.now().isoformat(),
        "revoked": False,
    }
    after = ana.get_enrolment(**HERE)
    assert (after["state"], after["percent"]) == ("completed", 100)
    assert after["certificate"]
    assert after["practical"][0]["signed"]


@pytest.mark.parametrize("signer", [TRAINER, COORDINATOR])
def test_trainers_and_coordinators_sign(
    world: World, ana: Any, signer: Identity
) -> None:
    assert world.as_(signer).sign_skill(**SEEN)["signed_by"] == signer.person_id


def test_the_same_again_is_the_same_signature(world: World, ana: Any) -> None:
    trainer = world.as_(TRAINER)
    first = trainer.sign_skill(**SEEN)
    world.wait()
    assert trainer.sign_skill(**SEEN) == first
    assert world.db.signed_facts.count_documents({}) == 1


def test_nobody_signs_their_own(world: World, ana: Any) -> None:
    both = Identity("ana", frozenset({"trainer"}))
    with pytest.raises(Forbidden) as refused:
        world.as_(both).sign_skill(**SEEN)
    assert refused.value.code == "not_your_own"


def test_learners_neither_sign_nor_read_nor_revoke(world: World, ana: Any) -> None:
    signed = world.as_(TRAINER).sign_skill(**SEEN)
    ben = world.as_(BEN)
    with pytest.raises(Forbidden):
        ben.sign_skill(**SEEN)
    with pytest.raises(Forbidden):
        ben.list_skills(person_id="ana")
    with pytest.raises(Forbidden):
        ben.revoke_skill(person_id="ana", id=signed["id"])


def test_an_operator_who_is_nobody_signs_nothing(world: World, ana: Any) -> None:
    with pytest.raises(Forbidden) as refused:
        world.as_(OPERATOR).sign_skill(**SEEN)
    assert refused.value.code == "sign_in_required"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"person_id": "ben"}, "not_enrolled"),
        ({"course": "none"}, "not_enrolled"),
        ({"skill": "01-why"}, "skill_not_found"),
    ],
)
def test_what_is_not_there_is_not_signed(
    world: World, ana: Any, change: dict[str, str], code: str
) -> None:
    with pytest.raises(NotFound) as refused:
        world.as_(TRAINER).sign_skill(**{**SEEN, **change})
    assert refused.value.code == code


@pytest.mark.parametrize("day", ["2026-11-23", "2026-13-01", "21.11.2026", ""])
def test_a_day_that_is_none_or_still_to_come_is_refused(
    world: World, ana: Any, day: str
) -> None:
    with pytest.raises(Invalid) as refused:
        world.as_(TRAINER).sign_skill(**{**SEEN, "seen_on": day})
    assert list(refused.value.fields) == ["seen_on"]


def test_a_signature_is_taken_back_by_another_that_stands_beside_it(
    world: World, ana: Any
) -> None:
    trainer, coordinator = world.as_(TRAINER), world.as_(COORDINATOR)
    signed = trainer.sign_skill(**SEEN)
    revoked = coordinator.revoke_skill(person_id="ana", id=signed["id"])
    assert revoked == {**signed, "revoked": True}
    assert not ana.get_enrolment(**HERE)["practical"][0]["signed"]
    assert trainer.list_skills(person_id="ana")["items"] == [revoked]
    assert world.db.signed_facts.count_documents({}) == 2
    with pytest.raises(Conflict) as refused:
        trainer.revoke_skill(person_id="ana", id=signed["id"])
    assert refused.value.code == "signature_revoked"
    trainer.sign_skill(**SEEN)
    assert ana.get_enrolment(**HERE)["practical"][0]["signed"]
    rebuilt = world.as_(OPERATOR).rebuild_progress()
    assert rebuilt["different"] == []


def test_what_was_completed_stays_so_when_a_signature_is_taken_back(
    world: World, ana: Any
) -> None:
    signed = world.as_(TRAINER).sign_skill(**SEEN)
    world.as_(TRAINER).revoke_skill(person_id="ana", id=signed["id"])
    assert ana.get_enrolment(**HERE)["state"] == "completed"


@pytest.mark.parametrize("person_id", ["ana", "ben"])
def test_only_a_signature_of_that_person_is_taken_back(
    world: World, ana: Any, person_id: str
) -> None:
    signed = world.as_(TRAINER).sign_skill(**SEEN)
    wrong = signed["id"] if person_id == "ben" else "no-such"
    with pytest.raises(NotFound) as refused:
        world.as_(TRAINER).revoke_skill(person_id=person_id, id=wrong)
    assert refused.value.code == "signature_not_found"


def test_two_signatures_complete_once(world: World, ana: Any) -> None:
    world.as_(TRAINER).sign_skill(**SEEN)
    world.as_(COORDINATOR).sign_skill(**SEEN)
    assert world.db.certificates.count_documents({}) == 1

"""From enrolment to certificate, on a real database."""

from __future__ import annotations

from typing import Any

import pytest

from shared.contracts.learning import CourseCompleted
from shared.envelope import Envelope, open_event
from shared.errors import Forbidden, NotFound
from tests.learning.builders import (
    ANA,
    BEN,
    HERE,
    NOON,
    QUIZ,
    RIGHT,
    WRONG,
    a_fact,
    finish_lessons,
    sent,
)
from tests.learning.conftest import World

pytestmark = pytest.mark.needs_mongo


def pass_quiz(service: Any, answers: dict[str, list[str]] = RIGHT) -> Any:
    attempt = service.start_attempt(**QUIZ)
    return service.submit_attempt(**QUIZ, id=attempt["id"], answers=answers)


def test_enrolling_twice_is_enrolling_once(world: World) -> None:
    world.publish()
    first = world.ana.enrol(**HERE)
    world.wait()
    second = world.ana.enrol(**HERE, language="en")
    assert (first.pop("created"), second.pop("created")) == (True, False)
    assert first == {
        "slug": "night-light",
        "version": 1,
        "title": "Світло вночі",
        "language": "uk",
        "languages": ["uk", "en"],
        "newest_version": 1,
        "state": "enrolled",
        "enrolled_at": NOON.isoformat(),
        "active_at": NOON.isoformat(),
        "completed_at": None,
        "lessons_total": 2,
        "lessons_done": [],
        "lessons_viewed": [],
        "percent": 0,
        "quizzes": [
            {
                "id": "final",
                "title": "Тест",
                "purpose": "final",
                "required": True,
                "passed": False,
                "best_percent": None,
                "attempts": 0,
            }
        ],
        "practical": [],
        "certificate": None,
    }
    assert second == {**first, "title": "Light at night", "language": "en"}


def test_lessons_and_quiz_together_earn_the_certificate(world: World, ana: Any) -> None:
    finish_lessons(ana)
    world.wait()
    ended = pass_quiz(ana)
    result = ended["result"]
    assert (result["passed"], result["course_completed"]) == (True, True)
    enrolment = ana.get_enrolment(**HERE)
    assert (enrolment["state"], enrolment["percent"]) == ("completed", 100)
    assert enrolment["completed_at"] == "2026-11-22T12:01:00+00:00"
    number = enrolment["certificate"]
    assert result["certificate"] == number
    checked = world.anyone.get_certificate(number=number.lower(), language="en")
    assert checked == {
        "number": number,
        "slug": "night-light",
        "version": 1,
        "title": "Light at night",
        "language": "en",
        "languages": ["uk", "en"],
        "state": "valid",
        "issued_at": "2026-11-22T12:01:00+00:00",
        "expires_at": None,
        "revoked_at": None,
        "revocation": None,
        "sequence": 1,
        "minutes": 30,
        "person_id": "ana",
    }
    [listed] = ana.list_certificates()["items"]
    assert listed["number"] == number
    assert world.as_(BEN).list_certificates()["items"] == []


def test_completion_is_announced_once(world: World, ana: Any) -> None:
    pass_quiz(ana)
    finish_lessons(ana)
    finish_lessons(ana)
    pass_quiz(ana)
    rows = list(world.db.outbox.find({"type": CourseCompleted.type}))
    assert len(rows) == 1
    event = open_event(Envelope.from_json(rows[0]["body"]), CourseCompleted)
    assert event == CourseCompleted(
        person_id="ana",
        slug="night-light",
        course_version=1,
        certificate_number=ana.get_enrolment(**HERE)["certificate"],
        completed_at=NOON,
    )


def test_a_failed_quiz_completes_nothing(world: World, ana: Any) -> None:
    finish_lessons(ana)
    result = pass_quiz(ana, WRONG)["result"]
    assert (result["percent"], result["passed"]) == (0, False)
    enrolment = ana.get_enrolment(**HERE)
    assert (enrolment["state"], enrolment["certificate"]) == ("in_progress", None)
    assert enrolment["quizzes"][0]["best_percent"] == 0


@pytest.mark.parametrize(
    ("method", "asked", "code"),
    [
        ("get_enrolment", HERE, "not_enrolled"),
        ("get_enrolment", {"slug": "none"}, "not_enrolled"),
        ("start_attempt", QUIZ, "not_enrolled"),
        ("enrol", {"slug": "none"}, "course_not_found"),
    ],
)
def test_without_enrolment_there_is_nothing(
    world: World, method: str, asked: dict[str, str], code: str
) -> None:
    world.publish()
    with pytest.raises(NotFound) as refused:
        getattr(world.ana, method)(**asked)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("method", "asked"),
    [
        ("enrol", HERE),
        ("list_enrolments", {}),
        ("get_enrolment", HERE),
        ("record_facts", {"facts": [sent(a_fact())]}),
        ("start_attempt", QUIZ),
        ("get_attempt", {**QUIZ, "id": "x"}),
        ("submit_attempt", {**QUIZ, "id": "x", "answers": RIGHT}),
        ("list_certificates", {}),
    ],
)
def test_strangers_are_asked_to_sign_in(
    world: World, method: str, asked: dict[str, Any]
) -> None:
    with pytest.raises(Forbidden) as refused:
        getattr(world.anyone, method)(**asked)
    assert refused.value.code == "sign_in_required"


def test_enrolments_are_listed_newest_first_page_by_page(world: World) -> None:
    for slug in ("a", "b", "c"):
        world.publish(slug=slug)
        world.ana.enrol(slug=slug)
    world.wait()
    world.publish(slug="d")
    world.ana.enrol(slug="d")
    world.ana.record_facts(facts=[sent(a_fact(), course="b")])
    world.as_(BEN).enrol(slug="a")
    first = world.ana.list_enrolments(limit=2)
    rest = world.ana.list_enrolments(limit=2, cursor=first["next"])
    items = first["items"] + rest["items"]
    assert [item["slug"] for item in items] == ["d", "c", "b", "a"]
    assert [item["percent"] for item in items] == [0, 0, 33, 0]
    assert rest["next"] is None
    assert world.as_(ANA).list_enrolments(limit=4)["items"] == items


def test_an_unknown_certificate_is_not_found(world: World) -> None:
    for number in ("0000-0000-0000-0", "7K3M", "сертифікат"):
        with pytest.raises(NotFound) as refused:
            world.anyone.get_certificate(number=number)
        assert refused.value.code == "certificate_not_found"


def test_the_service_answers_its_operators(world: World) -> None:
    world.publish()
    assert world.anyone.ping() == {"database": "ok"}
    assert world.anyone.outbox_status()["waiting"] == 1

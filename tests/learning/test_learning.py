"""From enrolment to certificate, on a real database."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from shared.contracts.learning import CourseCompleted
from shared.envelope import Envelope, open_event
from shared.errors import Conflict, Forbidden, Invalid, NotFound
from tests.learning.builders import ANA, BEN, NOON, RIGHT, WRONG, a_fact, sent
from tests.learning.conftest import World

pytestmark = pytest.mark.needs_mongo
HERE = {"slug": "night-light"}
QUIZ = {**HERE, "quiz": "final"}


@pytest.fixture
def ana(world: World) -> Any:
    """Enrolled, and nothing done."""
    world.publish()
    world.ana.enrol(**HERE)
    return world.ana


def finish_lessons(service: Any) -> Any:
    facts = [sent(a_fact("01-why")), sent(a_fact("02-how"))]
    return service.record_facts(facts=facts)["items"]


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
        "state": "enrolled",
        "enrolled_at": NOON.isoformat(),
        "completed_at": None,
        "lessons_total": 2,
        "lessons_done": [],
        "percent": 0,
        "quizzes": [
            {"id": "final", "title": "Тест", "passed": False, "best_percent": None}
        ],
        "certificate": None,
    }
    assert second == {**first, "title": "Light at night", "language": "en"}


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
    assert [(item["status"], item["code"]) for item in outcomes] == [
        ("refused", "not_enrolled"),
        ("recorded", ""),
        ("refused", "not_enrolled"),
        ("duplicate", ""),
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
        "issued_at": "2026-11-22T12:01:00+00:00",
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


def test_the_same_submission_again_gives_the_same_answer(ana: Any) -> None:
    finish_lessons(ana)
    attempt = ana.start_attempt(**QUIZ)
    first = ana.submit_attempt(**QUIZ, id=attempt["id"], answers=RIGHT)
    again = ana.submit_attempt(**QUIZ, id=attempt["id"], answers=RIGHT)
    assert first == again == ana.get_attempt(**QUIZ, id=attempt["id"])
    with pytest.raises(Conflict):
        ana.submit_attempt(**QUIZ, id=attempt["id"], answers=WRONG)


def test_an_attempt_is_read_again_as_it_was(ana: Any) -> None:
    attempt = ana.start_attempt(**QUIZ)
    assert ana.get_attempt(**QUIZ, id=attempt["id"]) == attempt
    assert attempt["result"] is None


def test_refused_answers_leave_the_attempt_open(ana: Any) -> None:
    attempt = ana.start_attempt(**QUIZ)
    with pytest.raises(Invalid):
        ana.submit_attempt(**QUIZ, id=attempt["id"], answers={"q1": ["b"]})
    assert ana.get_attempt(**QUIZ, id=attempt["id"])["result"] is None


def test_somebody_elses_attempt_is_not_found(world: World, ana: Any) -> None:
    attempt = ana.start_attempt(**QUIZ)
    ben = world.as_(BEN)
    ben.enrol(**HERE)
    for caller, method, asked in (
        (ben, "get_attempt", {**QUIZ, "id": attempt["id"]}),
        (ben, "submit_attempt", {**QUIZ, "id": attempt["id"], "answers": RIGHT}),
        (ana, "get_attempt", {**QUIZ, "id": str(uuid.uuid4())}),
        (ana, "get_attempt", {**HERE, "quiz": "other", "id": attempt["id"]}),
    ):
        with pytest.raises(NotFound) as refused:
            getattr(caller, method)(**asked)
        assert refused.value.code == "attempt_not_found"


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


def test_an_unknown_quiz_is_not_found(ana: Any) -> None:
    with pytest.raises(NotFound) as refused:
        ana.start_attempt(**HERE, quiz="none")
    assert refused.value.code == "quiz_not_found"


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

"""Attempts as they are kept, on a real database."""

from __future__ import annotations

import json
import uuid
from datetime import date
from typing import Any

import pytest

from services.learning.cohorts.domain.cohort import Cohort
from services.learning.cohorts.domain.members import MEMBER, Member
from services.learning.cohorts.store import MongoCohorts
from services.learning.quizzes.domain.drawing import draw
from shared.errors import Conflict, Invalid, NotFound
from tests.learning.builders import (
    BEN,
    HERE,
    NOON,
    QUIZ,
    RIGHT,
    TRAINER,
    WRONG,
    finish_lessons,
)
from tests.learning.conftest import World
from tests.learning.quiz_builders import (
    ALL_RIGHT,
    KINDS_EN,
    KINDS_UK,
    a_quiz_course,
    a_quiz_folder,
    single,
)

pytestmark = pytest.mark.needs_mongo


def test_the_same_submission_again_gives_the_same_answer(ana: Any) -> None:
    finish_lessons(ana)
    attempt = ana.start_attempt(**QUIZ)
    first = ana.submit_attempt(**QUIZ, id=attempt["id"], answers=RIGHT)
    again = ana.submit_attempt(**QUIZ, id=attempt["id"], answers=RIGHT)
    assert first == again == ana.get_attempt(**QUIZ, id=attempt["id"])
    with pytest.raises(Conflict):
        ana.submit_attempt(**QUIZ, id=attempt["id"], answers=WRONG)


def test_an_attempt_is_read_again_as_it_was(ana: Any) -> None:
    started = ana.start_attempt(**QUIZ)
    attempt = ana.get_attempt(**QUIZ, id=started["id"])
    assert started == {**attempt, "created": True}
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


def test_an_unknown_quiz_is_not_found(ana: Any) -> None:
    with pytest.raises(NotFound) as refused:
        ana.start_attempt(**HERE, quiz="none")
    assert refused.value.code == "quiz_not_found"


def test_an_open_attempt_is_given_again(world: World, ana: Any) -> None:
    """A page that is loaded again burns nothing, and shows no other questions."""
    first = ana.start_attempt(**QUIZ)
    world.wait()
    again = ana.start_attempt(**QUIZ)
    assert again == {**first, "created": False}
    assert world.db.attempts.count_documents({}) == 1


def test_what_was_drawn_is_kept_with_its_seed(world: World) -> None:
    publish(world, KINDS_UK, KINDS_EN)
    attempt = world.ana.start_attempt(**QUIZ)
    row = world.db.attempts.find_one()
    assert row is not None
    drawn = draw(a_quiz_course().quiz("final"), row["seed"], None)
    assert [entry["id"] for entry in attempt["questions"]] == [
        found.question for found in drawn
    ]
    matching = next(q for q in attempt["questions"] if q["kind"] == "matching")
    assert [side["id"] for side in matching["partners"]] == row["partners"]["q4"]
    assert row["seed"] not in json.dumps(attempt)


def test_every_kind_is_answered_and_scored(world: World) -> None:
    publish(world, KINDS_UK, KINDS_EN)
    attempt = world.ana.start_attempt(**QUIZ, language="en")
    answers = {**ALL_RIGHT, "q7": ["b"], "q6": ["The shelters"]}
    ended = world.ana.submit_attempt(
        **QUIZ, id=attempt["id"], answers=answers, language="en"
    )
    result = ended["result"]
    assert result["percent"] == 650 // 7
    marked = {entry["id"]: entry for entry in result["questions"]}
    assert marked["q3"]["chosen"] == marked["q3"]["right"] == ["a", "b", "c", "d"]
    assert (marked["q5"]["right"], marked["q5"]["tolerance"]) == (["9.5"], "0.5")
    assert marked["q6"]["right"] == ["shelter", "to the shelters"]
    assert marked["q7"]["points"] == 50
    assert [entry["points"] for entry in marked["q7"]["outcomes"]] == [100, 50, 0]
    row = world.db.attempts.find_one()
    assert row is not None
    assert row["points"]["q7"] == 50


def test_attempts_older_than_seeds_are_shown_and_submitted(
    world: World, ana: Any
) -> None:
    for name, ended in (("old-open", {}), ("old-done", OLD_ENDING)):
        world.db.attempts.insert_one(
            {
                "_id": name,
                "person_id": "ana",
                "slug": "night-light",
                "course_version": 1,
                "quiz": "final",
                "started_at": world.now(),
                "order": {"q1": ["b", "a"], "q2": ["c", "a", "b"]},
                **({**ended, "submitted_at": world.now()} if ended else {}),
            }
        )
    shown = ana.get_attempt(**QUIZ, id="old-done")
    assert [entry["id"] for entry in shown["questions"]] == ["q1", "q2"]
    assert [entry["points"] for entry in shown["result"]["questions"]] == [100, 0]
    ended = ana.submit_attempt(**QUIZ, id="old-open", answers=RIGHT)
    assert ended["result"]["passed"]


OLD_ENDING = {
    "answers": {"q1": ["b"], "q2": ["a"]},
    "score": {"percent": 50, "passed": False},
}


def publish(world: World, uk: str, en: str | None = None, **front: Any) -> None:
    files = a_quiz_folder(uk, en, **front)
    world.as_(TRAINER).import_course(files=files)
    world.ana.enrol(**HERE)


def test_attempts_run_out(world: World) -> None:
    publish(world, single("q1"), attempts=2)
    standing = world.ana.list_attempts(**QUIZ)
    assert standing == {"items": [], "left": 2, "refusal": None}
    for answer in ("b", "c"):
        attempt = world.ana.start_attempt(**QUIZ)
        world.ana.submit_attempt(**QUIZ, id=attempt["id"], answers={"q1": [answer]})
    with pytest.raises(Conflict) as refused:
        world.ana.start_attempt(**QUIZ)
    assert refused.value.code == "attempts_used"
    standing = world.ana.list_attempts(**QUIZ)
    assert (standing["left"], standing["refusal"]) == (0, "attempts_used")
    assert [entry["number"] for entry in standing["items"]] == [1, 2]


def test_a_late_answer_is_kept_and_completes_nothing(world: World) -> None:
    publish(world, single("q1"), minutes=10)
    finish_lessons(world.ana)
    attempt = world.ana.start_attempt(**QUIZ)
    world.wait(11)
    assert world.ana.get_attempt(**QUIZ, id=attempt["id"])["state"] == "expired"
    answers = {"q1": ["a"]}
    late = world.ana.submit_attempt(**QUIZ, id=attempt["id"], answers=answers)
    result = late["result"]
    assert (result["percent"], result["counted"], result["passed"]) == (
        100,
        False,
        False,
    )
    world.wait()
    again = world.ana.submit_attempt(**QUIZ, id=attempt["id"], answers=answers)
    assert again == late
    enrolment = world.ana.get_enrolment(**HERE)
    assert enrolment["state"] == "in_progress"
    assert enrolment["quizzes"][0]["best_percent"] is None
    # What was kept is nowhere counted when everything is summed anew, either.
    world.db.enrolments.update_one({}, {"$unset": {"folded": ""}})
    assert world.ana.get_enrolment(**HERE) == enrolment


def test_in_the_last_seconds_there_is_a_grace(world: World) -> None:
    publish(world, single("q1"), minutes=10)
    attempt = world.ana.start_attempt(**QUIZ)
    world.wait(10)
    ended = world.ana.submit_attempt(**QUIZ, id=attempt["id"], answers={})
    assert ended["result"]["counted"]
    assert ended["result"]["percent"] == 0


def test_a_newer_version_goes_on_with_what_is_open_and_counts_what_was_used(
    world: World,
) -> None:
    publish(world, single("q1"), attempts=2)
    first = world.ana.start_attempt(**QUIZ)
    files = a_quiz_folder(single("q1") + single("q2"), attempts=2)
    files["course.yaml"] = files["course.yaml"].replace("version: 1", "version: 2")
    world.as_(TRAINER).import_course(files=files)
    world.ana.move_enrolment(**HERE)
    assert world.ana.start_attempt(**QUIZ)["id"] == first["id"]
    world.ana.submit_attempt(**QUIZ, id=first["id"], answers={"q1": ["b"]})
    second = world.ana.start_attempt(**QUIZ)
    assert (second["version"], second["number"]) == (2, 2)


def test_before_and_after_on_a_real_database(world: World) -> None:
    forms = single("a1", " form=a") + single("b1", " form=b")
    publish(world, forms, purpose="before_after", pass_mark=1)
    first = world.ana.start_attempt(**QUIZ)
    [question] = first["questions"]
    answers = {question["id"]: ["b"]}
    ended = world.ana.submit_attempt(**QUIZ, id=first["id"], answers=answers)
    assert not ended["result"]["released"]
    with pytest.raises(Conflict) as refused:
        world.ana.start_attempt(**QUIZ)
    assert refused.value.code == "lessons_first"
    assert world.ana.list_attempts(**QUIZ)["refusal"] == "lessons_first"
    finish_lessons(world.ana)
    second = world.ana.start_attempt(**QUIZ)
    [other] = second["questions"]
    assert {question["id"], other["id"]} == {"a1", "b1"}
    ended = world.ana.submit_attempt(
        **QUIZ, id=second["id"], answers={other["id"]: ["a"]}
    )
    assert ended["result"]["gain"] == {"before": 0, "after": 100}
    shown = world.ana.get_attempt(**QUIZ, id=first["id"])
    assert shown["result"]["released"]
    assert shown["result"]["gain"] == {"before": 0, "after": 100}


@pytest.mark.parametrize(
    ("cohort", "released"),
    [
        (None, False),
        ({}, False),
        ({"closed_at": NOON}, True),
        ({"due_on": date(2026, 11, 21)}, True),
        ({"due_on": date(2026, 11, 22)}, False),
    ],
)
def test_answers_wait_for_the_cohort(
    world: World, cohort: dict[str, Any] | None, *, released: bool
) -> None:
    publish(world, single("q1"), answers="after_cohort")
    if cohort is not None:
        together(world, **cohort)
    attempt = world.ana.start_attempt(**QUIZ)
    answers = {"q1": ["b"]}
    ended = world.ana.submit_attempt(**QUIZ, id=attempt["id"], answers=answers)
    assert ended["result"]["released"] is released


def test_answers_are_told_when_everybody_has_completed(world: World) -> None:
    publish(world, single("q1"), answers="after_cohort")
    together(world)
    ben = world.as_(BEN)
    ben.enrol(**HERE)
    for service, done in ((world.ana, False), (ben, True)):
        finish_lessons(service)
        attempt = service.start_attempt(**QUIZ)
        ended = service.submit_attempt(**QUIZ, id=attempt["id"], answers={"q1": ["a"]})
        assert ended["result"]["released"] is done
    [first] = world.ana.list_attempts(**QUIZ)["items"]
    assert world.ana.get_attempt(**QUIZ, id=first["id"])["result"]["released"]


def together(world: World, **changes: Any) -> None:
    """Ana and Ben take the course in one cohort."""
    cohorts, trainers = MongoCohorts(world.db), ("trainer-1",)
    cohort = Cohort("c1", "Зміна", "night-light", "CODE", NOON, trainers, **changes)
    cohorts.add(cohort)
    for person in ("ana", "ben"):
        member = Member("c1", person, MEMBER, person, NOON)
        cohorts.change_member("c1", person, lambda *_, member=member: member)

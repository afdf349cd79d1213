"""Cohorts through the service on real MongoDB: who may what, who belongs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from services.learning.cohorts.store import MongoCohorts
from shared.errors import Conflict, Forbidden, Invalid, NotFound, ServiceError
from shared.identity import ANONYMOUS, Identity
from tests.learning.builders import (
    ANA,
    BEN,
    HERE,
    NOON,
    QUIZ,
    RIGHT,
    TRAINER,
    finish_lessons,
)
from tests.learning.conftest import World

pytestmark = pytest.mark.needs_mongo

OTHER = Identity("trainer-2", frozenset({"trainer"}))
ADMIN = Identity("admin", frozenset({"administrator"}))
COORDINATOR = Identity("coordinator", frozenset({"coordinator"}))
HEAD = Identity("head", frozenset({"officer"}))


@dataclass
class Group:
    """One cohort as its people meet it."""

    world: World
    id: str
    code: str

    @property
    def trainer(self) -> Any:
        return self.world.as_(TRAINER)

    def seen(self, caller: Identity = TRAINER) -> dict[str, Any]:
        found: dict[str, Any] = self.world.as_(caller).get_cohort(id=self.id)
        return found

    def states(self, caller: Identity = TRAINER) -> dict[str, str]:
        page = self.world.as_(caller).list_members(id=self.id)
        return {item["person_id"]: item["state"] for item in page["items"]}

    def with_head(self) -> Group:
        self.trainer.give_part(id=self.id, person_id=HEAD.person_id, part="head")
        return self

    def join(self, *people: Identity) -> None:
        for person in people:
            self.world.as_(person).join_cohort(code=self.code)


def a_group(world: World, **changes: Any) -> Group:
    asked = {"name": "Осінь", "course": "night-light", **changes}
    made = world.as_(TRAINER).make_cohort(**asked)
    return Group(world, made["id"], made["code"])


@pytest.fixture
def group(world: World) -> Group:
    world.publish()
    return a_group(world)


def code_of(refusal: pytest.ExceptionInfo[ServiceError]) -> str:
    return refusal.value.code


def test_a_trainer_makes_a_cohort_and_leads_it(group: Group) -> None:
    seen = group.seen()
    assert (seen["name"], seen["course_title"]) == ("Осінь", "Світло вночі")
    assert seen["trainers"] == ["trainer-1"]
    assert len(seen["code"]) == 8
    listed = group.trainer.list_cohorts()["items"]
    assert [item["id"] for item in listed] == [group.id]


@pytest.mark.parametrize("caller", [ANA, HEAD, ANONYMOUS])
def test_who_has_no_role_makes_no_cohort(world: World, caller: Identity) -> None:
    world.publish()
    with pytest.raises(Forbidden):
        world.as_(caller).make_cohort(name="x", course="night-light")


def test_a_coordinator_makes_cohorts_of_a_hub_alone(world: World) -> None:
    world.publish()
    service = world.as_(COORDINATOR)
    with pytest.raises(Forbidden) as refusal:
        service.make_cohort(name="x", course="night-light", unit="1 рота")
    assert code_of(refusal) == "hub_required"
    made = service.make_cohort(name="x", course="night-light", hub="vilkhove")
    assert made["hub"] == "vilkhove"
    assert service.get_cohort(id=made["id"])["part"] == "trainer"


def test_a_cohort_needs_a_published_course_and_one_home(world: World) -> None:
    with pytest.raises(NotFound):
        a_group(world)
    world.publish()
    with pytest.raises(Invalid):
        a_group(world, unit="1 рота", hub="vilkhove")


def test_to_other_trainers_a_cohort_does_not_exist(group: Group) -> None:
    group.join(ANA)
    other = group.world.as_(OTHER)
    one, member = {"id": group.id}, {"id": group.id, "person_id": "ana"}
    asks: list[Callable[[], Any]] = [
        lambda: other.get_cohort(**one),
        lambda: other.change_cohort(**one, name="x", version=0),
        lambda: other.close_cohort(**one),
        lambda: other.give_part(**member, part="head"),
        lambda: other.take_part(**member, part="head"),
        lambda: other.nominate(**one, people=["x"]),
        lambda: other.admit_member(**member),
        lambda: other.remove_member(**member),
        lambda: other.remind_member(**member),
        lambda: other.list_members(**one),
        lambda: other.get_report(**one, report="progress"),
        lambda: other.add_session(
            **one, title="x", starts_at=NOON.isoformat(), place="y"
        ),
    ]
    for ask in asks:
        with pytest.raises(NotFound) as refusal:
            ask()
        assert code_of(refusal) == "cohort_not_found"
    assert other.list_cohorts()["items"] == []
    assert group.states() == {"ana": "member"}


def test_an_administrator_sees_every_cohort(group: Group) -> None:
    admin = group.world.as_(ADMIN)
    assert [one["id"] for one in admin.list_cohorts()["items"]] == [group.id]
    assert group.seen(ADMIN)["code"] == group.code


def test_a_trainer_who_lost_the_role_sees_nothing_any_more(group: Group) -> None:
    former = Identity(TRAINER.person_id, frozenset({"learner"}))
    with pytest.raises(NotFound):
        group.seen(former)


def test_a_second_trainer_and_never_none(group: Group) -> None:
    part = {"id": group.id, "part": "trainer"}
    group.trainer.give_part(**part, person_id="trainer-2")
    assert group.seen(OTHER)["trainers"] == ["trainer-1", "trainer-2"]
    group.world.as_(OTHER).take_part(**part, person_id="trainer-1")
    with pytest.raises(NotFound):
        group.seen()
    with pytest.raises(Conflict) as refusal:
        group.world.as_(OTHER).take_part(**part, person_id="trainer-2")
    assert code_of(refusal) == "last_trainer"


def test_of_two_changes_to_what_both_saw_one_is_refused(group: Group) -> None:
    seen = group.seen()
    change = {"id": group.id, "version": seen["version"]}
    group.trainer.change_cohort(**change, name="Перша", due_on="2026-12-01")
    with pytest.raises(Conflict) as refusal:
        group.trainer.change_cohort(**change, name="Друга")
    assert code_of(refusal) == "stale"
    assert (group.seen()["name"], group.seen()["due_on"]) == ("Перша", "2026-12-01")


def test_the_code_lets_in_and_enrols(group: Group) -> None:
    typed = f" {group.code[:4].lower()}-{group.code[4:]}"
    mine = group.world.as_(ANA).join_cohort(code=typed)
    assert (mine["state"], mine["course"]) == ("member", "night-light")
    assert group.world.ana.get_enrolment(**HERE)["state"] == "enrolled"
    group.join(ANA)
    assert group.seen()["members"] == 1


@pytest.mark.parametrize("code", ["0000-0000", "!", "ЖЖЖ"])
def test_a_wrong_code_is_no_cohort(group: Group, code: str) -> None:
    with pytest.raises(NotFound) as refusal:
        group.world.as_(ANA).join_cohort(code=code)
    assert code_of(refusal) == "cohort_not_found"


def test_a_head_nominates_and_sees_no_more(group: Group) -> None:
    group.with_head().join(BEN)
    head = group.world.as_(HEAD)
    assert head.nominate(id=group.id, people=["ana", "ben", "ana"]) == {
        "nominated": ["ana"]
    }
    assert group.states(HEAD) == {"ana": "nominated"}
    seen = group.seen(HEAD)
    assert (seen["part"], seen["code"], seen["members"]) == ("head", None, None)
    assert [one["id"] for one in head.list_cohorts()["items"]] == [group.id]
    assert head.list_my_cohorts()["heads"] is True
    for ask in (head.get_report, head.admit_member, head.remind_member):
        with pytest.raises((NotFound, Invalid)):
            ask(id=group.id, person_id="ana")
    with pytest.raises(NotFound):
        head.get_report(id=group.id, report="progress")


def test_a_nominee_is_taken_in_by_a_trainer_and_enrolled(group: Group) -> None:
    group.trainer.nominate(id=group.id, people=["ana"])
    (mine,) = group.world.ana.list_my_cohorts()["items"]
    assert mine["state"] == "nominated"
    group.trainer.admit_member(id=group.id, person_id="ana")
    assert group.states() == {"ana": "member"}
    assert group.world.ana.get_enrolment(**HERE)["state"] == "enrolled"


def test_a_nominee_may_say_no_and_is_not_asked_again(group: Group) -> None:
    group.trainer.nominate(id=group.id, people=["ana"])
    group.world.ana.decline_cohort(id=group.id)
    assert group.trainer.nominate(id=group.id, people=["ana"]) == {"nominated": []}
    with pytest.raises(Conflict) as refusal:
        group.trainer.admit_member(id=group.id, person_id="ana")
    assert code_of(refusal) == "nomination_declined"
    with pytest.raises(NotFound):
        group.world.ana.get_enrolment(**HERE)
    group.join(ANA)  # of one's own will, always
    assert group.states() == {"ana": "member"}


def test_who_was_removed_comes_back_through_a_trainer_alone(group: Group) -> None:
    group.join(ANA)
    group.trainer.remove_member(id=group.id, person_id="ana")
    with pytest.raises(Conflict) as refusal:
        group.join(ANA)
    assert code_of(refusal) == "removed_from_cohort"
    group.trainer.admit_member(id=group.id, person_id="ana")
    assert group.states() == {"ana": "member"}


def test_a_closed_cohort_takes_nobody_in_and_keeps_its_reports(group: Group) -> None:
    group.join(ANA)
    group.trainer.close_cohort(id=group.id)
    with pytest.raises(NotFound):
        group.join(BEN)
    with pytest.raises(Conflict):
        group.trainer.nominate(id=group.id, people=["ben"])
    report = group.trainer.get_report(id=group.id, report="progress")
    assert [row[0] for row in report["rows"]] == ["ana"]
    assert group.world.ana.list_my_cohorts()["items"] == []


def test_what_must_come_first_holds_for_cohorts_too(world: World) -> None:
    world.publish()
    world.publish(slug="second", more="prerequisites: [night-light]\n")
    group = a_group(world, course="second")
    with pytest.raises(Conflict) as refusal:
        group.join(ANA)
    assert code_of(refusal) == "prerequisites_missing"
    assert group.states() == {}


def test_attendance_is_signed_and_a_mistake_mended_by_another_fact(
    group: Group,
) -> None:
    group.join(ANA, BEN)
    asked = {"title": "Зустріч", "starts_at": NOON.isoformat(), "place": "Клас"}
    (session,) = group.trainer.add_session(id=group.id, **asked)["sessions"]
    place = {"id": group.id, "session": session["id"]}
    both = ["ana", "ben", "stranger"]
    group.trainer.sign_attendance(**place, members=both, came=["ana", "stranger"])
    group.trainer.sign_attendance(**place, members=both, came=["ana"])  # the same
    assert group.world.db.attendance.count_documents({}) == 2
    group.world.wait()
    group.trainer.sign_attendance(**place, members=["ben"], came=["ben"])
    items = group.trainer.get_attendance(**place)["items"]
    assert {item["person_id"]: item["attended"] for item in items} == {
        "ana": True,
        "ben": True,
    }
    facts = list(group.world.db.attendance.find({"person_id": "ben"}).sort("signed_at"))
    assert [fact["attended"] for fact in facts] == [False, True]
    assert {fact["signed_by"] for fact in facts} == {"trainer-1"}


def test_a_trainer_reminds_once_a_day(group: Group) -> None:
    group.join(ANA)
    asked = {"id": group.id, "person_id": "ana"}
    assert group.trainer.remind_member(**asked) == {"reminded": True}
    assert group.trainer.remind_member(**asked) == {"reminded": False}
    group.world.wait(24 * 60)
    assert group.trainer.remind_member(**asked) == {"reminded": True}
    assert group.world.outbox().count("learning.learner.nudged.v1") == 2


def test_who_is_done_or_no_member_is_not_reminded(group: Group) -> None:
    group.join(ANA)
    complete(group.world)
    with pytest.raises(Conflict) as refusal:
        group.trainer.remind_member(id=group.id, person_id="ana")
    assert code_of(refusal) == "course_completed"
    with pytest.raises(NotFound):
        group.trainer.remind_member(id=group.id, person_id="ben")


def test_a_cohort_is_done_when_all_are_or_it_is_over(group: Group) -> None:
    cohorts = MongoCohorts(group.world.db)
    group.join(ANA, BEN)

    def is_done(days: int = 0) -> bool | None:
        return cohorts.are_done("ana", "night-light", NOON + timedelta(days=days))

    assert cohorts.are_done("nobody", "night-light", NOON) is None
    assert not is_done()
    complete(group.world)
    assert not is_done()  # Ben is not
    group.trainer.change_cohort(
        id=group.id, name="x", due_on="2026-12-01", version=group.seen()["version"]
    )
    assert not is_done(days=9)  # on the day itself
    assert is_done(days=10)
    group.trainer.remove_member(id=group.id, person_id="ben")
    assert is_done()


def test_a_closed_cohort_is_done(group: Group) -> None:
    group.join(ANA)
    group.trainer.close_cohort(id=group.id)
    assert MongoCohorts(group.world.db).are_done("ana", "night-light", NOON)


def complete(world: World, person: Identity = ANA) -> None:
    service = world.as_(person)
    finish_lessons(service)
    attempt = service.start_attempt(**QUIZ)
    service.submit_attempt(**QUIZ, id=attempt["id"], answers=RIGHT)

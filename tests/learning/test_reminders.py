"""Reminders of due dates: everybody who must, once, whoever runs and how often."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest

from services.learning.catalogue.store import MongoCourses
from services.learning.cohorts.handlers.reminders import (
    remind_of_due_dates,
    remind_of_expiry,
    remind_of_refreshers,
)
from services.learning.cohorts.queries import CohortQueries
from services.learning.cohorts.store import MongoCohorts
from shared import leases
from shared.envelope import Envelope
from tests.learning.builders import ANA, BEN, CAUSE, NOON
from tests.learning.conftest import World
from tests.learning.test_cohorts import Group, a_group, complete
from tests.processes import eventually, running
from tests.servers import MongoServer

pytestmark = pytest.mark.needs_mongo
DUE = "2026-12-01"
SOON = NOON + timedelta(days=2)  # seven days before


@pytest.fixture
def group(world: World) -> Group:
    world.publish()
    found = a_group(world, due_on=DUE)
    found.join(ANA, BEN)
    return found


def a_round(world: World, at: datetime) -> int:
    return remind_of_due_dates(
        MongoCohorts(world.db),
        CohortQueries(world.db),
        MongoCourses(world.db),
        lambda: at,
        cause=CAUSE,
    )


def nudges(world: World) -> list[dict[str, Any]]:
    rows = world.db.outbox.find({"type": "learning.learner.nudged.v1"}).sort("_id")
    return [Envelope.from_json(row["body"]).data for row in rows]


def test_everybody_who_has_not_finished_is_reminded_once(group: Group) -> None:
    complete(group.world, BEN)
    assert a_round(group.world, NOON) == 0  # nine days are far
    assert a_round(group.world, SOON) == 1
    assert a_round(group.world, SOON) == 0
    assert a_round(group.world, SOON + timedelta(days=1)) == 0
    assert nudges(group.world) == [
        {
            "person_id": "ana",
            "slug": "night-light",
            "course_version": 1,
            "cohort_id": group.id,
            "reason": "due_soon",
            "due_on": DUE,
        }
    ]


def test_there_are_three_reminders_and_then_silence(group: Group) -> None:
    for day in range(30):
        a_round(group.world, NOON + timedelta(days=day))
    mine = [nudge["reason"] for nudge in nudges(group.world) if _is_anas(nudge)]
    assert mine == ["due_soon", "due_tomorrow", "overdue"]


def test_another_due_date_is_another_occasion(group: Group) -> None:
    assert a_round(group.world, SOON) == 2
    group.trainer.change_cohort(id=group.id, name="x", due_on="2026-12-02", version=0)
    assert a_round(group.world, SOON + timedelta(days=1)) == 2


def test_who_left_and_who_is_only_nominated_are_left_alone(group: Group) -> None:
    group.world.ana.decline_cohort(id=group.id)
    group.trainer.remove_member(id=group.id, person_id="ben")
    group.trainer.nominate(id=group.id, people=["eve"])
    assert a_round(group.world, SOON) == 0


def test_a_closed_cohort_reminds_nobody(group: Group) -> None:
    group.trainer.close_cohort(id=group.id)
    assert a_round(group.world, SOON) == 0


def test_of_two_at_once_each_person_hears_one(group: Group) -> None:
    counts: list[int] = []
    threads = [
        threading.Thread(target=lambda: counts.append(a_round(group.world, SOON)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 2
    assert len(nudges(group.world)) == 2


def test_a_certificate_that_expires_is_told_of_once_unless_renewed(
    group: Group,
) -> None:
    world = group.world
    complete(world, ANA)
    complete(world, BEN)
    ends = NOON + timedelta(days=40)
    world.db.certificates.update_many({}, {"$set": {"expires_at": ends}})
    renewed = world.db.certificates.find_one({"person_id": "ben"}) or {}
    later = {"_id": "renewed", "sequence": 2, "issued_at": NOON + timedelta(days=1)}
    later |= {"status_index": 77, "expires_at": ends + timedelta(days=365)}
    world.db.certificates.insert_one({**renewed, **later})

    def a_month_before(days: int = 10) -> int:
        at = NOON + timedelta(days=days)
        return remind_of_expiry(
            MongoCohorts(world.db), CohortQueries(world.db), lambda: at, cause=CAUSE
        )

    assert a_month_before(9) == 0
    assert a_month_before() == 1
    assert a_month_before(20) == 0
    (nudge,) = nudges(world)
    assert (nudge["person_id"], nudge["reason"]) == ("ana", "certificate_expiring")
    assert (nudge["cohort_id"], nudge["due_on"]) == (None, "2027-01-01")


def test_a_revoked_certificate_expires_for_nobody(group: Group) -> None:
    world = group.world
    complete(world)
    gone = {"expires_at": NOON + timedelta(days=5), "revoked_at": NOON}
    world.db.certificates.update_many(
        {}, {"$set": {**gone, "revocation": "rules_broken"}}
    )
    assert list(CohortQueries(world.db).expiring(NOON)) == []


def test_questions_that_come_back_are_told_of_once_a_week(group: Group) -> None:
    world = group.world

    def a_day(day: int) -> int:
        at = NOON + timedelta(days=day)  # day 1 is a Monday
        due = [{"person_id": "ana", "slug": "night-light", "due_at": at}]
        return remind_of_refreshers(
            MongoCohorts(world.db), due, MongoCourses(world.db), lambda: at, cause=CAUSE
        )

    assert [a_day(day) for day in (1, 3, 7, 8, 9)] == [1, 0, 0, 1, 0]
    assert {nudge["reason"] for nudge in nudges(world)} == {"refresher_due"}


def test_the_process_reminds_and_two_of_them_do_it_once(
    group: Group, mongo_server: MongoServer
) -> None:
    tomorrow = datetime.now().astimezone().date() + timedelta(days=1)
    group.trainer.change_cohort(
        id=group.id, name="x", due_on=tomorrow.isoformat(), version=0
    )
    told = {
        "SERVICE": "learning",
        "MONGO_URL": mongo_server.url(group.world.db.name),
        "AMQP_URL": "amqp://not-needed",
    }
    with (
        running("services.learning.reminders", **told),
        running("services.learning.reminders", **told),
    ):
        eventually(lambda: len(nudges(group.world)) >= 2)
    assert len(nudges(group.world)) == 2


def test_a_lease_is_held_by_one_until_it_lapses(world: World) -> None:
    name = "reminders"
    assert leases.hold(world.db, name, "first", seconds=60)
    assert not leases.hold(world.db, name, "second", seconds=60)
    assert leases.hold(world.db, name, "first", seconds=0)
    eventually(lambda: leases.hold(world.db, name, "second", seconds=60))


def _is_anas(nudge: dict[str, Any]) -> bool:
    return bool(nudge["person_id"] == "ana")

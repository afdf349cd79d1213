from typing import Any

import pytest
from pymongo.database import Database

from shared import mongo, outbox
from shared.contracts.content import ItemPublished
from shared.envelope import AlreadyHandled, Cause
from shared.migrations import migrate
from shared.mongo import Doc
from shared.outbox import create_outbox_and_inbox
from shared.relay import hold_lease

pytestmark = pytest.mark.needs_mongo
TRACE = f"00-{'a' * 32}-{'b' * 16}-01"
EVENT = ItemPublished(slug="fraud", revision=1)


def write(db: Database[Doc], cause: Cause, *, fail: bool = False) -> None:
    def work(tx: Any) -> None:
        db.state.insert_one({}, session=tx)
        outbox.record(db, [EVENT], cause, session=tx)
        if fail:
            raise RuntimeError

    mongo.transact(db, work)


def test_state_and_event_are_written_together_or_not_at_all(db: Database[Doc]) -> None:
    write(db, Cause(TRACE))
    with pytest.raises(RuntimeError):
        write(db, Cause(TRACE), fail=True)
    assert db.state.count_documents({}) == db.outbox.count_documents({}) == 1


def test_an_event_is_consumed_once(db: Database[Doc]) -> None:
    cause = Cause(TRACE, "consumer /content 1")
    write(db, cause)
    with pytest.raises(AlreadyHandled):
        write(db, cause)
    assert db.state.count_documents({}) == 1


def test_the_status_counts_what_waits_and_what_came_back(db: Database[Doc]) -> None:
    write(db, Cause(TRACE))
    write(db, Cause(TRACE))
    db.outbox.update_one({}, {"$set": {"returned": 1}})
    status = outbox.status(db)
    assert (status["waiting"], status["returned"]) == (1, 1)
    assert status["oldest_waiting_s"] is not None


def test_one_relay_at_a_time_holds_the_lease(db: Database[Doc]) -> None:
    assert hold_lease(db, "first")
    assert not hold_lease(db, "second")
    assert hold_lease(db, "first")
    db.leases.update_one({}, [{"$set": {"until": {"$subtract": ["$$NOW", 1000]}}}])
    assert hold_lease(db, "second")
    assert not hold_lease(db, "first")


def test_migrations_run_once_and_again_without_harm(mongo_db: Database[Doc]) -> None:
    assert migrate(mongo_db, [create_outbox_and_inbox]) == ["create_outbox_and_inbox"]
    assert migrate(mongo_db, [create_outbox_and_inbox]) == []
    create_outbox_and_inbox(mongo_db)  # interrupted before it was recorded

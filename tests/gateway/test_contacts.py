"""Notifications is told whom to reach, whatever was away meanwhile."""

import threading
import uuid
from typing import Any

import pytest
import requests
from pymongo.database import Database

from gateway import contacts
from gateway.accounts.store import MongoAccounts
from gateway.migrations import MIGRATIONS
from gateway.password_resets.domain import Keys
from gateway.password_resets.store import MongoResets
from shared import mongo
from shared.errors import Unavailable
from shared.migrations import migrate
from shared.rpc import RpcClient
from tests.gateway.builders import PASSWORD, a_person
from tests.processes import eventually
from tests.stacks import Stack


@pytest.mark.needs_mongo
@pytest.mark.needs_rabbit
def test_while_notifications_is_away_nobody_counts_as_told(
    mongo_db: Database[dict[str, Any]], amqp_url: str
) -> None:
    migrate(mongo_db, MIGRATIONS)
    accounts = MongoAccounts(mongo_db)
    a_person(accounts)
    client = RpcClient(amqp_url, services=("notifications",))
    with pytest.raises(Unavailable):
        contacts.reconcile(accounts, client)
    stopping = threading.Event()
    at_work = (accounts, MongoResets(mongo_db), Keys(b"c", b"p"), client, stopping)
    loop = threading.Thread(target=contacts.run, args=at_work)
    loop.start()  # goes on waiting, does not fall over
    stopping.set()
    loop.join(timeout=10)
    assert not loop.is_alive()
    client.close()
    assert [contact.version for contact in accounts.untold()] == [1]


@pytest.mark.needs_stack
def test_who_registers_while_the_reconciler_is_dead_is_told_later(
    stack: Stack,
) -> None:
    accounts = mongo.connect(
        stack.platform.addresses.mongo_url("gateway"), "test"
    ).accounts
    old = stack.kill("contacts")
    email = f"{uuid.uuid4().hex}@example.org"
    made = requests.post(
        f"{stack.base_url}/api/v1/accounts",
        json={"email": email, "password": PASSWORD, "name": "Ія", "language": "uk"},
        timeout=10,
    )
    assert made.status_code == 201
    stack.wait_restarted("contacts", old)
    eventually(
        lambda: accounts.find_one({"email": email, "contact_told": 1}), within_s=30
    )
    kept = accounts.find_one({"email": email})
    assert kept is not None
    assert "contact_untold" not in kept
    accounts.database.client.close()

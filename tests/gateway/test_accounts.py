"""Accounts on a real database."""

from typing import Any

import pytest
from argon2 import PasswordHasher
from pymongo.database import Database

from gateway.accounts import handlers
from gateway.accounts.store import MongoAccounts
from gateway.migrations import MIGRATIONS
from gateway.refusals import Unauthenticated
from shared.errors import Conflict, Invalid, NotFound
from shared.migrations import migrate
from tests.gateway.builders import PASSWORD, a_person

pytestmark = pytest.mark.needs_mongo


@pytest.fixture
def accounts(mongo_db: Database[dict[str, Any]]) -> MongoAccounts:
    migrate(mongo_db, MIGRATIONS)
    return MongoAccounts(mongo_db)


def test_a_new_person_is_a_learner_and_can_sign_in(accounts: MongoAccounts) -> None:
    person = a_person(accounts)
    assert person.roles == {"learner"}
    found = handlers.check_password(
        accounts, email=" Olena@EXAMPLE.org", password=PASSWORD
    )
    assert found == person == accounts.get(person.person_id)


def test_an_address_has_one_account(accounts: MongoAccounts) -> None:
    a_person(accounts)
    with pytest.raises(Conflict) as refused:
        a_person(accounts, email="OLENA@example.org", password="another password 1")
    assert refused.value.code == "address_taken"


def test_every_wrong_field_is_named_and_nothing_is_written(
    accounts: MongoAccounts, mongo_db: Database[dict[str, Any]]
) -> None:
    with pytest.raises(Invalid) as refused:
        a_person(accounts, email="x", password="y", name="\n", language="fr")
    assert sorted(refused.value.fields) == ["email", "language", "name", "password"]
    assert mongo_db.accounts.count_documents({}) == 0


@pytest.mark.parametrize("email", ["olena@example.org", "nobody@example.org", "?"])
def test_one_answer_for_a_wrong_password_and_for_no_account(
    accounts: MongoAccounts, email: str
) -> None:
    a_person(accounts)
    with pytest.raises(Unauthenticated) as refused:
        handlers.check_password(accounts, email=email, password="wrong password")
    assert refused.value.code == "wrong_credentials"


def test_an_old_hash_is_replaced_at_sign_in(
    accounts: MongoAccounts, mongo_db: Database[dict[str, Any]]
) -> None:
    a_person(accounts)
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    mongo_db.accounts.update_one({}, {"$set": {"password_hash": old}})
    handlers.check_password(accounts, email="olena@example.org", password=PASSWORD)
    kept = mongo_db.accounts.find_one({})
    assert kept is not None
    assert "m=19456,t=2,p=1" in kept["password_hash"]
    handlers.check_password(accounts, email="olena@example.org", password=PASSWORD)


def test_who_asks_again_with_the_same_key_has_what_they_made(
    accounts: MongoAccounts,
) -> None:
    """The answer was lost after the account was made; another's key opens nothing."""
    made = a_person(accounts, key="a key")
    assert a_person(accounts, key="a key") == made
    other = a_person(accounts, key="a key", email="ivan@example.org")
    assert other.person_id != made.person_id
    for asked in (
        {"key": "another key"},
        {},
        {"key": "a key", "password": f"{PASSWORD} other"},
    ):
        with pytest.raises(Conflict) as refused:
            a_person(accounts, **asked)
        assert refused.value.code == "address_taken"


def test_a_role_is_granted_once_and_to_somebody(accounts: MongoAccounts) -> None:
    person = a_person(accounts)
    for _ in range(2):
        handlers.grant_role(accounts, email="Olena@example.org", role="trainer")
    kept = accounts.get(person.person_id)
    assert kept is not None
    assert kept.roles == {"learner", "trainer"}
    with pytest.raises(NotFound):
        handlers.grant_role(accounts, email="no@example.org", role="trainer")
    with pytest.raises(Invalid):
        handlers.grant_role(accounts, email="olena@example.org", role="system")


def test_notifications_is_told_each_change_and_no_more(
    accounts: MongoAccounts,
) -> None:
    person = a_person(accounts)
    (first,) = accounts.untold()
    handlers.change_profile(accounts, person_id=person.person_id, name="Олена К.")
    accounts.mark_told(first)  # what it was told is old by now
    (second,) = accounts.untold()
    assert (first.version, second.version) == (1, 2)
    assert second.person.name == "Олена К."
    accounts.mark_told(second)
    assert list(accounts.untold()) == []


def test_migrations_run_twice(mongo_db: Database[dict[str, Any]]) -> None:
    for _ in range(2):
        for migration in MIGRATIONS:
            migration(mongo_db)
    assert migrate(mongo_db, MIGRATIONS)
    assert migrate(mongo_db, MIGRATIONS) == []


def test_names_are_found_by_person(accounts: MongoAccounts) -> None:
    person = a_person(accounts)
    assert accounts.names([person.person_id, "nobody"]) == {
        person.person_id: "Олена Коваль"
    }

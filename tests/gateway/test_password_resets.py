"""New passwords by code, on a real database."""

import threading
from typing import Any

import pytest
from pymongo.database import Database

from gateway.accounts import handlers as accounts_handlers
from gateway.accounts.domain import Person
from gateway.accounts.store import MongoAccounts
from gateway.migrations import MIGRATIONS
from gateway.password_resets import domain, handlers
from gateway.password_resets.domain import Keys
from gateway.password_resets.store import MongoResets
from gateway.refusals import Unauthenticated
from gateway.sessions import handlers as sessions_handlers
from gateway.sessions.store import MongoSessions
from shared.errors import Invalid, NotFound
from shared.migrations import migrate
from tests.gateway.builders import PASSWORD, Clock, a_person
from tests.gateway.conftest import MakeApp

pytestmark = pytest.mark.needs_mongo

KEYS = Keys(code=b"c" * 32, place=b"p" * 32)
EMAIL = "olena@example.org"
NEW_PASSWORD = "кожна громада має голос"
WRONG = "00000-00000"


class House:
    """One person with a clock; what is ordered is noted, not sent."""

    def __init__(self, db: Database[dict[str, Any]]) -> None:
        migrate(db, MIGRATIONS)
        self.db = db
        self.clock = Clock()
        self.resets, self.accounts = MongoResets(db), MongoAccounts(db)
        self.person: Person = a_person(self.accounts)
        self.ordered: list[tuple[str, str, str]] = []
        self.taken = True

    def ask(self, email: str = EMAIL) -> None:
        handlers.ask(self.resets, self.clock, KEYS, email=email)

    def order(self, *order: str) -> bool:
        person_id, code, request_id = order
        self.ordered.append((person_id, code, request_id))
        return self.taken

    def order_mails(self) -> int:
        return handlers.order_mails(
            self.resets, self.accounts, self.clock, KEYS, self.order
        )

    def code(self) -> str:
        self.ask()
        self.order_mails()
        return self.ordered[-1][1]

    def redeem(
        self, code: str, *, email: str = EMAIL, password: str = NEW_PASSWORD
    ) -> Person:
        return handlers.redeem(
            self.resets,
            self.accounts,
            self.clock,
            KEYS,
            email=email,
            code=code,
            password=password,
        )

    def refused(self, code: str, **how: str) -> bool:
        with pytest.raises(Invalid) as refusal:
            self.redeem(code, **how)
        return refusal.value.code == "reset_code_invalid"

    def signs_in(self, password: str) -> bool:
        try:
            accounts_handlers.check_password(
                self.accounts, email=EMAIL, password=password
            )
        except Unauthenticated:
            return False
        return True


@pytest.fixture
def house(mongo_db: Database[dict[str, Any]]) -> House:
    return House(mongo_db)


def test_a_code_changes_the_password_and_ends_every_session(house: House) -> None:
    sessions = MongoSessions(house.db)
    sessions_handlers.start_page(sessions, house.clock, house.person)
    sessions_handlers.start_tokens(sessions, house.clock, b"k" * 32, house.person)
    assert house.redeem(house.code().lower()) == house.person
    assert house.signs_in(NEW_PASSWORD)
    assert not house.signs_in(PASSWORD)
    assert house.db.sessions.count_documents({}) == 0


def test_a_code_works_once(house: House) -> None:
    code = house.code()
    house.redeem(code)
    assert house.refused(code, password="another password 1")
    assert house.signs_in(NEW_PASSWORD)


def test_of_many_at_once_one_takes_effect(house: House) -> None:
    code, taken = house.code(), []

    def redeem(number: int) -> None:
        try:
            house.redeem(code, password=f"new password {number}")
            taken.append(number)
        except Invalid:
            pass

    threads = [threading.Thread(target=redeem, args=(n,)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (number,) = taken
    assert house.signs_in(f"new password {number}")


def test_a_code_is_good_for_twenty_minutes(house: House) -> None:
    code = house.code()
    house.clock.pass_(minutes=20)
    assert house.refused(code)
    code = house.code()
    house.clock.pass_(minutes=19, seconds=59)
    assert house.redeem(code)


def test_the_fifth_wrong_try_is_the_last(house: House) -> None:
    code = house.code()
    assert [house.refused(WRONG) for _ in range(4)] == [True] * 4
    assert house.redeem(code)
    code = house.code()
    assert [house.refused(WRONG) for _ in range(5)] == [True] * 5
    assert house.refused(code)
    assert house.redeem(house.code(), password=PASSWORD)


def test_what_cannot_be_right_uses_up_no_try(house: House) -> None:
    code = house.code()
    for _ in range(6):
        assert house.refused("7K3M9")
        with pytest.raises(Invalid) as refusal:
            house.redeem(code, password="1234567890")
        assert list(refusal.value.fields) == ["password"]
    assert house.redeem(code)


def test_a_new_request_replaces_the_code_before_it(house: House) -> None:
    first, second = house.code(), house.code()
    assert first != second
    assert house.refused(first)
    assert house.redeem(second)


def test_a_code_is_of_one_address_only(house: House) -> None:
    a_person(house.accounts, email="inna@example.org")
    house.ask("inna@example.org")
    assert house.refused(house.code(), email="inna@example.org")


def test_an_unknown_address_is_treated_alike_and_gets_no_mail(house: House) -> None:
    house.ask()
    house.ask("nobody@example.org")
    known, unknown = house.db.password_resets.find().sort("email", -1)
    assert known.keys() == unknown.keys()
    assert house.order_mails() == 1
    assert [order[0] for order in house.ordered] == [house.person.person_id]
    known, unknown = house.db.password_resets.find()
    assert known.keys() == unknown.keys()
    for _ in range(6):
        assert house.refused(WRONG, email="nobody@example.org")
    right = domain.code_of(KEYS, unknown["request_id"])
    assert house.refused(right, email="nobody@example.org")


def test_an_order_that_is_not_taken_is_given_again_with_the_same_code(
    house: House,
) -> None:
    house.taken = False
    house.ask()
    assert (house.order_mails(), house.order_mails()) == (0, 0)
    house.taken = True
    assert (house.order_mails(), house.order_mails()) == (1, 0)
    assert len(set(house.ordered)) == 1
    assert house.redeem(house.ordered[0][1])


def test_an_order_that_comes_too_late_is_not_given(house: House) -> None:
    house.ask()
    house.clock.pass_(minutes=20)
    assert house.order_mails() == 0
    assert house.ordered == []


def test_the_database_holds_no_code_and_soon_no_address(house: House) -> None:
    code = house.code()
    house.ask("nobody@example.org")
    house.order_mails()
    kept = str(list(house.db.password_resets.find()))
    for secret in (code, code.replace("-", ""), "example.org"):
        assert secret not in kept


def test_without_an_account_nothing_is_spent(house: House) -> None:
    code = house.code()
    place = domain.place_of(KEYS, EMAIL)
    request_id = house.ordered[0][2]
    with pytest.raises(NotFound):
        house.resets.spend(place, request_id, "nobody", "$argon2id$")
    assert house.redeem(code)


@pytest.mark.needs_rabbit
def test_the_api_answers_alike_and_slows_down(make_app: MakeApp) -> None:
    client = make_app(
        limit_reset_per_account="2/minute", limit_reset_per_address="6/minute"
    ).test_client()
    account = {"email": EMAIL, "password": PASSWORD, "name": "Олена", "language": "uk"}
    client.post("/api/v1/accounts", json=account)
    for email in (EMAIL, "nobody@example.org"):
        replies = [
            client.post("/api/v1/password-resets", json={"email": email})
            for _ in range(3)
        ]
        assert [reply.status_code for reply in replies] == [202, 202, 429]
        assert replies[0].get_data() == b""
        assert "Content-Type" not in replies[0].headers
        assert replies[2].headers["RateLimit-Policy"] == '"reset_account";q=2;w=60'
    last = client.post("/api/v1/password-resets", json={"email": "inna@example.org"})
    assert last.headers["RateLimit-Policy"] == '"reset_address";q=6;w=60'


@pytest.mark.needs_rabbit
def test_the_api_says_one_thing_of_every_wrong_code(make_app: MakeApp) -> None:
    client = make_app(limit_sign_in_per_address="3/minute").test_client()
    asked = {"email": EMAIL, "code": WRONG, "password": NEW_PASSWORD}
    replies = [
        client.post("/api/v1/password-resets/redemption", json=asked) for _ in range(4)
    ]
    codes = [reply.get_json()["code"] for reply in replies]
    assert codes == ["reset_code_invalid"] * 3 + ["too_many_attempts"]
    assert [reply.status_code for reply in replies] == [422, 422, 422, 429]


@pytest.mark.needs_rabbit
def test_failed_sign_ins_do_not_outlive_the_password(make_app: MakeApp) -> None:
    app = make_app(limit_sign_in_per_account="2/minute")
    client = app.test_client()
    account = {"email": EMAIL, "password": PASSWORD, "name": "Олена", "language": "uk"}
    client.post("/api/v1/accounts", json=account)
    wrong = {"email": EMAIL, "password": "forgotten long ago"}
    for _ in range(3):
        client.post("/api/v1/tokens", json=wrong)
    client.post("/api/v1/password-resets", json={"email": EMAIL})
    asked = app.extensions["database"].password_resets.find_one()
    keys = Keys.of(app.extensions["settings"])
    redeemed = client.post(
        "/api/v1/password-resets/redemption",
        json={
            "email": EMAIL.upper(),
            "code": domain.code_of(keys, asked["request_id"]),
            "password": NEW_PASSWORD,
        },
    )
    assert redeemed.status_code == 204
    right = {"email": EMAIL, "password": NEW_PASSWORD}
    assert client.post("/api/v1/tokens", json=right).status_code == 200

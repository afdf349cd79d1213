"""Sessions and tokens on a real database."""

from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from pymongo.database import Database

from gateway.accounts.domain import Person
from gateway.accounts.store import MongoAccounts
from gateway.migrations import MIGRATIONS
from gateway.refusals import Unauthenticated
from gateway.sessions import handlers
from gateway.sessions.handlers import Tokens
from gateway.sessions.store import MongoSessions
from shared.migrations import migrate
from tests.gateway.builders import Clock, a_person

pytestmark = pytest.mark.needs_mongo

KEY = b"k" * 32


class House:
    """One person with a clock and a database of sessions."""

    def __init__(self, db: Database[dict[str, Any]]) -> None:
        migrate(db, MIGRATIONS)
        self.db = db
        self.clock = Clock()
        self.sessions = MongoSessions(db)
        self.person: Person = a_person(MongoAccounts(db))

    def start(self) -> Tokens:
        return handlers.start_tokens(self.sessions, self.clock, KEY, self.person)

    def refresh(self, tokens: Tokens) -> Tokens:
        return handlers.refresh_tokens(
            self.sessions, self.clock, KEY, tokens.refresh_token
        )

    def who(self, token: str) -> Person:
        return handlers.person_of_token(self.sessions, self.clock, KEY, token)[0]


@pytest.fixture
def house(mongo_db: Database[dict[str, Any]]) -> House:
    return House(mongo_db)


def code_of(refused: pytest.ExceptionInfo[Unauthenticated]) -> str:
    return refused.value.code


def test_an_access_token_lives_ten_minutes(house: House) -> None:
    tokens = house.start()
    assert house.who(tokens.access_token) == house.person
    house.clock.pass_(seconds=599)
    assert house.who(tokens.access_token) == house.person
    house.clock.pass_(seconds=1)
    with pytest.raises(Unauthenticated) as refused:
        house.who(tokens.access_token)
    assert code_of(refused) == "token_expired"


def test_a_token_that_we_did_not_sign_is_refused(house: House) -> None:
    claims = {"iss": "gateway", "aud": "gateway", "sub": "x", "sid": "y"}
    claims |= {"exp": 9999999999}  # type: ignore[dict-item]
    forged = jwt.encode(
        {"alg": "HS256", "typ": "at+jwt"}, claims, OctKey.import_key(b"z" * 32)
    )
    other_use = jwt.encode(
        {"alg": "HS256", "typ": "JWT"}, claims, OctKey.import_key(KEY)
    )
    good = house.start().access_token
    for token in (forged, other_use, good + "x", good[:-3], "", "a.b", "a.b.c", "é"):
        with pytest.raises(Unauthenticated) as refused:
            house.who(token)
        assert code_of(refused) == "token_invalid"


def test_a_refresh_token_is_exchanged(house: House) -> None:
    first = house.start()
    second = house.refresh(first)
    assert second.refresh_token != first.refresh_token
    assert house.who(second.access_token) == house.person


def test_a_lost_reply_can_be_asked_for_again_within_a_minute(house: House) -> None:
    first = house.start()
    house.refresh(first)  # the reply never arrives
    house.clock.pass_(seconds=59)
    again = house.refresh(first)
    house.clock.pass_(hours=1)
    assert house.refresh(again).access_token


def test_a_spent_token_ends_the_session_after_a_minute(house: House) -> None:
    first = house.start()
    second = house.refresh(first)
    house.clock.pass_(seconds=60)
    with pytest.raises(Unauthenticated) as refused:
        house.refresh(first)
    assert code_of(refused) == "refresh_reused"
    with pytest.raises(Unauthenticated) as refused:
        house.refresh(second)
    assert code_of(refused) == "refresh_invalid"
    with pytest.raises(Unauthenticated) as refused:
        house.who(second.access_token)
    assert code_of(refused) == "session_ended"


def test_a_retry_does_not_make_the_minute_longer(house: House) -> None:
    first = house.start()
    house.refresh(first)
    house.clock.pass_(seconds=50)
    house.refresh(first)
    house.clock.pass_(seconds=20)
    with pytest.raises(Unauthenticated) as refused:
        house.refresh(first)
    assert code_of(refused) == "refresh_reused"


def test_a_thief_inside_the_minute_is_found_out(house: House) -> None:
    first = house.start()
    owners = house.refresh(first)
    house.refresh(first)  # the thief, who replaces what the owner holds
    with pytest.raises(Unauthenticated) as refused:
        house.refresh(owners)
    assert code_of(refused) == "refresh_reused"


def test_no_retry_once_the_successor_was_used(house: House) -> None:
    first = house.start()
    house.refresh(house.refresh(first))
    with pytest.raises(Unauthenticated) as refused:
        house.refresh(first)
    assert code_of(refused) == "refresh_reused"


@pytest.mark.parametrize("junk", ["", ".", "x", "x.y", "\x00.\x00", "é.é"])
def test_junk_is_no_refresh_token(house: House, junk: str) -> None:
    house.start()
    with pytest.raises(Unauthenticated) as refused:
        handlers.refresh_tokens(house.sessions, house.clock, KEY, junk)
    assert code_of(refused) == "refresh_invalid"
    assert house.db.sessions.count_documents({}) == 1


def test_signing_out_everywhere_counts_at_once(house: House) -> None:
    tokens = house.start()
    page = handlers.start_page(house.sessions, house.clock, house.person)
    assert house.sessions.end_all(house.person.person_id) == 2
    with pytest.raises(Unauthenticated):
        house.who(tokens.access_token)
    assert handlers.person_of_page(house.sessions, house.clock, page) is None


def test_a_page_session_ends_when_idle_and_is_kept_by_use(house: House) -> None:
    page = handlers.start_page(house.sessions, house.clock, house.person)
    for _ in range(3):
        house.clock.pass_(days=10)
        seen = handlers.person_of_page(house.sessions, house.clock, page)
        assert seen == house.person
    house.clock.pass_(days=14)
    assert handlers.person_of_page(house.sessions, house.clock, page) is None


def test_a_session_has_a_greatest_age(house: House) -> None:
    page = handlers.start_page(house.sessions, house.clock, house.person)
    for _ in range(5):
        house.clock.pass_(days=11)
        assert handlers.person_of_page(house.sessions, house.clock, page)
    house.clock.pass_(days=5)
    assert handlers.person_of_page(house.sessions, house.clock, page) is None


def test_a_token_is_no_page_session(house: House) -> None:
    tokens = house.start()
    session = tokens.refresh_token.partition(".")[0]
    seen = handlers.person_of_page(house.sessions, house.clock, session)
    assert seen is None


def test_the_database_holds_no_secret(house: House) -> None:
    tokens = house.start()
    page = handlers.start_page(house.sessions, house.clock, house.person)
    kept = str(list(house.db.sessions.find()))
    assert page not in kept
    assert tokens.refresh_token.partition(".")[2] not in kept

"""Certificates on a real database: revoked, renewed, signed for, by whom it is due."""

from __future__ import annotations

import gzip
from base64 import urlsafe_b64decode
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import jwt
import pytest
from pymongo.errors import DuplicateKeyError

from services.learning.certificates import store
from services.learning.certificates.domain import award, draw_number, renew
from services.learning.certificates.store import MongoCertificates
from services.learning.issuing.domain import keys
from services.learning.issuing.store import MongoKeys
from shared import mongo
from shared.contracts.learning import CertificateRenewed, CertificateRevoked
from shared.errors import Conflict, Forbidden, Invalid, NotFound
from shared.identity import OPERATOR, Identity
from tests.learning.builders import (
    BEN,
    CAUSE,
    HERE,
    ISSUING,
    NOON,
    QUIZ,
    RIGHT,
    a_course,
    finish_lessons,
)
from tests.learning.conftest import World

pytestmark = pytest.mark.needs_mongo
NAME = "Олена Коваль"


@pytest.fixture
def number(ana: Any) -> str:
    """Ana's certificate."""
    attempt = ana.start_attempt(**QUIZ)
    ana.submit_attempt(**QUIZ, id=attempt["id"], answers=RIGHT)
    finish_lessons(ana)
    found: str = ana.get_enrolment(**HERE)["certificate"]
    return found


def revoke(world: World, number: str, reason: str = "issued_in_error") -> Any:
    return world.as_(OPERATOR).revoke_certificate(number=number, reason=reason)


def bits(world: World) -> bytes:
    token = world.anyone.sign_status_list(list=1)["token"]
    read = jwt.decode(token, options={"verify_signature": False})
    encoded = read["credentialSubject"]["encodedList"].removeprefix("u")
    return gzip.decompress(urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)))


def test_anyone_sees_whether_a_certificate_holds(world: World, number: str) -> None:
    found = world.anyone.get_certificate(number=number)
    assert (found["state"], found["sequence"]) == ("valid", 1)
    world.wait()
    revoke(world, number)
    found = world.anyone.get_certificate(number=number)
    assert (found["state"], found["revocation"]) == ("revoked", "issued_in_error")
    assert found["revoked_at"] == world.now().isoformat()
    assert world.ana.list_certificates()["items"][0]["state"] == "revoked"


def test_revoking_is_told_once_and_sets_one_bit(world: World, number: str) -> None:
    assert bits(world).count(0) == len(bits(world))
    revoke(world, number)
    revoke(world, number)
    assert world.outbox().count(CertificateRevoked.type) == 1
    kept = world.db.certificates.find_one({"_id": number})
    assert kept is not None
    place = kept["status_index"]
    found = bits(world)
    assert found[place // 8] == 0x80 >> place % 8
    assert sum(byte.bit_count() for byte in found) == 1
    with pytest.raises(Conflict):
        revoke(world, number, "rules_broken")


def test_only_an_administrator_revokes(world: World, number: str) -> None:
    with pytest.raises(Forbidden):
        world.ana.revoke_certificate(number=number, reason="asked_by_holder")
    with pytest.raises(Invalid):
        revoke(world, number, "because")
    with pytest.raises(NotFound):
        revoke(world, draw_number())


def test_only_the_holder_gets_what_names_the_holder(world: World, number: str) -> None:
    asked = {"number": number, "name": NAME}
    for stranger in (world.as_(BEN), world.as_(OPERATOR), world.anyone):
        for method in (stranger.sign_badge, stranger.sign_ticket):
            with pytest.raises(Forbidden):
                method(**asked)
    badge, ticket = (
        jwt.decode(sign(**asked)["token"], options={"verify_signature": False})
        for sign in (world.ana.sign_badge, world.ana.sign_ticket)
    )
    assert badge["credentialSubject"]["identifier"][0]["identityHash"] == NAME
    assert ticket["name"] == NAME
    revoke(world, number)
    with pytest.raises(Conflict):
        world.ana.sign_badge(**asked)


def test_what_is_published_names_nobody(world: World, number: str) -> None:
    revoke(world, number)
    token = world.anyone.sign_status_list(list=1)["token"]
    read = str(jwt.decode(token, options={"verify_signature": False}))
    assert number not in read
    assert "ana" not in read
    with pytest.raises(NotFound):
        world.anyone.sign_status_list(list=2)


def test_of_processes_that_find_no_key_one_makes_it(world: World) -> None:
    start = Barrier(6)

    def ask(_: int) -> str:
        start.wait()
        found: str = world.anyone.list_issuing_keys()["keys"][0]["kid"]
        return found

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(ask, range(6)))) == 1
    assert world.db.issuing_keys.count_documents({}) == 1


def test_a_new_key_signs_and_the_old_one_stays(world: World, number: str) -> None:
    def kid() -> str:
        token = world.ana.sign_badge(number=number, name=NAME)["token"]
        return str(jwt.get_unverified_header(token)["kid"])

    old = kid()
    with pytest.raises(Forbidden):
        world.ana.rotate_issuing_key()
    assert world.as_(OPERATOR).rotate_issuing_key() == {"number": 2}
    assert kid() != old
    published = world.anyone.list_issuing_keys()["keys"]
    assert [key["kid"] for key in published if key["kty"] == "RSA"] == [kid(), old]
    one = world.anyone.get_issuing_key(id=old.rpartition("/")[2])
    assert (one["kid"], one["alg"]) == (old, "RS256")
    assert not {"d", "p", "q"} & {name for key in published for name in key}


def test_rotating_at_once_adds_one_key(world: World) -> None:
    world.anyone.list_issuing_keys()
    ring = MongoKeys(world.db)

    def slow(number: int) -> keys.Generation:  # another process is quicker
        ring.rotate(lambda n: keys.make(n, ISSUING.issuing_secret, at=NOON))
        return keys.make(number, ISSUING.issuing_secret, at=NOON)

    with pytest.raises(Conflict) as refused:
        ring.rotate(slow)
    assert refused.value.code == "stale"
    assert [generation.number for generation in ring.all()] == [1, 2]


def test_a_renewal_is_a_certificate_of_its_own_once(world: World, number: str) -> None:
    held = MongoCertificates(world.db).find(number)
    assert held is not None
    world.wait()
    renewed, event = renew(held, a_course(), at=world.now(), draw=draw_number)

    def write(tx: Any) -> None:
        assert store.newest(world.db, "ana", "night-light", session=tx) == held
        store.renew(world.db, renewed, event, CAUSE, session=tx)

    mongo.transact(world.db, write)
    assert world.outbox().count(CertificateRenewed.type) == 1
    items = world.ana.list_certificates()["items"]
    assert [item["sequence"] for item in items] == [2, 1]
    again, event = renew(held, a_course(), at=world.now(), draw=draw_number)
    with pytest.raises(DuplicateKeyError):
        mongo.transact(
            world.db,
            lambda tx: store.renew(world.db, again, event, CAUSE, session=tx),
        )


def test_each_certificate_has_a_place_of_its_own(world: World) -> None:
    people = [Identity(f"person-{number}") for number in range(20)]
    for person in people:
        held = award(person.person_id or "", a_course(), at=NOON, draw=draw_number)
        with world.db.client.start_session() as tx:
            store.issue(world.db, held, session=tx)
    places = world.db.certificates.distinct("status_index")
    assert len(places) == len(people)
    assert places != list(range(min(places), min(places) + len(places)))

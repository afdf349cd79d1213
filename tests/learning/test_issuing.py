"""Badges and tickets, judged by libraries that are not ours: openbadgeslib knows Open
Badges 3.0 and status lists, PyJWT knows signatures."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3 import OB3Verifier

from gateway.accounts.domain import NAME_MAX
from services.learning.certificates.domain import (
    STATUS_LIST_SIZE,
    Certificate,
    award,
    draw_number,
)
from services.learning.issuing.domain import documents, keys
from services.learning.printing.sheet import QR_MOST, qr_code
from shared.errors import Conflict, NotFound
from tests.learning.builders import ISSUING, NOON, a_course

SECRET = ISSUING.issuing_secret
ISSUER = ISSUING.issuer
NAME = "Олена Ґалаґан-М’якушко"
YESTERDAY = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
FIRST = keys.make(1, SECRET, at=NOON)
SIGNER = keys.unseal(FIRST, SECRET)
PLACE = 4711


def a_certificate(**changes: Any) -> Certificate:
    held = award(
        "5f2c1c6e-2f0f-4f0e-9f43-0d3c6f1f7a10",
        a_course(),
        at=YESTERDAY,
        draw=draw_number,
    )
    return replace(held, status_index=PLACE, **changes)


def claims(**changes: Any) -> dict[str, Any]:
    return documents.badge(
        a_certificate(**changes),
        a_course(),
        ISSUER,
        name=NAME,
        language="uk",
        list_size=STATUS_LIST_SIZE,
    )


def a_badge(signer: keys.Signer = SIGNER, **changes: Any) -> str:
    return signer.sign_badge(claims(**changes), ISSUER.key_url)


def pem(generation: keys.Generation = FIRST) -> bytes:
    key: Any = jwt.PyJWK({**generation.badge, "alg": "RS256"}).key
    return pem_of(key)


def pem_of(key: Any) -> bytes:
    made: bytes = key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return made


def listing(*revoked: int, signer: keys.Signer = SIGNER) -> Any:
    """What the library fetches a status list with."""

    def fetch(url: str) -> bytes:
        assert url == ISSUER.status_list(1)
        made = documents.status_list(
            1, revoked, ISSUER, at=YESTERDAY, list_size=STATUS_LIST_SIZE
        )
        return signer.sign_badge(made, ISSUER.key_url).encode()

    return fetch


def check(token: str, **how: Any) -> Any:
    return OB3Verifier(pem()).verify(token, **how)


def test_another_library_takes_a_badge_and_reads_it() -> None:
    read = check(a_badge(), check_status=True, download=listing())
    assert read.issuer.id == "https://hub.example.org/api/v1/issuer"
    assert read.achievement.name == "Світло вночі"
    header = jwt.get_unverified_header(a_badge())
    assert set(header) == {"alg", "kid", "typ"}
    assert header["alg"] == "RS256"
    assert header["kid"].startswith("https://hub.example.org/api/v1/certificates/keys/")


def test_a_badge_that_was_changed_in_one_bit_is_refused() -> None:
    head, body, signature = a_badge().split(".")
    for place in (0, len(body) // 2, len(body) - 2):
        flipped = body[:place] + chr(ord(body[place]) ^ 1) + body[place + 1 :]
        with pytest.raises(LibOpenBadgesException):
            check(f"{head}.{flipped}.{signature}")


def test_a_badge_that_another_key_signed_is_refused() -> None:
    forger = keys.unseal(keys.make(1, "another secret", at=NOON), "another secret")
    with pytest.raises(LibOpenBadgesException, match="signature"):
        check(a_badge(forger))


def test_a_badge_without_signature_or_with_a_shared_secret_is_refused() -> None:
    payload = a_badge().split(".")[1]
    head = urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').rstrip(b"=").decode()
    with pytest.raises(LibOpenBadgesException):
        check(f"{head}.{payload}.")
    symmetric = jwt.encode(claims(), "x" * 32, algorithm="HS256")
    with pytest.raises(LibOpenBadgesException):
        check(symmetric)


def test_a_badge_that_expired_is_refused() -> None:
    assert check(a_badge(expires_at=datetime.now(UTC) + timedelta(days=1)))
    with pytest.raises(LibOpenBadgesException, match="expired"):
        check(a_badge(expires_at=datetime.now(UTC) - timedelta(hours=1)))


def test_a_badge_that_was_revoked_is_refused() -> None:
    token = a_badge()
    check(token, check_status=True, download=listing(PLACE - 1, PLACE + 1))
    with pytest.raises(LibOpenBadgesException, match="'revocation' is set"):
        check(token, check_status=True, download=listing(1, PLACE))


def test_a_status_list_that_another_key_signed_is_refused() -> None:
    forger = keys.unseal(keys.make(1, "another secret", at=NOON), "another secret")
    with pytest.raises(LibOpenBadgesException):
        check(a_badge(), check_status=True, download=listing(signer=forger))


def test_what_was_revoked_is_signed_no_more() -> None:
    revoked, _ = a_certificate().revoke("rules_broken", at=NOON)
    with pytest.raises(Conflict):
        documents.ticket(revoked, name=NAME)
    with pytest.raises(Conflict):
        claims(revoked_at=NOON, revocation="rules_broken")


def test_a_ticket_says_enough_and_another_library_believes_it() -> None:
    held = a_certificate(expires_at=datetime.now(UTC) + timedelta(days=1))
    token = SIGNER.sign_ticket(documents.ticket(held, name=NAME))
    published = jwt.PyJWKSet(keys.published([FIRST], ISSUER.key_url))
    key = published[jwt.get_unverified_header(token)["kid"]]
    read = jwt.decode(token, key, algorithms=["ES256"])
    assert (read["jti"], read["name"]) == (held.number, NAME)
    assert read["course"] == "night-light@1"
    head, body, signature = token.split(".")
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(f"{head}.{swapped(body)}.{signature}", key, algorithms=["ES256"])


def swapped(body: str) -> str:
    """The same claims of another person."""
    read = json.loads(urlsafe_b64decode(body + "=="))
    read["name"] = "Хтось Інший"
    return urlsafe_b64encode(json.dumps(read).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize("letter", ["ї", "a", "𝔘"])
def test_the_longest_name_still_fits_into_the_code(letter: str) -> None:
    held = replace(
        a_certificate(expires_at=datetime(2199, 1, 1, tzinfo=UTC)),
        slug="s" * 60,
        course_version=1000,
    )
    token = SIGNER.sign_ticket(documents.ticket(held, name=letter * NAME_MAX))
    said = f"{ISSUER.public_url}/uk/certificates/{held.number}#{token}"
    assert len(said.encode()) <= QR_MOST
    assert qr_code(said).startswith("data:image/svg+xml")


def test_a_code_that_would_be_too_long_is_not_made() -> None:
    with pytest.raises(ValueError, match="1025"):
        qr_code("x" * (QR_MOST + 1))


def test_old_keys_stay_published_and_old_badges_good() -> None:
    second = keys.make(2, SECRET, at=NOON)
    published = keys.published([FIRST, second], ISSUER.key_url)
    assert len({key["kid"] for key in published}) == 4
    for token in (a_badge(), a_badge(keys.unseal(second, SECRET))):
        kid = jwt.get_unverified_header(token)["kid"]
        found = keys.find(published, kid.rpartition("/")[2])
        assert OB3Verifier(pem_of(jwt.PyJWK(found).key)).verify(token)
    with pytest.raises(NotFound):
        keys.find(published, "nothing")


def test_private_keys_open_with_their_secret_alone_and_are_never_shown() -> None:
    with pytest.raises(ValueError, match="ISSUING_SECRET"):
        keys.unseal(FIRST, SECRET + ".")
    private = str(SIGNER.badge.as_dict(private=True)["d"])
    shown = json.dumps(keys.published([FIRST], ISSUER.key_url)) + repr(SIGNER)
    assert private not in shown + FIRST.sealed + repr(FIRST)
    assert all("d" not in key for key in keys.published([FIRST], ISSUER.key_url))
    assert SECRET not in repr(ISSUING)

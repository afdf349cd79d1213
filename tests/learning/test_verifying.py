"""``hub certificates verify`` on what the learning service signs, without network."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from joserfc import jwk, jwt

from gateway.cli import main
from services.learning.certificates.domain import STATUS_LIST_SIZE
from services.learning.issuing.domain import documents, keys
from tests.learning.builders import NOON
from tests.learning.test_issuing import (
    FIRST,
    ISSUER,
    NAME,
    PLACE,
    SECRET,
    SIGNER,
    a_badge,
    a_certificate,
    listing,
)

Check = Callable[..., Result]
SOON = datetime.now(UTC) + timedelta(days=1)
FORGER = keys.unseal(keys.make(1, "another secret", at=NOON), "another secret")


def a_ticket(signer: keys.Signer = SIGNER, **changes: Any) -> str:
    return signer.sign_ticket(documents.ticket(a_certificate(**changes), name=NAME))


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Runs the command with the published keys and, if asked, a status list."""
    published = tmp_path / "jwks.json"
    published.write_text(json.dumps({"keys": keys.published([FIRST], ISSUER.key_url)}))

    def run(token: str, status_list: bytes | None = None) -> Result:
        arguments = ["certificates", "verify", token, "--keys", str(published)]
        if status_list is not None:
            (tmp_path / "list").write_bytes(status_list)
            arguments += ["--revoked", str(tmp_path / "list")]
        return CliRunner().invoke(main, arguments)

    return run


def revoking(*places: int, **how: Any) -> bytes:
    made: bytes = listing(*places, **how)(ISSUER.status_list(1))
    return made


@pytest.mark.parametrize("make", [a_badge, a_ticket])
def test_a_genuine_one_is_good(check: Check, make: Callable[..., str]) -> None:
    done = check(make(expires_at=SOON), revoking(PLACE - 1))
    assert done.exit_code == 0, done.output
    assert NAME in done.output
    assert f"until {SOON:%Y-%m-%d}" in done.output
    assert "not known" not in done.output


def test_without_a_list_it_says_what_it_does_not_know(check: Check) -> None:
    done = check(f"https://hub.example.org/uk/certificates/X#{a_ticket()}")
    assert done.exit_code == 0
    assert "revoked is not known" in done.output


def test_a_file_may_hold_the_token(check: Check, tmp_path: Path) -> None:
    file = tmp_path / "badge.jwt"
    file.write_text(a_badge() + "\n")
    assert check(str(file)).exit_code == 0


@pytest.mark.parametrize("make", [a_badge, a_ticket])
def test_expired_revoked_and_forged_ones_are_refused(
    check: Check, make: Callable[..., str]
) -> None:
    expired = make(expires_at=datetime.now(UTC) - timedelta(hours=1))
    head, body, signature = make().split(".")
    changed = f"{head}.{body[:-3]}{'A' if body[-3] != 'A' else 'B'}{body[-2:]}"
    tokens = {
        expired: "expired",
        make(FORGER): "None of these keys",
        f"{changed}.{signature}": "signature",
        f"{head}.{body}.": "signature",
        f"eyJhbGciOiJub25lIn0.{body}.": "signature",
        "nonsense": "signature",
    }
    for token, why in tokens.items():
        done = check(token, revoking())
        assert done.exit_code == 1
        assert why in done.output
    done = check(make(), revoking(PLACE))
    assert (done.exit_code, done.output) == (1, "Refused. It was revoked.\n")


def test_a_header_does_not_choose_how_it_is_checked(check: Check) -> None:
    """The public key as the secret of a symmetric signature: an old trick."""
    kid = keys.key_id(SIGNER.ticket)
    shared = jwk.OctKey.import_key(json.dumps(FIRST.ticket))
    claims = documents.ticket(a_certificate(), name=NAME)
    forged = jwt.encode({"alg": "HS256", "kid": kid}, claims, shared)
    assert "signature is not good" in check(forged).output


def test_a_status_list_must_be_genuine_and_fresh(check: Check) -> None:
    old = documents.status_list(
        1,
        (),
        ISSUER,
        at=datetime.now(UTC) - documents.LIST_HOLDS - timedelta(minutes=1),
        list_size=STATUS_LIST_SIZE,
    )
    lists = {
        revoking(signer=FORGER): "None of these keys",
        SIGNER.sign_badge(old, ISSUER.key_url).encode(): "too old",
        a_badge().encode(): "no status list",
        b"": "signature",
    }
    for status_list, why in lists.items():
        done = check(a_badge(), status_list)
        assert done.exit_code == 1
        assert why in done.output


def test_another_list_than_the_certificates_is_refused(check: Check) -> None:
    second = documents.status_list(
        2, (), ISSUER, at=datetime.now(UTC), list_size=STATUS_LIST_SIZE
    )
    token = SIGNER.sign_badge(second, ISSUER.key_url)
    assert "list 1 is needed" in check(a_badge(), token.encode()).output


def test_keys_that_are_none_are_told(tmp_path: Path) -> None:
    wrong = tmp_path / "jwks.json"
    wrong.write_text("{")
    done = CliRunner().invoke(
        main, ["certificates", "verify", a_ticket(), "--keys", str(wrong)]
    )
    assert (done.exit_code, done.output.count("\n")) == (1, 1)
    assert SECRET not in done.output

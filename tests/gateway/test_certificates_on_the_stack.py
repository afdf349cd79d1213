"""A certificate leaves the platform: as PDF, as a badge, as a code; and is taken back.

The badge is judged by openbadgeslib, the PDF is read by pypdf and its code by jsQR.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
import requests
from cryptography.hazmat.primitives import serialization
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3 import OB3Verifier
from openbadgeslib.ob3.status import check_credential_status

from shared import mongo
from tests.gateway.builders import PASSWORD
from tests.gateway.conftest import Hub
from tests.gateway.stack_client import Api
from tests.gateway.test_api_on_the_stack import facts, pass_quiz, required
from tests.pages.visiting import Visitor, over_http
from tests.printed import code_on, lines_of
from tests.processes import eventually
from tests.stacks import Stack

pytestmark = pytest.mark.needs_stack
COURSE = "safety-audit"
NAME = "Олена"  # as Api.sign_up gives it


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who finished the course, on the API and on the pages."""

    stack: Stack
    api: Api
    pages: Visitor
    email: str
    number: str

    def get(self, path: str) -> requests.Response:
        """A page or a file, signed in."""
        return requests.get(
            self.stack.base_url + path, cookies=self.pages.cookies(), timeout=30
        )

    def badge(self) -> str:
        answer = self.api("GET", f"/certificates/{self.number}/credential")
        assert answer.status_code == 200, answer.text
        assert answer.headers["Content-Type"] == "application/vc+jwt"
        return answer.text

    def expire(self, at: datetime) -> None:
        """Nobody can wait for it."""
        db = mongo.connect(self.stack.platform.addresses.mongo_url("learning"), "test")
        done = db.certificates.update_one(
            {"_id": self.number}, {"$set": {"expires_at": at}}
        )
        db.client.close()
        assert done.modified_count == 1


@pytest.fixture
def holder(stack: Stack) -> Holder:
    api = Api(stack.base_url)
    email = api.sign_up()
    api("PUT", f"/me/enrolments/{COURSE}")
    course = api("GET", f"/courses/{COURSE}").json()
    lessons = [lesson["id"] for lesson in course["lessons"]]
    api("POST", "/me/facts", facts(COURSE, lessons))
    for quiz in required(course):
        pass_quiz(api, COURSE, quiz)
    (held,) = api("GET", "/me/certificates").json()["items"]
    pages = over_http(stack.base_url, "holder")
    pages.sign_in(email, PASSWORD)
    return Holder(stack, api, pages, email, held["number"])


def key_of(token: str) -> bytes:
    """The public key where the token says that it is."""
    kid = jwt.get_unverified_header(token)["kid"]
    key: Any = jwt.PyJWK(requests.get(kid, timeout=10).json()).key
    made: bytes = key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return made


def verify(token: str) -> Any:
    """As a stranger does: the key, then the status list, each from its address."""
    read = OB3Verifier(key_of(token)).verify(token)
    (status,) = read.credential_status
    listed = requests.get(status["statusListCredential"], timeout=10)
    check_credential_status(
        read,
        download=lambda _: listed.content,
        verify_list=True,
        list_pubkey_pem=key_of(listed.text),
    )
    return read


def test_a_stranger_verifies_a_badge_online_until_it_is_revoked(
    holder: Holder, hub: Hub
) -> None:
    token = holder.badge()
    read = verify(token)
    issuer = requests.get(read.issuer.id, timeout=10).json()
    assert issuer["id"] == read.issuer.id
    assert issuer["type"] == ["Profile"]
    head, body, signature = token.split(".")
    with pytest.raises(LibOpenBadgesException):
        verify(f"{head}.{body[:-4]}AAAA.{signature}")

    done = hub("certificates", "revoke", holder.number, "--reason", "issued_in_error")
    assert done.returncode == 0, done.stderr
    # Every gateway process forgets the list that it kept.
    eventually(lambda: all(is_revoked(token) for _ in range(8)))
    checked = holder.api("GET", f"/certificates/{holder.number}").json()
    assert (checked["state"], checked["revocation"]) == ("revoked", "issued_in_error")
    for refused in (
        holder.api("GET", f"/certificates/{holder.number}/credential"),
        holder.get(f"/uk/certificates/{holder.number}.pdf"),
    ):
        assert refused.status_code == 409
    page = holder.get(f"/uk/certificates/{holder.number}").text
    assert "Сертифікат скасовано" in page
    assert "Його видано помилково." in page
    eventually(lambda: len(holder.stack.mail_to(holder.email)) == 2)
    subjects = {mail["subject"] for mail in holder.stack.mail_to(holder.email)}
    assert "Ваш сертифікат скасовано" in subjects


def is_revoked(token: str) -> bool:
    try:
        verify(token)
    except LibOpenBadgesException as refusal:
        return "'revocation' is set" in str(refusal)
    return False


def test_an_expired_badge_is_refused_and_its_page_says_so(holder: Holder) -> None:
    holder.expire(datetime.now(UTC) + timedelta(days=1))
    assert verify(holder.badge())
    holder.expire(datetime.now(UTC) - timedelta(days=1))
    with pytest.raises(LibOpenBadgesException, match="expired"):
        verify(holder.badge())
    assert (
        holder.api("GET", f"/certificates/{holder.number}").json()["state"] == "expired"
    )
    page = holder.get(f"/en/certificates/{holder.number}").text
    assert "This certificate expired on" in page
    assert "Take the short refresher" in page


def test_what_the_operator_saved_verifies_without_network(
    holder: Holder, hub: Hub, tmp_path: Path
) -> None:
    api = f"{holder.stack.base_url}/api/v1/certificates"
    saved = {"keys": f"{api}/keys", "revoked": f"{api}/statuses/1"}
    for name, address in saved.items():
        (tmp_path / name).write_bytes(requests.get(address, timeout=10).content)
    (tmp_path / "badge.jwt").write_text(holder.badge())

    def check(token: str) -> subprocess.CompletedProcess[str]:
        return hub(
            *("certificates", "verify", token),
            *("--keys", str(tmp_path / "keys")),
            *("--revoked", str(tmp_path / "revoked")),
        )

    done = check(str(tmp_path / "badge.jwt"))
    assert done.returncode == 0, done.stderr
    assert NAME in done.stdout
    scanned = code_on(holder.get(f"/uk/certificates/{holder.number}.pdf").content)
    done = check(scanned)
    assert (done.returncode, holder.number in done.stdout) == (0, True), done.stderr
    forged = check(scanned[:-6] + ("AAAAAA" if scanned[-6:] != "AAAAAA" else "BBBBBB"))
    assert (forged.returncode, "Refused." in forged.stderr) == (1, True)

    before = json.loads((tmp_path / "keys").read_text())["keys"]
    assert hub("certificates", "rotate-key").returncode == 0
    after = requests.get(saved["keys"], timeout=10).json()["keys"]
    assert [key["kid"] for key in after[2:]] == [key["kid"] for key in before]
    assert verify(holder.badge())
    assert "None of these keys" in check(holder.badge()).stderr


def test_only_the_holder_gets_what_carries_the_name(
    holder: Holder, learner: Api, anyone: Api
) -> None:
    path = f"/certificates/{holder.number}/credential"
    assert learner("GET", path).status_code == 403
    assert anyone("GET", path).status_code == 401
    page = f"{holder.stack.base_url}/uk/certificates/{holder.number}"
    for file in (f"{page}.pdf", f"{page}/badge"):
        asked = requests.get(file, timeout=10, allow_redirects=False)
        assert asked.status_code == 303
        assert "/sign-in" in asked.headers["Location"]
    assert ".pdf" not in requests.get(page, timeout=10).text
    own = holder.get(f"/uk/certificates/{holder.number}").text
    assert f"{holder.number}.pdf" in own
    saved = holder.get(f"/uk/certificates/{holder.number}/badge")
    assert saved.headers["Content-Disposition"] == 'attachment; filename="badge.jwt"'
    assert verify(saved.text)


@pytest.mark.parametrize(
    ("language", "kind", "title"),
    [
        ("uk", "СЕРТИФІКАТ", "«Аудит безпеки місця»"),
        ("en", "CERTIFICATE", "“Safety audit of a place”"),
    ],
)
def test_the_pdf_is_the_certificate_in_either_language(
    holder: Holder, language: str, kind: str, title: str
) -> None:
    answer = holder.get(f"/{language}/certificates/{holder.number}.pdf")
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    lines = lines_of(answer.content)
    for expected in (kind, NAME, title, holder.number):
        assert expected in lines

"""Practical skills and refreshers through the API, on the whole running platform."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from tests.gateway.stack_client import Api, signed_in
from tests.stacks import Stack

pytestmark = pytest.mark.needs_stack
SEEN = {"skill": "none", "seen_on": "2026-11-20"}


@pytest.fixture(scope="module")
def trainer(stack: Stack) -> Api:
    return signed_in(stack, "trainer")


def test_only_trainers_sign_and_only_what_a_course_has(
    learner: Api, trainer: Api, slug: str
) -> None:
    learner("PUT", f"/me/enrolments/{slug}")
    person = learner("GET", "/me").json()["person_id"]
    skills = f"/people/{person}/skills"
    asked = {**SEEN, "course": slug}
    refused = learner("POST", skills, asked)
    assert (refused.status_code, refused.json()["code"]) == (403, "role_required")
    missing = trainer("POST", skills, asked)
    assert (missing.status_code, missing.json()["code"]) == (404, "skill_not_found")
    wrong = trainer("POST", skills, {**asked, "seen_on": "2026-13-01"})
    assert wrong.json()["errors"][0]["pointer"] == "#/seen_on"
    assert trainer("GET", skills).json() == {"items": []}
    revoked = trainer("POST", f"{skills}/{uuid.uuid4()}/revocation")
    assert revoked.json()["code"] == "signature_not_found"


def test_who_completed_nothing_has_nothing_to_refresh(learner: Api, slug: str) -> None:
    assert learner("GET", "/me/refreshers").json() == {"items": []}
    answer: dict[str, Any] = {"question": "q1", "answer": ["a"]}
    for reply in (
        learner("GET", f"/me/refreshers/{slug}"),
        learner("GET", f"/me/refreshers/{slug}/reviews/{uuid.uuid4()}"),
        learner(
            "POST",
            f"/me/refreshers/{slug}/reviews",
            {**answer, "review": str(uuid.uuid4())},
        ),
    ):
        assert (reply.status_code, reply.json()["code"]) == (404, "refresher_not_found")
    wrong = learner("POST", f"/me/refreshers/{slug}/reviews", {**answer, "review": "1"})
    assert wrong.json()["errors"][0]["pointer"] == "#/review"


def test_one_moves_only_to_what_is_newer(learner: Api, slug: str) -> None:
    learner("PUT", f"/me/enrolments/{slug}")
    reply = learner("POST", f"/me/enrolments/{slug}/move", {})
    assert (reply.status_code, reply.json()["code"]) == (409, "version_not_newer")
    assert learner("GET", f"/me/prerequisites/{slug}").json() == {"items": []}

"""Two authors at one draft, large files, and people who have no business there."""

from __future__ import annotations

import os
import struct
import uuid
import zlib

import pytest
import requests

from tests.pages.visiting import Visitor, over_http
from tests.pages.writing import BOTH, begin, both, write
from tests.stacks import Stack

pytestmark = pytest.mark.needs_stack


def signed_in(stack: Stack, role: str) -> Visitor:
    visitor = over_http(stack.base_url, role)
    address = f"{role}@example.org"
    visitor.sign_in(address, stack.accounts[address])
    return visitor


@pytest.fixture
def trainer(stack: Stack) -> Visitor:
    return signed_in(stack, "trainer")


@pytest.fixture
def draft(trainer: Visitor) -> str:
    """A draft with one lesson; its address."""
    address = begin(trainer, f"desk-{uuid.uuid4().hex[:8]}")
    write(trainer, f"{address}/new-module", "/new-module", **BOTH, id="first")
    new = {"id": "why", "module": "first"}
    write(trainer, f"{address}/new-lesson", "/new-lesson", **BOTH, **new)
    return address


def a_png(size: int) -> bytes:
    """A picture of about ``size`` bytes: one row of noise, which nothing compresses."""
    width = size // 3
    row = b"\0" + os.urandom(width * 3)
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, 1, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(row)),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(held))
        + kind
        + held
        + struct.pack(">I", zlib.crc32(kind + held))
        for kind, held in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def test_of_two_authors_the_second_loses_nothing(
    stack: Stack, trainer: Visitor, draft: str
) -> None:
    lesson = f"{draft}/lessons/why"
    old = trainer.get(lesson).page.form_to("/why").fields
    editor = signed_in(stack, "editor")
    write(editor, lesson, "/why", **both("body", "{right}"))
    mine = {**old, **both("body", "{wrong}")}
    again = trainer.send("POST", lesson, mine)
    assert again.status == 409
    assert any("Поки ви писали" in text for text in again.page.texts)
    kept = again.page.form_to("/why")
    assert kept.fields["body_uk"] == ["Темрява"]
    assert editor.get(lesson).page.form_to("/why").fields["body_uk"] == ["Світло"]
    assert trainer.send("POST", lesson, kept.fields).status == 303  # knowing it now
    assert editor.get(lesson).page.form_to("/why").fields["body_uk"] == ["Темрява"]


def test_what_others_do_elsewhere_in_the_draft_does_not_matter(
    stack: Stack, trainer: Visitor, draft: str
) -> None:
    lesson = f"{draft}/lessons/why"
    opened = trainer.get(lesson).page.form_to("/why").fields
    editor = signed_in(stack, "editor")
    write(editor, f"{draft}/new-module", "/new-module", **BOTH, id="second")
    assert trainer.send("POST", lesson, opened).status == 303


def test_nobody_discards_what_they_have_not_looked_at(
    stack: Stack, trainer: Visitor, draft: str
) -> None:
    removal = trainer.get(f"{draft}/removal").page.form_to("/removal").fields
    editor = signed_in(stack, "editor")
    write(editor, f"{draft}/new-module", "/new-module", **BOTH, id="second")
    assert trainer.send("POST", f"{draft}/removal", removal).status == 409
    assert trainer.get(draft).status == 200


@pytest.mark.parametrize(
    ("size", "status"), [(1_900_000, 303), (2_200_000, 422), (5_000_000, 413)]
)
def test_a_file_may_be_two_mebibytes_large(
    trainer: Visitor, draft: str, size: int, status: int
) -> None:
    values = {
        **BOTH,
        "content": ("Plan of the yard.PNG", a_png(size)),
        "licence": "own",
    }
    sent = trainer.submit(f"{draft}/files", "/files", **values)
    assert sent.status == status
    held = (
        f"{draft}/files/plan-of-the-yard.png"
        in trainer.get(f"{draft}/files").page.links
    )
    assert held == (status == 303)


def test_a_drafts_file_is_kept_nowhere_and_shown_to_staff_alone(
    stack: Stack, trainer: Visitor, draft: str
) -> None:
    values = {**BOTH, "content": ("plan.png", a_png(300)), "licence": "own"}
    write(trainer, f"{draft}/files", "/files", **values)
    address = f"{stack.base_url}{draft}/files/plan.png"
    shown = requests.get(address, cookies=trainer.cookies(), timeout=20)
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/png")
    assert shown.headers["Cache-Control"] == "no-store"
    learner = signed_in(stack, "learner")
    refused = requests.get(address, cookies=learner.cookies(), timeout=20)
    assert refused.status_code == 403
    asked = requests.get(address, allow_redirects=False, timeout=20)
    assert "/sign-in" in asked.headers["Location"]


@pytest.mark.parametrize("path", ["", "/facts", "/lessons/why", "/lessons/why/preview"])
def test_learners_are_told_that_this_is_not_theirs(
    stack: Stack, draft: str, path: str
) -> None:
    learner = signed_in(stack, "learner")
    refused = learner.get(draft + path)
    assert refused.status == 403
    assert "/uk/teaching" not in refused.page.links


def test_reviewers_read_but_do_not_write(stack: Stack, draft: str) -> None:
    reviewer = signed_in(stack, "reviewer")
    seen = reviewer.get(draft)
    assert seen.status == 200
    assert f"{draft}/lessons/why/preview" in seen.page.links
    assert f"{draft}/lessons/why" not in seen.page.links
    assert reviewer.get(f"{draft}/lessons/why").status == 403

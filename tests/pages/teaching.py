"""A group for the walkers: led by the trainer, with a session, a nominee and a head."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.pages.studying import first_course
from tests.pages.visiting import Visitor
from tests.pages.walking import Seen, refused

HEAD, NOMINEE = "editor@example.org", "officer@example.org"


@dataclass(frozen=True, slots=True)
class Taught:
    """``path`` is below the language."""

    path: str
    code: str


def make(trainer: Visitor) -> Taught:
    made = trainer.submit(
        "/uk/teaching/cohorts/new",
        "/new",
        name="Група для обходу",
        course=first_course(),
        unit="Перша рота",
        due_on="2026-01-31",
    )
    assert made.status == 303, made.status
    page = made.location
    for ending, values in (
        ("/sessions", {"title": "Зустріч", "starts_at": "2026-01-10T10:00"}),
        ("/nominations", {"emails": NOMINEE}),
        ("/parts", {"email": HEAD, "part": "head"}),
    ):
        sent = trainer.submit(page, ending, **{"place": "Клас", **values})
        assert sent.status == 303, f"{ending}: {sent.status}"
    code = re.search(r"hub-number\">([0-9A-Z-]{9})<", trainer.get(page).html)
    assert code is not None
    return Taught(page[3:], code[1])


def join(learner: Visitor, taught: Taught) -> None:
    joined = learner.submit("/uk/join", "/join", code=taught.code)
    assert joined.status == 303, joined.status


def sent_wrongly(visitor: Visitor, taught: Taught, lang: str) -> list[Seen]:
    """The forms of a group, sent empty or wrong."""
    if visitor.role == "learner":
        return [refused(visitor, f"/{lang}/join", "/join", code="0")]
    if visitor.role != "trainer":
        return []
    group = f"/{lang}{taught.path}"
    return [
        refused(visitor, f"/{lang}/teaching/cohorts/new", "/new", name="", due_on="x"),
        refused(visitor, f"{group}/settings", "/settings", name=""),
        refused(visitor, group, "/nominations", emails="nobody@example.org"),
        refused(visitor, group, "/parts", email="nobody@example.org"),
        refused(visitor, group, "/sessions", title=""),
    ]

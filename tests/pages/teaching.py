"""A group for the walkers: led by the trainer, with a session, a nominee and a head."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.pages.quiz_course import SLUG
from tests.pages.studying import first_course
from tests.pages.visiting import Visitor
from tests.pages.walking import Seen, refused

HEAD, NOMINEE = "editor@example.org", "officer@example.org"
MEMBER = re.compile(r"/members/([0-9a-f-]{36})/removal")


@dataclass(frozen=True, slots=True)
class Taught:
    """A group on a course of its own choice, and one whose course has practice.

    Paths are below the language.
    """

    path: str
    code: str
    practice: str
    practice_code: str


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
    practice = trainer.submit(
        "/uk/teaching/cohorts/new", "/new", name="Група з практикою", course=SLUG
    ).location
    for ending, values in (
        ("/sessions", {"title": "Зустріч", "starts_at": "2026-01-10T10:00"}),
        ("/nominations", {"emails": NOMINEE}),
        ("/parts", {"email": HEAD, "part": "head"}),
    ):
        sent = trainer.submit(page, ending, **{"place": "Клас", **values})
        assert sent.status == 303, f"{ending}: {sent.status}"
    codes = (_code(trainer, page), _code(trainer, practice))
    return Taught(page[3:], codes[0], practice[3:], codes[1])


def _code(trainer: Visitor, page: str) -> str:
    code = re.search(r"hub-number\">([0-9A-Z-]{9})<", trainer.get(page).html)
    assert code is not None
    return code[1]


def join(learner: Visitor, taught: Taught) -> None:
    for code in (taught.code, taught.practice_code):
        joined = learner.submit("/uk/join", "/join", code=code)
        assert joined.status == 303, joined.status


def sign(trainer: Visitor, taught: Taught) -> None:
    """One of the two skills of the member."""
    page = skills_of_member(trainer, taught, "uk")
    seen = {"skill": "lamp", "seen_on_lamp": "2026-11-20"}
    signed = trainer.submit(page, "/skills", **seen)
    assert signed.status == 303, signed.status


def skills_of_member(trainer: Visitor, taught: Taught, lang: str) -> str:
    group = f"/{lang}{taught.practice}"
    member = MEMBER.search(trainer.get(group).html)
    assert member is not None
    return f"{group}/members/{member[1]}/skills"


def sent_wrongly(visitor: Visitor, taught: Taught, lang: str) -> list[Seen]:
    """The forms of a group, sent empty or wrong."""
    if visitor.role == "learner":
        return [refused(visitor, f"/{lang}/join", "/join", code="0")]
    if visitor.role != "trainer":
        return []
    group = f"/{lang}{taught.path}"
    skills = skills_of_member(visitor, taught, lang)
    return [
        refused(visitor, skills, "/skills", seen_on_bulb="2036-13-41"),
        refused(visitor, f"/{lang}/teaching/cohorts/new", "/new", name="", due_on="x"),
        refused(visitor, f"{group}/settings", "/settings", name=""),
        refused(visitor, group, "/nominations", emails="nobody@example.org"),
        refused(visitor, group, "/parts", email="nobody@example.org"),
        refused(visitor, group, "/sessions", title=""),
    ]

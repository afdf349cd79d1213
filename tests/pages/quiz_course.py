"""A course that does not ship: every kind of question, every rule, every state.

Whatever tells an answer in it begins with ``CANARY`` or is ``NUMBER``, so that a page
which tells it too early is found by looking for those.
"""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

from services.learning.catalogue.domain.course import Course
from services.learning.catalogue.domain.folder import Folder, read_course
from tests.learning.builders import a_folder
from tests.learning.quiz_builders import KINDS_EN, KINDS_UK, quiz_file, single
from tests.pages import studying
from tests.pages.visiting import Listen, Visitor, over_http
from tests.servers import open_database
from tests.stacks import Stack

SLUG = "every-question"
PASSWORD = "чотири прості слова"
CANARY = "canarytold"
NUMBER = "412731"
TOLERANCE = "0.7313"
TOLD = (CANARY, NUMBER, TOLERANCE, TOLERANCE.replace(".", ","))
PRACTICAL = """\
practical:
  - {id: lamp, title: {uk: "Поставити ліхтар", en: "Put up a lamp"}}
  - {id: bulb, title: {uk: "Замінити лампу", en: "Change a bulb"}}
"""
FORMS = "".join(single(f"{form}{n}", f" form={form}") for form in "ab" for n in (1, 2))
POOL = single("q1", " pool=p") + single("q2", " pool=p") + single("q3")
# Quiz to its questions in both languages, and its front matter.
QUIZZES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "first-last": (FORMS, FORMS, {"purpose": "before_after", "pass_mark": 1}),
    "kinds": (KINDS_UK, KINDS_EN, {"purpose": "practice"}),
    "timed": (POOL, POOL, {"minutes": 10, "attempts": 3, "draw": "{p: 1}"}),
    "withheld": (single("q1"), single("q1"), {"answers": "after_passing"}),
    "later": (single("q1"), single("q1"), {"purpose": "refresher"}),
}
QUIZ = f"/uk/courses/{SLUG}/quizzes/"


def folder() -> dict[str, str]:
    files: dict[str, str | None] = dict.fromkeys(
        ("quizzes/final.uk.md", "quizzes/final.en.md")
    )
    for quiz, (uk, en, front) in QUIZZES.items():
        for language, questions in (("uk", uk), ("en", en)):
            told = quiz_file(_with_canaries(questions), **front)
            files[f"quizzes/{quiz}.{language}.md"] = told
    return a_folder(
        files,
        slug=SLUG,
        title="Ящик запитань",
        quizzes=", ".join(QUIZZES),
        more=PRACTICAL,
    )


def _with_canaries(questions: str) -> str:
    told = re.sub(r"(?m)^( *> ).*$", rf"\1{CANARY} because.", questions)
    told = re.sub(r"(?m)^= \d.*? \[", f"= {NUMBER} +- {TOLERANCE} [", told)
    return re.sub(r"(?m)^= [^\d\n]+$", f"= {CANARY}", told)


def course() -> Course:
    return read_course(Folder(folder()))


def publish(stack: Stack, into: Path) -> None:
    root = into / SLUG
    for path, text in folder().items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    done = stack.operate("courses", "import", str(root))
    assert done.returncode == 0, done.stderr


def newcomer(stack: Stack, *listeners: Listen) -> Visitor:
    """Somebody who has just signed up; ``listeners`` hear every answer they get."""
    visitor = over_http(stack.base_url, "learner", listeners)
    email = f"{uuid.uuid4().hex}@example.org"
    made = visitor.submit(
        "/uk/sign-up",
        "/sign-up",
        name="Олена",
        email=email,
        password=PASSWORD,
        language="uk",
    )
    assert made.status == 303
    return visitor


def join(visitor: Visitor) -> None:
    course = f"/uk/courses/{SLUG}"
    if any(
        form.action.endswith("/enrolment") for form in visitor.get(course).page.forms
    ):
        visitor.submit(course, "/enrolment")


def begin_all(visitor: Visitor) -> list[str]:
    """Open an attempt at each quiz, and answer nothing."""
    join(visitor)
    return opened_all(visitor)


def opened_all(visitor: Visitor) -> list[str]:
    quizzes = [quiz for quiz in QUIZZES if quiz != "later"]
    return [studying.opened(visitor, QUIZ + quiz) for quiz in quizzes]


def take_first(visitor: Visitor) -> str:
    """Take the test before the lessons; the second time comes after them."""
    join(visitor)
    return taken(visitor, "first-last", right=False)


def take_last(visitor: Visitor) -> str:
    for lesson in ("01-why", "02-how"):
        visitor.submit(f"/uk/courses/{SLUG}/lessons/{lesson}", "/completion")
    return taken(visitor, "first-last", right=True)


def take_all(visitor: Visitor, stack: Stack) -> list[str]:
    """Bring every quiz into every state that its rules know."""
    return [
        take_first(visitor),
        taken(visitor, "kinds", right=False),
        taken(visitor, "kinds", right=True),
        taken(visitor, "withheld", right=False),
        run_out(visitor, stack),
        sent_late(visitor, stack),
        take_last(visitor),
        studying.opened(visitor, f"{QUIZ}timed"),
    ]


def taken(visitor: Visitor, quiz: str, *, right: bool) -> str:
    address = studying.attempt(visitor, QUIZ + quiz, course(), right=right)
    assert address, f"{quiz} cannot be taken"
    return address


def run_out(visitor: Visitor, stack: Stack) -> str:
    address = studying.opened(visitor, f"{QUIZ}timed")
    _end(stack, address)
    return address


def sent_late(visitor: Visitor, stack: Stack) -> str:
    """The page was open when the time ran out, and is sent all the same."""
    address = studying.opened(visitor, f"{QUIZ}timed")
    form = visitor.get(address).page.form_to("/submission")
    _end(stack, address)
    sent = visitor.send("POST", form.action, form.fields)
    assert sent.location == address
    return address


def _end(stack: Stack, address: str) -> None:
    """Nobody waits ten minutes for a test."""
    url = stack.platform.addresses.mongo_url("learning")
    with open_database(url) as db:
        found = {"_id": address.rsplit("/", 1)[1]}
        attempt = db.attempts.find_one(found)
        assert attempt is not None
        past = attempt["started_at"] - timedelta(minutes=1)
        db.attempts.update_one(found, {"$set": {"due_at": past}})

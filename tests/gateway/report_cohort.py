"""A cohort whose reports are known: who did what is a table here, the rest is asked of
the running platform through its API, as its people would.

Only moments are set afterwards, to days that do not change.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from shared import mongo
from tests.gateway.builders import PASSWORD
from tests.gateway.stack_client import Api
from tests.learning.builders import a_folder, quiz
from tests.stacks import Stack

SLUG = "report-course"
START = datetime(2026, 1, 10, 9, tzinfo=UTC)
LESSONS = ("01-why", "02-how")
# Names that a spreadsheet, a CSV reader or a page might take for something else.
NAMES = (
    "=1+1",
    'Коваль, Олена "Лєна"',
    "+380 Петро",
    "<b>Ніна</b>",
    *(f"Слухач {number:02}" for number in range(5, 25)),
)


@dataclass(frozen=True, slots=True)
class Work:
    """What one learner does. Of four questions, which are answered right."""

    lessons: int = 0
    final: tuple[bool, ...] | None = None
    again: tuple[bool, ...] | None = None  # a second attempt
    before: int | None = None  # of four questions
    after: int | None = None


def _first(count: int) -> tuple[bool, ...]:
    return tuple(number < count for number in range(4))


def _works() -> list[Work]:
    """The first few by hand; the others make the item analysis large enough."""
    by_hand = [
        Work(2, (True,) * 4, before=1, after=3),
        Work(2, (True, True, True, False), before=2, after=4),
        Work(
            2,
            (True, False, False, False),
            (True, False, False, True),
            before=4,
            after=3,
        ),
        Work(1, before=0),
    ]
    rest = [
        Work(0, (number > 6, number > 12, number > 18, number % 2 == 0))
        for number in range(5, 23)
    ]
    return [*by_hand, *rest, Work(2), Work()]


def questions(count: int, form: str = "") -> str:
    return "\n".join(
        f"""\
## {form}q{number} single{f" form={form}" if form else ""}

Питання {form}{number}?

- [ ] a: Хибне
- [x] b: Правильне

> Так каже урок.
"""
        for number in range(1, count + 1)
    )


def folder(at: Path) -> Path:
    """The course's folder."""
    before_after = quiz(
        pass_mark=1, questions=questions(4, "a") + "\n" + questions(4, "b")
    )
    before_after = before_after.replace("---\n\n", "purpose: before_after\n---\n\n", 1)
    before_after = before_after.replace("title: Тест", "title: До і після")
    files: dict[str, str | None] = {
        f"quizzes/{name}.{language}.md": text
        for name, text in (
            ("final", quiz(pass_mark=75, questions=questions(4))),
            ("compare", before_after),
        )
        for language in ("uk", "en")
    }
    course = a_folder(files, slug=SLUG, title="Курс звітів", quizzes="compare, final")
    for path, text in course.items():
        file = at / SLUG / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return at / SLUG


@dataclass(frozen=True, slots=True)
class ReportCohort:
    id: str
    code: str


def make(stack: Stack, trainer: Api) -> ReportCohort:
    """Have everybody join and do their work; then set the clock back."""
    made = trainer("POST", "/cohorts", {"name": "Звіти", "course": SLUG}).json()
    cohort = ReportCohort(made["id"], made["code"])
    people = [
        _learn(stack, cohort.code, name, work)
        for name, work in zip(NAMES, _works(), strict=True)
    ]
    _meet(trainer, cohort.id, people)
    _date(stack, cohort.id, people)
    return cohort


def _learn(stack: Stack, code: str, name: str, work: Work) -> str:
    api = Api(stack.base_url)
    asked = {"email": f"{uuid.uuid4().hex}@example.org", "password": PASSWORD}
    made = api("POST", "/accounts", {**asked, "name": name, "language": "uk"})
    assert made.status_code == 201, made.text
    api.tokens = api("POST", "/tokens", asked).json()
    assert api("POST", "/me/cohorts", {"code": code}).status_code == 200
    if work.before is not None:
        _take(api, "compare", _first(work.before))
    facts = [_fact(lesson) for lesson in LESSONS[: work.lessons]]
    if facts:
        assert api("POST", "/me/facts", {"facts": facts}).status_code == 200
    if work.after is not None:
        _take(api, "compare", _first(work.after))
    for tried in (work.final, work.again):
        if tried is not None:
            _take(api, "final", tried)
    return str(made.json()["person_id"])


def _fact(lesson: str) -> dict[str, str]:
    return {
        "id": str(uuid.uuid4()),
        "kind": "lesson.completed",
        "course": SLUG,
        "lesson": lesson,
        "at": START.isoformat(),
    }


def _take(api: Api, quiz: str, right: tuple[bool, ...]) -> None:
    path = f"/courses/{SLUG}/quizzes/{quiz}/attempts"
    attempt = api("POST", path)
    assert attempt.ok, attempt.text
    asked = sorted(question["id"] for question in attempt.json()["questions"])
    answers = {
        question: ["b" if is_right else "a"]
        for question, is_right in zip(asked, right, strict=True)
    }
    ended = api(
        "POST", f"{path}/{attempt.json()['id']}/submission", {"answers": answers}
    )
    assert ended.ok, ended.text


def _meet(trainer: Api, cohort: str, people: list[str]) -> None:
    """Everybody is asked for at the first session, half of them at the second."""
    path = f"/cohorts/{cohort}/sessions"
    for title, day, members, came in (
        ("Перша зустріч", 12, people, people[:20]),
        ("Друга, з виходом", 19, people[:12], people[:3]),
    ):
        starts_at = START.replace(day=day).isoformat()
        asked = {"title": title, "starts_at": starts_at, "place": "Клас"}
        held = trainer("POST", path, asked).json()["sessions"][-1]["id"]
        signed = {"members": members, "came": came}
        done = trainer("PUT", f"{path}/{held}/attendance", signed)
        assert done.status_code == 204, done.text


def _date(stack: Stack, cohort: str, people: list[str]) -> None:
    db = mongo.connect(stack.platform.addresses.mongo_url("learning"), "tests")
    try:
        for number, person in enumerate(people):
            at = START + timedelta(hours=number)
            active = START + timedelta(days=number)
            db.cohort_members.update_one(
                {"_id": f"{cohort}:{person}"}, {"$set": {"at": at}}
            )
            key = {"_id": f"{person}:{SLUG}"}
            changed: dict[str, Any] = {"active_at": active}
            if db.enrolments.find_one({**key, "completed_at": {"$exists": True}}):
                changed["completed_at"] = active
            db.enrolments.update_one(key, {"$set": changed})
    finally:
        db.client.close()

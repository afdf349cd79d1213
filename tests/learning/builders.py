"""Courses, folders and facts for tests; each call may change what it is about."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from services.learning.catalogue.domain.course import Course
from services.learning.catalogue.domain.folder import Folder, read_course
from services.learning.issuing.handlers import IssuingSettings
from services.learning.progress.domain.facts import COMPLETED, Fact
from services.learning.progress.domain.signatures import SIGNED, Signature
from shared.envelope import Cause
from shared.identity import Identity

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
CAUSE = Cause("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
TRAINER = Identity("trainer-1", frozenset({"trainer"}))
ANA = Identity("ana", frozenset({"learner"}))
BEN = Identity("ben", frozenset({"learner"}))
ISSUING = IssuingSettings("https://hub.example.org", "a secret of the tests alone")
HERE = {"slug": "night-light"}
QUIZ = {**HERE, "quiz": "final"}
# What the quiz of ``a_folder`` wants to hear.
RIGHT = {"q1": ["b"], "q2": ["a", "c"]}
WRONG = {"q1": ["a"], "q2": ["a"]}
FEEDBACK = "Тому що так каже урок."


def course_yaml(
    *,
    slug: str = "night-light",
    version: int = 1,
    title: str = "Світло вночі",
    topics: str = "public-space",
    lessons: str = "01-why, 02-how",
    quizzes: str = "final",
    reviewed_by: str = "null",
    more: str = "",
) -> str:
    return f"""\
slug: {slug}
version: {version}
audiences: [citizen, officer]
topics: [{topics}]
minutes: 30
title: {{uk: "{title}", en: "Light at night"}}
summary: {{uk: "Як освітити п’ять вулиць", en: "How to light five streets"}}
objectives: {{uk: [Побачити темряву], en: [See the dark]}}
reviewed_by: {reviewed_by}
sources:
  - title: A report
    url: https://example.org/report
    licence: rights-reserved
    checked_on: 2026-11-22
modules:
  - id: all
    title: {{uk: "Усе", en: "All"}}
    lessons: [{lessons}]
    quizzes: [{quizzes}]
{more}"""


def lesson(title: str = "Навіщо", minutes: int = 8, body: str = "Текст.") -> str:
    return f"---\ntitle: {title}\nminutes: {minutes}\n---\n\n## Крок\n\n{body}\n"


def quiz(*, pass_mark: int = 80, questions: str | None = None) -> str:
    default = f"""\
## q1 single

Що робити?

- [ ] a: Нічого
- [x] b: Світити

> {FEEDBACK}

## q2 multiple

Кому це потрібно?

- [x] a: Мешканцям
- [ ] b: Нікому
- [x] c: Водіям

> {FEEDBACK}
"""
    front = f"---\ntitle: Тест\npass_mark: {pass_mark}\n---\n\n"
    return front + (default if questions is None else questions)


def a_folder(files: dict[str, str | None] | None = None, **yaml: Any) -> dict[str, str]:
    """A sound folder; ``files`` replaces some and, with None, removes some."""
    folder: dict[str, str | None] = {
        "course.yaml": course_yaml(**yaml),
        **{
            f"lessons/{part}.{language}.md": lesson()
            for part in ("01-why", "02-how")
            for language in ("uk", "en")
        },
        "quizzes/final.uk.md": quiz(),
        "quizzes/final.en.md": quiz(),
        **(files or {}),
    }
    return {path: text for path, text in folder.items() if text is not None}


def a_course(
    *,
    lesson_ids: Sequence[str] = (),
    files: dict[str, str | None] | None = None,
    **yaml: Any,
) -> Course:
    """Args:
    lesson_ids: lessons beside those of ``a_folder``, which then are left out.
    """
    files = dict(files or {})
    for language in ("uk", "en") if lesson_ids else ():
        files |= {
            f"lessons/{part}.{language}.md": None for part in ("01-why", "02-how")
        }
        files |= {f"lessons/{part}.{language}.md": lesson() for part in lesson_ids}
    return read_course(Folder(a_folder(files, **yaml)))


def a_signature(
    kind: str = SIGNED, of: str = "tourniquet", revokes: str | None = None
) -> Signature:
    return Signature(
        id=str(uuid.uuid4()),
        kind=kind,
        person_id="ana",
        slug="night-light",
        of=of,
        seen_on=NOON.date(),
        signed_by="trainer-1",
        signed_at=NOON,
        revokes=revokes,
    )


def a_fact(
    lesson: str = "01-why",
    *,
    kind: str = COMPLETED,
    fact_id: str | None = None,
    minute: int = 0,
) -> Fact:
    at = NOON + timedelta(minutes=minute)
    return Fact(
        id=fact_id or str(uuid.uuid4()),
        kind=kind,
        slug="night-light",
        lesson=lesson,
        at=at.isoformat(),
        received_at=at,
    )


def sent(fact: Fact, **changes: str) -> dict[str, str]:
    """The fact as a device sends it."""
    return {
        "id": fact.id,
        "kind": fact.kind,
        "course": fact.slug,
        "lesson": fact.lesson,
        "at": fact.at,
        **changes,
    }


def finish_lessons(service: Any) -> Any:
    facts = [sent(a_fact("01-why")), sent(a_fact("02-how"))]
    return service.record_facts(facts=facts)["items"]

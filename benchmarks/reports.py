"""What a report costs: the page of a group, its CSV and XLSX, by size of the group."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median

import requests

from deploy.local.processes import OPERATOR, Process
from deploy.local.stack import Platform
from gateway.accounts import handlers
from gateway.accounts.store import MongoAccounts
from gateway.clock import now
from services.learning.cohorts.documents import member_doc
from services.learning.cohorts.domain.cohort import Cohort, draw_code
from services.learning.cohorts.domain.members import MEMBER, Member
from services.learning.cohorts.store import MongoCohorts
from shared import mongo
from shared.mongo import Doc

SIZES = (1_000, 10_000, 100_000)
LESSONS = 20
SLUG = "bench-report"
PASSWORD = "light-at-night-39"  # noqa: S105  # of an account that lives for a minute
ROUNDS = 3
_START = datetime(2026, 1, 1, tzinfo=UTC)


def measure(platform: Platform, folder: Path) -> Iterator[tuple[int, str, float]]:
    """``(learners, "page" | "csv" | "xlsx", seconds)``, medians of three."""
    _import(platform, _course(folder))
    trainer, email = _trainer(platform)
    session, base = _signed_in(platform, email), platform.addresses.public_url
    for size in SIZES:
        cohort = _cohort(platform, trainer, size)
        path = f"{base}/uk/teaching/cohorts/{cohort}/reports/progress"
        for kind, ending in (("page", ""), ("csv", ".csv"), ("xlsx", ".xlsx")):
            rounds = ROUNDS if size < SIZES[-1] or kind == "page" else 1
            taken = [_seconds(session, path + ending) for _ in range(rounds)]
            yield size, kind, median(taken)


def _seconds(session: requests.Session, url: str) -> float:
    began = time.perf_counter()
    session.get(url, timeout=300).raise_for_status()
    return time.perf_counter() - began


def _cohort(platform: Platform, trainer: str, size: int) -> str:
    """A group of so many, each with a name and somewhere in the course."""
    learning = mongo.connect(platform.addresses.mongo_url("learning"), "bench")
    gateway = mongo.connect(platform.addresses.mongo_url("gateway"), "bench")
    cohort = Cohort(str(uuid.uuid4()), "Bench", SLUG, draw_code(), _START, (trainer,))
    MongoCohorts(learning).add(cohort)
    people = iter([(str(uuid.uuid4()), number) for number in range(size)])
    while batch := list(islice(people, 5_000)):
        members = [_member(cohort.id, person, number) for person, number in batch]
        learning.cohort_members.insert_many(members)
        learning.enrolments.insert_many([_enrolment(*one) for one in batch])
        gateway.accounts.insert_many([_account(*one) for one in batch])
    learning.client.close()
    gateway.client.close()
    return cohort.id


def _member(cohort: str, person: str, number: int) -> Doc:
    at = _START + timedelta(seconds=number)
    doc = member_doc(Member(cohort, person, MEMBER, person, at), SLUG)
    return {"_id": f"{cohort}:{person}", **doc}


def _enrolment(person: str, number: int) -> Doc:
    result = {"quiz": "final", "best_percent": number % 101}
    return {
        "_id": f"{person}:{SLUG}",
        "person_id": person,
        "slug": SLUG,
        "course_version": 1,
        "enrolled_at": _START,
        "version": 1,
        "folded": 1,
        "viewed": [],
        "done": [f"{lesson:02}" for lesson in range(number % (LESSONS + 1))],
        "signed": [],
        "results": [{**result, "passed": number % 101 >= 80, "attempts": 1}],
        "active_at": _START,
    }


def _account(person: str, number: int) -> Doc:
    return {
        "_id": person,
        "email": f"{person}@example.org",
        "name": f"Учасник {number}",
        "language": "uk",
        "roles": ["learner"],
        "password_hash": "$argon2id$",  # nobody signs in with it
        "created_at": _START,
        "contact_version": 1,
        "contact_told": 1,
    }


def _trainer(platform: Platform) -> tuple[str, str]:
    db = mongo.connect(platform.addresses.mongo_url("gateway"), "bench")
    accounts, email = MongoAccounts(db), f"{uuid.uuid4().hex}@example.org"
    person = handlers.register(
        accounts, now, email=email, password=PASSWORD, name="Т", language="uk"
    )
    handlers.grant_role(accounts, email=email, role="trainer")
    db.client.close()
    return person.person_id, email


def _signed_in(platform: Platform, email: str) -> requests.Session:
    session = requests.Session()
    base = f"{platform.addresses.public_url}/uk/sign-in"
    page = session.get(base, timeout=10).text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    form = {"csrf_token": token, "email": email, "password": PASSWORD}
    session.post(base, data=form, timeout=10).raise_for_status()
    return session


def _import(platform: Platform, folder: Path) -> None:
    command = (*OPERATOR.command, "courses", "import", str(folder))
    platform.run(Process("bench-course", OPERATOR.owner, command))


def _course(folder: Path) -> Path:
    names = [f"{lesson:02}" for lesson in range(LESSONS)]
    files = {
        "course.yaml": f"""\
slug: {SLUG}
version: 1
audiences: [adult]
topics: [public-space]
minutes: 100
title: {{uk: "Вимір", en: "Bench"}}
summary: {{uk: "Вимір", en: "Bench"}}
objectives: {{uk: [Вимір], en: [Bench]}}
reviewed_by: null
sources:
  - title: A
    url: https://example.org
    licence: not-stated
    checked_on: 2026-11-22
modules:
  - id: all
    title: {{uk: "Усе", en: "All"}}
    lessons: [{", ".join(f'"{name}"' for name in names)}]
    quizzes: [final]
""",
        **{
            f"lessons/{name}.{language}.md": (
                f"---\ntitle: Урок {name}\nminutes: 5\n---\n\n## Крок\n\nТекст.\n"
            )
            for name in names
            for language in ("uk", "en")
        },
        **{
            f"quizzes/final.{language}.md": (
                "---\ntitle: Тест\npass_mark: 80\n---\n\n## q1 single\n\nЩо?\n\n"
                "- [ ] a: Ні\n- [x] b: Так\n\n> Бо так.\n"
            )
            for language in ("uk", "en")
        },
    }
    for path, text in files.items():
        file = folder / SLUG / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder / SLUG

"""Courses and lessons: read by anyone, followed by whoever signs in."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, request, url_for
from markupsafe import Markup

from gateway import auth, i18n, rpc
from gateway.web import rendering
from gateway.web.rendering import page, see, shared
from shared.errors import NotFound
from shared.vocabulary import AUDIENCES

pages = Blueprint("courses", __name__)
Link = dict[str, str]


@pages.get("/courses")
def index() -> Response:
    filters = rendering.asked("q", "audience")
    found = rpc.public(
        "learning",
        "list_courses",
        language=i18n.language(),
        **rendering.given(filters),
    )
    response = page(
        "courses/index.html",
        title=i18n.t("courses.title"),
        section="courses",
        courses=found,
        asked=filters,
        filtered=any(filters.values()),
        audiences=rendering.choices("audience", AUDIENCES),
    )
    return shared(response, "learning")


@pages.get("/courses/<slug>")
def course(slug: str) -> Response:
    found, enrolment = follow(slug)
    response = page(
        "courses/course.html",
        title=found["title"],
        description=found["summary"],
        section="courses",
        trail=[(i18n.t("courses.title"), url_for("courses.index"))],
        course=found,
        enrolment=enrolment,
        steps=_steps(found, enrolment),
        next_step=next_step(found, enrolment),
    )
    return shared(response, "learning")


@pages.post("/courses/<slug>/enrolment")
def enrol(slug: str) -> Response:
    auth.require_person()
    rpc.call("learning", "enrol", slug=slug)
    return see(url_for("courses.course", slug=slug), "enrolled")


@pages.get("/courses/<slug>/lessons/<lesson>")
def lesson(slug: str, lesson: str) -> Response:
    found, enrolment = follow(slug)
    view = rpc.public(
        "learning",
        "get_lesson",
        slug=slug,
        lesson=lesson,
        language=i18n.language(),
        version=found["version"],
    )
    titles = {entry["id"]: entry["title"] for entry in found["lessons"]}
    response = page(
        "courses/lesson.html",
        title=view["title"],
        section="courses",
        trail=[
            (i18n.t("courses.title"), url_for("courses.index")),
            (found["title"], url_for("courses.course", slug=slug)),
        ],
        lesson=view,
        previous=_neighbour(slug, view["previous"], titles),
        next=_neighbour(slug, view["next"], titles),
        done=enrolment is not None and lesson in enrolment["lessons_done"],
        onward=next_step(found, enrolment),
        fact_id=str(uuid.uuid4()),
    )
    return shared(response, "learning")


@pages.post("/courses/<slug>/lessons/<lesson>/completion")
def complete(slug: str, lesson: str) -> Response:
    """Record that a lesson is done, joining its course on the way.

    The form carries the fact's id, so that sending it twice records it once.
    """
    auth.require_person()
    rpc.call("learning", "enrol", slug=slug)
    fact = {
        "id": _fact_id(request.form.get("fact", "")),
        "kind": "lesson.completed",
        "course": slug,
        "lesson": lesson,
        "at": datetime.now(UTC).isoformat(),
    }
    answer = rpc.call("learning", "record_facts", facts=[fact])
    if answer["items"][0]["status"] == "refused":
        raise NotFound(answer["items"][0]["code"], answer["items"][0]["detail"])
    onward = next_step(*follow(slug))
    address = onward["href"] if onward else url_for("courses.course", slug=slug)
    return see(address, "lesson_done")


def follow(slug: str) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """The course, and the reader's enrolment in it if there is one.

    Whoever has enrolled keeps the version they enrolled in.
    """
    here = i18n.language()
    enrolment = None
    if auth.current_person():
        try:
            enrolment = rpc.call("learning", "get_enrolment", slug=slug, language=here)
        except NotFound:
            enrolment = None  # not enrolled, or no such course: the next call tells
    version = {"version": enrolment["version"]} if enrolment else {}
    found = rpc.public("learning", "get_course", slug=slug, language=here, **version)
    return found, enrolment


def next_step(course: dict[str, Any], enrolment: dict[str, Any] | None) -> Link | None:
    """Where the learner goes on: the first lesson not done, then the first quiz not
    passed; None when everything is done or nothing was begun."""
    if enrolment is None:
        return None
    slug = course["slug"]
    done = set(enrolment["lessons_done"])
    for entry in course["lessons"]:
        if entry["id"] not in done:
            key = "course.continue" if done else "course.begin"
            return {"text": i18n.t(key), "href": _lesson_address(slug, entry["id"])}
    for quiz in enrolment["quizzes"]:
        if not quiz["passed"]:
            address = url_for("quizzes.quiz", slug=slug, quiz=quiz["id"])
            return {"text": i18n.t("course.to_quiz"), "href": address}
    return None


def _steps(
    course: dict[str, Any], enrolment: dict[str, Any] | None
) -> list[dict[str, Any]]:
    """Lessons, then quizzes, as the task list component takes them."""
    slug = course["slug"]
    other = {"lang": course["language"]}
    done = set(enrolment["lessons_done"]) if enrolment else set()
    passed = {
        quiz["id"] for quiz in (enrolment or {}).get("quizzes", []) if quiz["passed"]
    }
    steps = [
        {
            "title": _title(entry["title"], other),
            "href": _lesson_address(slug, entry["id"]),
            "hint": {"text": i18n.tn("unit.minutes", entry["minutes"])},
            "status": _status(enrolment is not None, entry["id"] in done),
        }
        for entry in course["lessons"]
    ]
    steps += [
        {
            "title": _title(entry["title"], other),
            "href": url_for("quizzes.quiz", slug=slug, quiz=entry["id"]),
            "hint": {"text": i18n.tn("quiz.questions", entry["questions"])},
            "status": _status(enrolment is not None, entry["id"] in passed),
        }
        for entry in course["quizzes"]
    ]
    return steps


def _title(text: str, other: dict[str, str]) -> dict[str, str]:
    if other["lang"] == i18n.language():
        return {"text": text}
    return {"html": Markup('<span lang="{}">{}</span>').format(other["lang"], text)}


def _status(enrolled: bool, done: bool) -> dict[str, Any]:
    if done:
        return {"tag": {"text": i18n.t("state.done"), "classes": "govuk-tag--green"}}
    return {"text": i18n.t("state.to_do")} if enrolled else {"text": ""}


def _neighbour(slug: str, lesson: str | None, titles: dict[str, str]) -> Link | None:
    if lesson is None:
        return None
    return {"href": _lesson_address(slug, lesson), "title": titles[lesson]}


def _lesson_address(slug: str, lesson: str) -> str:
    return url_for("courses.lesson", slug=slug, lesson=lesson)


def _fact_id(sent: str) -> str:
    try:
        return str(uuid.UUID(sent))
    except ValueError:
        return str(uuid.uuid4())  # a form without its id still counts once

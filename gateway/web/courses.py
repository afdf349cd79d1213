"""Courses: read by anyone, followed by whoever signs in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for
from markupsafe import Markup

from gateway import auth, i18n, rpc
from gateway.web import linked_data, rendering
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
        paths=_paths(filters),
        asked=filters,
        filtered=any(filters.values()),
        audiences=rendering.choices("audience", AUDIENCES),
    )
    return shared(response, "learning")


@pages.get("/paths/<slug>")
def path(slug: str) -> Response:
    found = rpc.public("learning", "get_path", slug=slug, language=i18n.language())
    response = page(
        "courses/path.html",
        title=found["title"],
        description=found["summary"],
        languages=found["languages"],
        section="courses",
        trail=[(i18n.t("courses.title"), url_for("courses.index"))],
        path=found,
    )
    return shared(response, "learning")


@pages.get("/courses/<slug>")
def course(slug: str) -> Response:
    found, enrolment = follow(slug)
    response = page(
        "courses/course.html",
        title=found["title"],
        description=found["summary"],
        languages=found["languages"],
        things=[linked_data.course(found)],
        section="courses",
        trail=[(i18n.t("courses.title"), url_for("courses.index"))],
        course=found,
        enrolment=enrolment,
        modules=_modules(found, enrolment),
        before=_titles(found["prerequisites"]),
        addresses=_to_keep(found),
        missing=_missing(found, enrolment),
        next_step=next_step(found, enrolment),
    )
    return shared(response, "learning")


@pages.post("/courses/<slug>/enrolment")
def enrol(slug: str) -> Response:
    auth.require_person()
    rpc.call("learning", "enrol", slug=slug)
    return see(url_for("courses.course", slug=slug), "enrolled")


@pages.post("/courses/<slug>/move")
def move(slug: str) -> Response:
    """Go on in the version that the page offered."""
    auth.require_person()
    version = request.form.get("version", type=int)
    rpc.call("learning", "move_enrolment", slug=slug, version=version)
    return see(url_for("courses.course", slug=slug), "moved")


def _to_keep(course: dict[str, Any]) -> list[str]:
    """The pages of a course that can be kept on a device.

    A course about violence is not offered: what is kept can be found (SAFETY, R10).
    """
    if "violence" in course["topics"]:
        return []
    slug = course["slug"]
    lessons = [lesson_address(slug, lesson["id"]) for lesson in course["lessons"]]
    return [url_for("courses.course", slug=slug), *lessons, url_for("kept.show")]


def _missing(
    course: dict[str, Any], enrolment: dict[str, Any] | None
) -> list[dict[str, Any]]:
    """What somebody who is signed in must complete before enrolling."""
    if enrolment or not course["prerequisites"] or not auth.current_person():
        return []
    found = rpc.call(
        "learning", "list_prerequisites", slug=course["slug"], language=i18n.language()
    )
    return [other for other in found["items"] if not other["completed"]]


def _paths(filters: dict[str, str]) -> list[dict[str, Any]]:
    """Learning paths stand above the list, but not among what a search found."""
    if filters["q"]:
        return []
    audience = filters["audience"] or None
    found = rpc.public(
        "learning", "list_paths", language=i18n.language(), audience=audience
    )
    items: list[dict[str, Any]] = found["items"]
    return items


def _titles(slugs: list[str]) -> list[Link]:
    """Other courses by title; one that is not published is left out."""
    links = []
    for slug in slugs:
        try:
            other = rpc.public(
                "learning", "get_course", slug=slug, language=i18n.language()
            )
        except NotFound:
            continue
        address = url_for("courses.course", slug=slug)
        links.append({"text": other["title"], "href": address})
    return links


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
    """Where the learner goes on: the first lesson not done, then the first quiz that
    must still be passed; None when that is all done or nothing was begun."""
    if enrolment is None:
        return None
    slug = course["slug"]
    done = set(enrolment["lessons_done"])
    for entry in course["lessons"]:
        if entry["id"] not in done:
            key = "course.continue" if done else "course.begin"
            return {"text": i18n.t(key), "href": lesson_address(slug, entry["id"])}
    passed = _passed(enrolment)
    for entry in course["quizzes"]:
        if entry["purpose"] == "final" and entry["id"] not in passed:
            address = url_for("quizzes.quiz", slug=slug, quiz=entry["id"])
            return {"text": i18n.t("course.to_quiz"), "href": address}
    return None


def lesson_address(slug: str, lesson: str) -> str:
    return url_for("lessons.lesson", slug=slug, lesson=lesson)


def _passed(enrolment: dict[str, Any] | None) -> set[str]:
    standings = (enrolment or {}).get("quizzes", [])
    return {standing["id"] for standing in standings if standing["passed"]}


def _modules(
    course: dict[str, Any], enrolment: dict[str, Any] | None
) -> list[dict[str, Any]]:
    """``{title, steps}`` of each module; steps as the task list component takes them.

    The first form of a before-and-after test comes before the lessons. Questions that
    come back later are no step of the course.
    """
    lessons = {entry["id"]: entry for entry in course["lessons"]}
    quizzes = {entry["id"]: entry for entry in course["quizzes"]}
    done = set(enrolment["lessons_done"]) if enrolment else set()
    passed = _passed(enrolment)
    shown = []
    for module in course["modules"]:
        of_module = [quizzes[quiz] for quiz in module["quizzes"]]
        first = [quiz for quiz in of_module if quiz["purpose"] == "before_after"]
        last = [quiz for quiz in of_module if quiz["purpose"] in ("practice", "final")]
        steps = [_quiz_step(course, quiz, enrolment, passed) for quiz in first]
        steps += [
            _lesson_step(course, lessons[lesson], enrolment, done)
            for lesson in module["lessons"]
        ]
        steps += [_quiz_step(course, quiz, enrolment, passed) for quiz in last]
        shown.append({"id": module["id"], "title": module["title"], "steps": steps})
    return shown


def _lesson_step(
    course: dict[str, Any],
    lesson: dict[str, Any],
    enrolment: dict[str, Any] | None,
    done: set[str],
) -> dict[str, Any]:
    return {
        "title": _title(lesson["title"], course["language"]),
        "href": lesson_address(course["slug"], lesson["id"]),
        "hint": {"text": i18n.tn("unit.minutes", lesson["minutes"])},
        "status": _status(enrolment is not None, lesson["id"] in done),
    }


def _quiz_step(
    course: dict[str, Any],
    quiz: dict[str, Any],
    enrolment: dict[str, Any] | None,
    passed: set[str],
) -> dict[str, Any]:
    hint = i18n.tn("quiz.questions", quiz["questions"])
    if quiz["purpose"] != "final":
        hint = f"{i18n.t('quiz.purpose.' + quiz['purpose'])} · {hint}"
    return {
        "title": _title(quiz["title"], course["language"]),
        "href": url_for("quizzes.quiz", slug=course["slug"], quiz=quiz["id"]),
        "hint": {"text": hint},
        "status": _status(enrolment is not None, quiz["id"] in passed),
    }


def _title(text: str, written_in: str) -> dict[str, str]:
    if written_in == i18n.language():
        return {"text": text}
    return {"html": Markup('<span lang="{}">{}</span>').format(written_in, text)}


def _status(enrolled: bool, done: bool) -> dict[str, Any]:
    if done:
        return {"tag": {"text": i18n.t("state.done"), "classes": "govuk-tag--green"}}
    return {"text": i18n.t("state.to_do")} if enrolled else {"text": ""}

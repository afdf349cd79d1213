"""Quizzes: what awaits, one form with every question, the result."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for

from gateway import auth, i18n, rpc
from gateway.web import answers, forms
from gateway.web.courses import follow
from gateway.web.rendering import page, see, shared
from shared.errors import Conflict, Invalid, NotFound, ServiceError

pages = Blueprint("quizzes", __name__)
QUIZ = "/courses/<slug>/quizzes/<quiz>"


@pages.get(QUIZ)
def quiz(slug: str, quiz: str) -> Response:
    return shared(_introduction(slug, quiz), "learning")


@pages.post(f"{QUIZ}/attempts")
def start(slug: str, quiz: str) -> Response:
    """Begin an attempt, or go on with the open one; whoever has not joined the course
    joins it."""
    auth.require_person()
    try:
        rpc.call("learning", "enrol", slug=slug)
        attempt = rpc.call(
            "learning", "start_attempt", slug=slug, quiz=quiz, language=i18n.language()
        )
    except NotFound:
        raise
    except ServiceError as refusal:
        return _introduction(slug, quiz, problems=forms.problems("quiz", refusal))
    return see(_address(attempt))


@pages.get(f"{QUIZ}/attempts/<attempt>")
def attempt(slug: str, quiz: str, attempt: str) -> Response:
    auth.require_person()
    found = _attempt(slug, quiz, attempt)
    match found["state"]:
        case "open":
            return _questions(found)
        case "expired":
            return page(
                "quizzes/expired.html",
                title=found["title"],
                section="courses",
                trail=_trail(found),
                attempt=found,
            )
    return _result(found)


@pages.post(f"{QUIZ}/attempts/<attempt>/submission")
def submit(slug: str, quiz: str, attempt: str) -> Response:
    auth.require_person()
    found = _attempt(slug, quiz, attempt)
    given = answers.given(found["questions"], request.form)
    try:
        rpc.call(
            "learning",
            "submit_attempt",
            slug=slug,
            quiz=quiz,
            id=attempt,
            answers=given,
            unfinished="unfinished" in request.form,
            language=i18n.language(),
        )
    except Invalid as refusal:  # the service says which questions were left out
        return _questions(found, _unanswered(found, refusal))
    except Conflict:  # it ended before, on another device perhaps
        return see(_address(found), "attempt_ended")
    return see(_address(found))


def _address(attempt: dict[str, Any]) -> str:
    return url_for(
        "quizzes.attempt",
        slug=attempt["slug"],
        quiz=attempt["quiz"],
        attempt=attempt["id"],
    )


def _attempt(slug: str, quiz: str, attempt: str) -> dict[str, Any]:
    found: dict[str, Any] = rpc.call(
        "learning",
        "get_attempt",
        slug=slug,
        quiz=quiz,
        id=attempt,
        language=i18n.language(),
    )
    return found


def _questions(
    attempt: dict[str, Any], problems: dict[str, str] | None = None
) -> Response:
    """The form, with what was sent in it and what is wrong with it."""
    return page(
        "quizzes/attempt.html",
        title=attempt["title"],
        status=422 if problems else 200,
        section="courses",
        trail=_trail(attempt),
        attempt=attempt,
        sent=request.form,
        split=answers.split,
        problems=problems or {},
    )


def _unanswered(attempt: dict[str, Any], refusal: Invalid) -> dict[str, str]:
    """A sentence for each question the refusal names, in the order of the page."""
    named = {place.split(".")[-1] for place in refusal.fields}
    problems = {
        question["id"]: answers.problem(question, position)
        for position, question in enumerate(attempt["questions"], start=1)
        if question["id"] in named
    }
    return problems or {"": forms.general(refusal)}


def _result(attempt: dict[str, Any]) -> Response:
    questions = {question["id"]: question for question in attempt["questions"]}
    return page(
        "quizzes/result.html",
        title=i18n.t("result.title", quiz=attempt["title"]),
        section="courses",
        trail=_trail(attempt),
        attempt=attempt,
        answers=[
            (
                questions[marked["id"]],
                marked,
                answers.explain(questions[marked["id"]], marked),
            )
            for marked in attempt["result"]["questions"]
        ],
    )


def _introduction(
    slug: str, quiz: str, problems: dict[str, str] | None = None
) -> Response:
    course, enrolment = follow(slug)
    known = {entry["id"]: entry for entry in course["quizzes"]}
    if quiz not in known:
        raise NotFound("quiz_not_found", "There is no such quiz in this course.")
    results = {entry["id"]: entry for entry in (enrolment or {}).get("quizzes", [])}
    standing = None
    if enrolment is not None:
        standing = rpc.call("learning", "list_attempts", slug=slug, quiz=quiz)
    return page(
        "quizzes/quiz.html",
        title=known[quiz]["title"],
        status=409 if problems else 200,
        section="courses",
        trail=[
            (i18n.t("courses.title"), url_for("courses.index")),
            (course["title"], url_for("courses.course", slug=slug)),
        ],
        course=course,
        quiz=known[quiz],
        best=results.get(quiz),
        standing=standing,
        problems=problems or {},
    )


def _trail(attempt: dict[str, Any]) -> list[tuple[str, str]]:
    slug = attempt["slug"]
    course = rpc.public(
        "learning",
        "get_course",
        slug=slug,
        version=attempt["version"],
        language=i18n.language(),
    )
    return [
        (i18n.t("courses.title"), url_for("courses.index")),
        (course["title"], url_for("courses.course", slug=slug)),
    ]

"""Quizzes: what awaits, one form with every question, the result."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for

from gateway import auth, i18n, rpc
from gateway.web import forms
from gateway.web.courses import follow
from gateway.web.rendering import page, see, shared
from shared.errors import Invalid, NotFound, ServiceError

pages = Blueprint("quizzes", __name__)
QUIZ = "/courses/<slug>/quizzes/<quiz>"


@pages.get(QUIZ)
def quiz(slug: str, quiz: str) -> Response:
    return shared(_introduction(slug, quiz), "learning")


@pages.post(f"{QUIZ}/attempts")
def start(slug: str, quiz: str) -> Response:
    """Begin an attempt; whoever has not joined the course joins it."""
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
    address = url_for("quizzes.attempt", slug=slug, quiz=quiz, attempt=attempt["id"])
    return see(address)


@pages.get(f"{QUIZ}/attempts/<attempt>")
def attempt(slug: str, quiz: str, attempt: str) -> Response:
    auth.require_person()
    found = _attempt(slug, quiz, attempt)
    if found["result"] is None:
        return _questions(found)
    return page(
        "quizzes/result.html",
        title=i18n.t("result.title", quiz=found["title"]),
        section="courses",
        trail=_trail(found),
        attempt=found,
        results={entry["id"]: entry for entry in found["result"]["questions"]},
    )


@pages.post(f"{QUIZ}/attempts/<attempt>/submission")
def submit(slug: str, quiz: str, attempt: str) -> Response:
    auth.require_person()
    found = _attempt(slug, quiz, attempt)
    answers = {
        question["id"]: chosen
        for question in found["questions"]
        if (chosen := request.form.getlist(question["id"]))
    }
    try:
        rpc.call(
            "learning",
            "submit_attempt",
            slug=slug,
            quiz=quiz,
            id=attempt,
            answers=answers,
            language=i18n.language(),
        )
    except Invalid as refusal:  # the service says which questions were left out
        return _questions(found, answers, _unanswered(found, refusal))
    address = url_for("quizzes.attempt", slug=slug, quiz=quiz, attempt=attempt)
    return see(address)


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
    attempt: dict[str, Any],
    chosen: dict[str, list[str]] | None = None,
    problems: dict[str, str] | None = None,
) -> Response:
    return page(
        "quizzes/attempt.html",
        title=attempt["title"],
        status=422 if problems else 200,
        section="courses",
        trail=_trail(attempt),
        attempt=attempt,
        chosen=chosen or {},
        problems=problems or {},
    )


def _unanswered(attempt: dict[str, Any], refusal: Invalid) -> dict[str, str]:
    """A sentence for each question the refusal names, in the order of the page."""
    named = {place.split(".")[-1] for place in refusal.fields}
    problems = {
        question["id"]: i18n.t("problem.quiz.unanswered", position=position)
        for position, question in enumerate(attempt["questions"], start=1)
        if question["id"] in named
    }
    return problems or {"": forms.general(refusal)}


def _introduction(
    slug: str, quiz: str, problems: dict[str, str] | None = None
) -> Response:
    course, enrolment = follow(slug)
    known = {entry["id"]: entry for entry in course["quizzes"]}
    if quiz not in known:
        raise NotFound("quiz_not_found", "There is no such quiz in this course.")
    results = {entry["id"]: entry for entry in (enrolment or {}).get("quizzes", [])}
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

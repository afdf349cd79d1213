"""What the walkers do before they walk, so that every page has a state to show."""

from __future__ import annotations

import re
import time
from pathlib import Path

from tests.pages.visiting import Visitor

COURSES = Path(__file__).parents[2] / "services" / "learning" / "courses"
MESSAGE_S = 30  # seconds in which a finished course must have told its learner

Answers = dict[str, list[str]]


def first_course() -> str:
    return sorted(path.parent.name for path in COURSES.glob("*/course.yaml"))[0]


def study(visitor: Visitor, slug: str) -> list[str]:
    """Follow a course to its certificate: addresses met that no link leads to."""
    course = f"/uk/courses/{slug}"
    visitor.submit(course, "/enrolment")
    for lesson in _links(visitor, course, "/lessons/"):
        done = visitor.submit(lesson, "/completion")
        assert done.status == 303, f"{lesson} cannot be completed: {done.status}"
    attempts = []
    for quiz in _links(visitor, course, "/quizzes/"):
        right = right_answers(slug, quiz.rsplit("/", 1)[1])
        wrong = {question: choices[:0] or ["a"] for question, choices in right.items()}
        attempts += [attempt(visitor, quiz, wrong), attempt(visitor, quiz, right)]
    _wait_for_a_message(visitor)
    return attempts


def begin(visitor: Visitor, slug: str) -> list[str]:
    """Join a course, finish one lesson, open an attempt and leave it unfinished."""
    course = f"/uk/courses/{slug}"
    visitor.submit(course, "/enrolment")
    visitor.submit(_links(visitor, course, "/lessons/")[0], "/completion")
    return [open_attempt(visitor, slug)]


def open_attempt(visitor: Visitor, slug: str) -> str:
    """The address of a new attempt at the first quiz of a course."""
    quiz = _links(visitor, f"/uk/courses/{slug}", "/quizzes/")[0]
    return visitor.submit(quiz, "/attempts").location


def attempt(visitor: Visitor, quiz: str, answers: Answers) -> str:
    """Take a quiz with these answers; the address of the result."""
    opened = visitor.submit(quiz, "/attempts").location
    sent = visitor.submit(opened, "/submission", **answers)
    assert sent.location == opened, f"{opened} took no answers: {sent.status}"
    return opened


def right_answers(slug: str, quiz: str) -> Answers:
    """Question id to the right choices, as the course's folder has them."""
    text = (COURSES / slug / "quizzes" / f"{quiz}.uk.md").read_text("utf-8")
    found: Answers = {}
    question = ""
    for line in text.splitlines():
        if heading := re.match(r"## (\S+) (single|multiple)", line):
            question = heading[1]
            found[question] = []
        elif choice := re.match(r"- \[x\] (\w+):", line):
            found[question].append(choice[1])
    return found


def _links(visitor: Visitor, path: str, containing: str) -> list[str]:
    links = visitor.get(path).page.links
    return list(dict.fromkeys(link for link in links if containing in link))


def _wait_for_a_message(visitor: Visitor) -> None:
    until = time.monotonic() + MESSAGE_S
    while not any("/certificates/" in link for link in _message_links(visitor)):
        assert time.monotonic() < until, "no message about the finished course came"
        time.sleep(0.3)


def _message_links(visitor: Visitor) -> list[str]:
    page = visitor.get("/uk/messages").page
    return [link for link in page.links if link.count("/") > 2]

"""What the walkers do before they walk, so that every page has a state to show."""

from __future__ import annotations

import time

from services.learning.catalogue.domain.course import Course
from tests import shipped
from tests.pages.visiting import Visitor

MESSAGE_S = 30  # seconds in which a finished course must have told its learner


def first_course() -> str:
    return sorted(path.parent.name for path in shipped.COURSES.glob("*/course.yaml"))[0]


def study(visitor: Visitor, slug: str) -> list[str]:
    """Follow a course to its certificate: addresses met that no link leads to."""
    address = f"/uk/courses/{slug}"
    visitor.submit(address, "/enrolment")
    for lesson in _links(visitor, address, "/lessons/"):
        done = visitor.submit(lesson, "/completion")
        assert done.status == 303, f"{lesson} cannot be completed: {done.status}"
    course = shipped.course(slug)
    attempts = [
        taken
        for quiz in _links(visitor, address, "/quizzes/")
        for right in (False, True)
        if (taken := attempt(visitor, quiz, course, right=right))
    ]
    _wait_for_a_message(visitor)
    return attempts


def begin(visitor: Visitor, slug: str) -> list[str]:
    """Join a course, finish one lesson, open an attempt and leave it unfinished."""
    course = f"/uk/courses/{slug}"
    visitor.submit(course, "/enrolment")
    visitor.submit(_links(visitor, course, "/lessons/")[0], "/completion")
    return [open_attempt(visitor, slug)]


def open_attempt(visitor: Visitor, slug: str) -> str:
    """The address of an open attempt at the first quiz of a course."""
    return opened(visitor, _links(visitor, f"/uk/courses/{slug}", "/quizzes/")[0])


def opened(visitor: Visitor, quiz: str) -> str:
    """The address of an open attempt; empty where none is left."""
    page = visitor.get(quiz).page
    if any(form.action.endswith("/attempts") for form in page.forms):
        return visitor.submit(quiz, "/attempts").location
    known = next(link for link in page.links if "/attempts/" in link)
    forms = visitor.get(known).page.forms
    return known if any(f.action.endswith("/submission") for f in forms) else ""


def attempt(visitor: Visitor, quiz: str, course: Course, *, right: bool) -> str:
    """Take a quiz; the address of the result, empty where no attempt is left."""
    address = opened(visitor, quiz)
    if not address:
        return ""
    quiz_id = quiz.rsplit("/", 1)[1]
    form = visitor.get(address).page.form_to("/submission")
    asked = shipped.asked(form.names, course, quiz_id)
    given = shipped.answers(course, quiz_id, asked, right=right)
    sent = visitor.submit(
        address, "/submission", **shipped.fields(course, quiz_id, given)
    )
    assert sent.location == address, f"{address} took no answers: {sent.status}"
    return address


def _links(visitor: Visitor, path: str, containing: str) -> list[str]:
    links = visitor.get(path).page.links
    return list(dict.fromkeys(link for link in links if containing in link))


def certificates(visitor: Visitor) -> list[str]:
    """The numbers of those that a visitor holds."""
    links = _links(visitor, "/uk/my-learning", "/certificates/")
    return [link.rsplit("/", 1)[1] for link in links]


def _wait_for_a_message(visitor: Visitor) -> None:
    until = time.monotonic() + MESSAGE_S
    while not any("/certificates/" in link for link in _message_links(visitor)):
        assert time.monotonic() < until, "no message about the finished course came"
        time.sleep(0.3)


def _message_links(visitor: Visitor) -> list[str]:
    page = visitor.get("/uk/messages").page
    return [link for link in page.links if link.count("/") > 2]

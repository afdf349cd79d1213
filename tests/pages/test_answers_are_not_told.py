"""Nothing tells an answer before an attempt is over, wherever somebody looks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
import requests
from flask import Flask

from gateway.api.operation import OPERATIONS
from tests.gateway.stack_client import Api
from tests.pages import quiz_course
from tests.pages.quiz_course import QUIZZES, SLUG, TOLD
from tests.pages.visiting import Visitor
from tests.pages.walking import walk
from tests.stacks import Stack

pytestmark = pytest.mark.needs_stack
TAKEN = [quiz for quiz in QUIZZES if quiz != "later"]


class Listener:
    """Notes each answer that tells something, headers and all."""

    def __init__(self) -> None:
        self.heard = 0
        self.told: list[str] = []

    def __call__(self, answer: requests.Response, **_: object) -> None:
        self.heard += 1
        if told(answer):
            self.told.append(f"{answer.request.method} {answer.url}: {told(answer)}")


def told(answer: requests.Response) -> list[str]:
    text = f"{answer.headers}\n{answer.text}"
    if "json" in answer.headers.get("Content-Type", ""):
        text += json.dumps(answer.json(), ensure_ascii=False)
    return [word for word in TOLD if word in text]


@pytest.fixture
def learner(stack: Stack, every_question: str) -> Api:
    api = Api(stack.base_url)
    api.sign_up()
    api("PUT", f"/me/enrolments/{every_question}")
    return api


def test_no_page_tells_while_attempts_are_open(
    stack: Stack, app: Flask, every_question: str
) -> None:
    listener = Listener()
    visitor = quiz_course.newcomer(stack, listener)
    attempts = quiz_course.begin_all(visitor)
    seeds = [f"/{lang}/" for lang in ("uk", "en")]
    seeds += [f"/{lang}{path[3:]}" for lang in ("uk", "en") for path in attempts]
    routes = app.url_map.bind("localhost")
    seen = {(page.language, page.endpoint) for page in walk(visitor, seeds, routes)}
    for language in ("uk", "en"):
        assert (language, "quizzes.attempt") in seen
        assert (language, "quizzes.quiz") in seen
        assert (language, "courses.course") in seen
        assert (language, "lessons.lesson") in seen
    assert listener.heard > 100
    assert listener.told == []


def test_no_answer_of_the_api_tells_while_attempts_are_open(learner: Api) -> None:
    reads = [one for one in OPERATIONS if one.method == "GET"]
    assert len(reads) > 20
    found = []
    for quiz in TAKEN:
        attempts = f"/courses/{SLUG}/quizzes/{quiz}/attempts"
        begun = learner("POST", attempts)
        assert begun.status_code == 201
        again = learner("POST", attempts)
        assert again.status_code == 200
        refused = learner(
            "POST", f"{attempts}/{begun.json()['id']}/submission", {"answers": {}}
        )
        assert refused.status_code == 422
        answers = [begun, again, refused]
        names = {"slug": SLUG, "quiz": quiz, "id": begun.json()["id"]}
        names |= {"lesson": "01-why", "number": "0000"}
        for one in reads:
            path = filled(one.path, names)
            answers += [learner("GET", f"{path}?language={at}") for at in ("uk", "en")]
        found += [f"{a.url}: {told(a)}" for a in answers if told(a)]
        assert any(f"{attempts}/" in a.url and a.ok for a in answers[3:])
    assert found == []


def filled(path: str, names: dict[str, str]) -> str:
    """A route's path with its places filled; what nothing is known for is "x"."""
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda place: names.get(place[1], "x"), path)


def test_the_canaries_are_told_once_it_is_over(learner: Api) -> None:
    """Else the tests above could look for the wrong words."""
    attempts = f"/courses/{SLUG}/quizzes/kinds/attempts"
    attempt = learner("POST", attempts).json()["id"]
    ended = learner(
        "POST",
        f"{attempts}/{attempt}/submission",
        {"answers": {}, "unfinished": True},
    )
    assert set(told(ended)) == set(TOLD[:3])


def test_the_right_choice_looks_like_the_others(
    stack: Stack, learner: Api, every_question: str
) -> None:
    begun = learner("POST", f"/courses/{SLUG}/quizzes/kinds/attempts").json()
    for question in begun["questions"]:
        assert set(question) == {"id", "kind", "text", "choices", "partners", "unit"}
        for choice in (*question["choices"], *question["partners"]):
            assert set(choice) == {"id", "text"}
    visitor = quiz_course.newcomer(stack)
    quiz_course.begin_all(visitor)
    html = visitor.get(_attempt(visitor, "kinds")).html
    options = re.findall(r"<option[^>]*>", html)
    assert len(options) > 20
    assert {re.sub(r'value="[^"]*"', "", option) for option in options} == {"<option >"}
    for question, choices in (("q1", 2), ("q2", 3), ("q7", 3)):
        boxes = list(boxes_of(html, question))
        assert len(boxes) == choices
        assert len(set(boxes)) == 1


def boxes_of(html: str, question: str) -> Iterator[str]:
    """The fields of a question without what names them."""
    for box in re.findall(rf'<input[^>]*name="{question}"[^>]*>', html):
        bare = re.sub(r'(?:id|value|aria-describedby)="[^"]*"', "", box)
        yield " ".join(bare.split())


def test_two_learners_side_by_side_see_different_orders(
    stack: Stack, every_question: str
) -> None:
    seen = []
    for _ in range(2):
        visitor = quiz_course.newcomer(stack)
        quiz_course.begin_all(visitor)
        page = visitor.get(_attempt(visitor, "kinds")).page
        order = [(field["name"], field.get("value")) for field in page.inputs]
        again = visitor.get(_attempt(visitor, "kinds")).page
        assert order == [(f["name"], f.get("value")) for f in again.inputs]
        seen.append(order)
    one, other = seen
    assert one != other
    assert sorted(map(str, one)) == sorted(map(str, other))


def _attempt(visitor: Visitor, quiz: str) -> str:
    page = visitor.get(f"/en/courses/{SLUG}/quizzes/{quiz}").page
    return next(link for link in page.links if "/attempts/" in link)

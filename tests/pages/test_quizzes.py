"""Quizzes on the pages: each kind is asked, kept, explained; each rule explains itself.

The words looked for are the catalogue's own; whether they read well is seen elsewhere.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from gateway import i18n
from tests import shipped
from tests.pages import browsing, quiz_course, studying
from tests.pages.quiz_course import QUIZ, SLUG
from tests.pages.visiting import Visitor
from tests.stacks import Stack

pytestmark = pytest.mark.needs_stack
ENGLISH = i18n.load("en").singular


def words(key: str, **places: Any) -> str:
    """As a page's texts are read: with one kind of space."""
    return " ".join(ENGLISH[key].format(**places).split())


def english(visitor: Visitor, path: str) -> list[str]:
    return visitor.get(f"/en/{path.removeprefix('/uk/')}").page.texts


@pytest.fixture
def visitor(stack: Stack, every_question: str) -> Visitor:
    someone = quiz_course.newcomer(stack)
    quiz_course.join(someone)
    return someone


@pytest.fixture
def kinds(visitor: Visitor) -> str:
    return studying.opened(visitor, f"{QUIZ}kinds").replace("/uk/", "/en/")


def filled(**changes: Any) -> dict[str, Any]:
    course = quiz_course.course()
    asked = [question.id for question in course.quiz("kinds").questions]
    given = shipped.answers(course, "kinds", asked, right=True)
    return shipped.fields(course, "kinds", given) | changes


def test_what_was_sent_stands_there_again(visitor: Visitor, kinds: str) -> None:
    """The order names a place twice, so that the whole form comes back."""
    refused = visitor.submit(kinds, "/submission", **filled(**{"q3.a": "2"}))
    assert refused.status == 422
    page = refused.page
    assert [link for link in page.links if link.startswith("#q")] == ["#q3"]
    assert "q3" in page.ids
    kept = page.form_to("/submission").fields
    assert (kept["q1"], kept["q5"]) == (["b"], ["412731"])
    assert kept["q6"] == [quiz_course.CANARY]
    for name, value in (("q3.a", "2"), ("q3.b", "2"), ("q4.a", "x"), ("q4.b", "y")):
        assert f'name="{name}"' in refused.html
        chosen = refused.html.split(f'name="{name}"')[1].split("</select>")[0]
        assert f'value="{value}" selected' in chosen


@pytest.mark.parametrize(
    ("question", "changes", "key"),
    [
        ("q3", {"q3.d": ""}, "ordering"),
        ("q4", {"q4.b": ""}, "matching"),
        ("q5", {"q5": "nine"}, "numeric"),
        ("q5", {"q5": ""}, "numeric"),
        ("q6", {"q6": "  "}, "unanswered"),
        ("q7", {"q7": []}, "unanswered"),
    ],
)
def test_each_kind_says_what_is_missing(
    visitor: Visitor, kinds: str, question: str, changes: dict[str, Any], key: str
) -> None:
    refused = visitor.submit(kinds, "/submission", **filled(**changes))
    assert refused.status == 422
    course = quiz_course.course()
    names = [one["name"] for one in visitor.get(kinds).page.inputs if "name" in one]
    asked = shipped.asked(names, course, "kinds")
    position = asked.index(question) + 1
    sentence = words(f"problem.quiz.{key}", position=position)
    assert refused.page.texts.count(sentence) == 2  # in the summary, and at the field


def test_a_result_explains_each_kind(visitor: Visitor, kinds: str) -> None:
    answers = {"q3.a": "2", "q3.b": "1", "q4.a": "z", "q5": "5 m", "q6": "cellar"}
    sent = visitor.submit(kinds, "/submission", **filled(**answers, q1=["a"], q7=["b"]))
    assert sent.location == kinds
    told = visitor.get(kinds).page.texts
    assert words("result.your_place", place=2) in told
    assert words("result.right_place") in told
    assert words("result.you_matched", text="105") in told
    assert "Fire – 101" in told
    assert "412,731 ± 0.7313 m" in told
    assert {"5 m", "cellar", words("result.right_answer")} <= set(told)
    assert words("result.chosen_wrong") in told
    assert words("result.missed") in told
    assert any("50 points of 100" in text for text in told)
    assert told.count(f"{quiz_course.CANARY} because.") == 3 + 7  # ways and feedback


def test_answers_sent_from_another_device_lead_to_the_one_result(
    visitor: Visitor, kinds: str
) -> None:
    form = visitor.get(kinds).page.form_to("/submission")
    visitor.submit(kinds, "/submission", **filled())
    other = visitor.send("POST", form.action, {**form.fields, **filled(q1=["a"])})
    assert (other.status, other.location) == (303, kinds)
    told = visitor.get(kinds).page.texts
    assert words("notice.attempt_ended") in told
    assert words("unit.percent", number=100) in told


def test_a_withheld_result_tells_how_much_and_no_more(visitor: Visitor) -> None:
    address = quiz_course.taken(visitor, "withheld", right=False)
    page = visitor.get(f"/en/{address.removeprefix('/uk/')}")
    assert words("quiz.release.after_passing") in page.page.texts
    assert words("unit.percent", number=0) in page.page.texts
    assert words("result.answers") not in page.page.texts
    assert quiz_course.CANARY not in page.html
    quiz_course.taken(visitor, "withheld", right=True)
    assert words("result.answers") in english(visitor, address)


def test_before_and_after_explain_themselves(visitor: Visitor) -> None:
    first = quiz_course.take_first(visitor)
    assert words("result.before") in english(visitor, first)
    assert words("quiz.refusal.lessons_first") in english(visitor, f"{QUIZ}first-last")
    last = quiz_course.take_last(visitor)
    gain = words("result.gain", before=0, after=100)
    assert gain in english(visitor, last)
    assert words("result.answers") in english(visitor, first)
    assert words("quiz.refusal.attempts_used") in english(visitor, f"{QUIZ}first-last")


def test_time_that_ran_out_is_said(stack: Stack, visitor: Visitor) -> None:
    address = quiz_course.run_out(visitor, stack)
    assert words("expired.used") in english(visitor, address)
    late = quiz_course.sent_late(visitor, stack)
    assert words("result.late") in english(visitor, late)
    told = english(visitor, f"{QUIZ}timed")
    assert words("quiz.state.expired") in told
    assert words("quiz.state.late") in told
    assert "1 attempt left." in told


def test_what_there_is_can_be_handed_in(visitor: Visitor) -> None:
    address = studying.opened(visitor, f"{QUIZ}timed")
    assert visitor.submit(address, "/submission").status == 422
    sent = visitor.submit(address, "/submission", unfinished="1")
    assert sent.location == address
    assert words("result.unanswered") in english(visitor, address)


def test_questions_that_come_back_later_offer_no_start(visitor: Visitor) -> None:
    page = visitor.get(f"/en/courses/{SLUG}/quizzes/later").page
    assert words("quiz.rules.refresher") in page.texts
    assert not any(form.action.endswith("/attempts") for form in page.forms)


@pytest.mark.browser
def test_the_time_left_is_told_politely(stack: Stack, visitor: Visitor) -> None:
    address = studying.opened(visitor, f"{QUIZ}timed").replace("/uk/", "/en/")
    with browsing.chromium() as browser:
        context = browser.new_context()
        for name, value in visitor.cookies().items():
            context.add_cookies([{"name": name, "value": value, "url": stack.base_url}])
        page = context.new_page()
        page.clock.install()
        page.goto(stack.base_url + address)
        clock, status = (
            page.locator(".hub-countdown"),
            page.locator("main .govuk-visually-hidden[role=status]"),
        )
        expect(clock).to_contain_text("9:")
        expect(status).to_have_text("")
        for minutes, said in ((5, "five_minutes_left"), (4, "one_minute_left")):
            page.clock.run_for(minutes * 60_000)
            expect(status).to_have_text(words(f"quiz.{said}"))
        page.clock.run_for(60_000)
        expect(status).to_have_text(words("quiz.time_over"))
        expect(clock).to_have_text(words("quiz.time_over"))

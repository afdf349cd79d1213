"""The API in front of the real services: what others rely on."""

import re
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from tests import shipped
from tests.gateway.stack_client import Answer, Api
from tests.processes import eventually
from tests.stacks import Stack

pytestmark = pytest.mark.needs_stack


def facts(slug: str, lessons: list[str]) -> dict[str, Any]:
    at = datetime.now(UTC).isoformat()
    return {
        "facts": [
            {
                "id": str(uuid.uuid4()),
                "kind": "lesson.completed",
                "course": slug,
                "lesson": lesson,
                "at": at,
            }
            for lesson in lessons
        ]
    }


def required(course: dict[str, Any]) -> list[str]:
    """The ids of the quizzes that must be passed."""
    return [quiz["id"] for quiz in course["quizzes"] if quiz["purpose"] == "final"]


def pass_quiz(api: Api, slug: str, quiz: str) -> Answer:
    """Fail once, then pass with what the course's folder says is right."""
    path = f"/courses/{slug}/quizzes/{quiz}/attempts"
    sent: Answer
    for right in (False, True):
        attempt = api("POST", path).json()
        assert "'right'" not in str(attempt)
        ids = [question["id"] for question in attempt["questions"]]
        answers = shipped.answers(shipped.course(slug), quiz, ids, right=right)
        address = f"{path}/{attempt['id']}/submission"
        sent = api("POST", address, {"answers": answers})
    return sent


def test_everything_answers(stack: Stack) -> None:
    ready = requests.get(f"{stack.base_url}/readyz", timeout=10)
    assert ready.status_code == 200
    assert set(ready.json()["parts"].values()) == {"ok"}
    assert requests.get(f"{stack.base_url}/healthz", timeout=10).status_code == 200


def test_from_enrolment_to_certificate(learner: Api, anyone: Api, slug: str) -> None:
    assert learner("PUT", f"/me/enrolments/{slug}").status_code == 201
    assert learner("PUT", f"/me/enrolments/{slug}").status_code == 200
    course = anyone("GET", f"/courses/{slug}").json()
    lessons = [lesson["id"] for lesson in course["lessons"]]
    assert anyone("GET", f"/courses/{slug}/lessons/{lessons[0]}").json()["body"]
    lesson = f"/courses/{slug}/lessons/{lessons[0]}"
    published = str(course["version"])
    for version, status in ((published, 200), ("99", 404), ("x", 422)):
        asked = anyone("GET", f"{lesson}?version={version}")
        assert asked.status_code == status, version
    batch = facts(slug, lessons)
    first = learner("POST", "/me/facts", batch).json()["items"]
    again = learner("POST", "/me/facts", batch).json()["items"]
    assert {fact["status"] for fact in first} == {"accepted"}
    assert {fact["status"] for fact in again} == {"duplicate"}
    mixed = learner("POST", "/me/facts", {"facts": [5, *batch["facts"][:1]]}).json()
    assert [fact["status"] for fact in mixed["items"]] == ["refused", "duplicate"]
    assert mixed["items"][0]["code"] == "invalid_fact"

    result = None
    for quiz in required(course):
        result = pass_quiz(learner, slug, quiz).json()["result"]
        assert result["passed"]
    assert result is not None
    assert result["course_completed"]

    (held,) = learner("GET", "/me/certificates").json()["items"]
    number = held["number"]
    assert number == result["certificate"]
    checked = anyone("GET", f"/certificates/{number.lower().replace('-', ' ')}")
    assert checked.json()["name"] == "Олена"
    assert "person_id" not in checked.json()
    (enrolment,) = learner("GET", "/me/enrolments").json()["items"]
    assert (enrolment["state"], enrolment["percent"]) == ("completed", 100)

    eventually(
        lambda: learner("GET", "/me/notifications").json()["unread"], within_s=20
    )
    (message,) = learner("GET", "/me/notifications").json()["items"]
    read = learner("POST", f"/me/notifications/{message['id']}/read")
    assert read.status_code == 204
    assert learner("GET", "/me/notifications").json()["unread"] == 0


def test_an_attempt_that_has_ended_stays_as_it_is(learner: Api, slug: str) -> None:
    learner("PUT", f"/me/enrolments/{slug}")
    [quiz] = required(learner("GET", f"/courses/{slug}").json())
    path = f"/courses/{slug}/quizzes/{quiz}/attempts"
    made = learner("POST", path, Idempotency_Key="one")
    repeated = learner("POST", path, Idempotency_Key="one")
    assert made.status_code == 201
    assert made.json() == repeated.json()
    attempt = f"{path}/{made.json()['id']}"
    incomplete = learner("POST", f"{attempt}/submission", {"answers": {}})
    assert incomplete.status_code == 422
    assert learner("GET", attempt).json()["result"] is None
    ids = [question["id"] for question in made.json()["questions"]]
    answers, other = (
        shipped.answers(shipped.course(slug), quiz, ids, right=right)
        for right in (True, False)
    )
    ended = learner("POST", f"{attempt}/submission", {"answers": answers})
    assert learner("POST", f"{attempt}/submission", {"answers": answers}).ok
    assert learner("GET", attempt).json()["result"] == ended.json()["result"]
    refused = learner("POST", f"{attempt}/submission", {"answers": other})
    assert (refused.status_code, refused.json()["code"]) == (409, "attempt_ended")


def test_an_attempt_of_somebody_else_is_not_there(
    learner: Api, stack: Stack, slug: str
) -> None:
    learner("PUT", f"/me/enrolments/{slug}")
    quiz = learner("GET", f"/courses/{slug}").json()["quizzes"][0]["id"]
    path = f"/courses/{slug}/quizzes/{quiz}/attempts"
    attempt = learner("POST", path).json()["id"]
    other = Api(stack.base_url)
    other.sign_up()
    assert other("GET", f"{path}/{attempt}").status_code in {403, 404}


@pytest.mark.parametrize("what", ["courses", "library", "hubs"])
@pytest.mark.parametrize("language", ["uk", "en"])
def test_public_lists_and_what_they_list(anyone: Api, what: str, language: str) -> None:
    page = anyone("GET", f"/{what}?language={language}&limit=1").json()
    assert len(page["items"]) == 1
    item = page["items"][0]
    found = anyone("GET", f"/{what}/{item['slug']}", Accept_Language=language)
    assert found.json()["slug"] == item["slug"]
    assert found.json()["language"] == language
    rest = anyone("GET", f"/{what}?cursor={page['next']}&language={language}").json()
    assert item["slug"] not in {other["slug"] for other in rest["items"]}


@pytest.mark.parametrize("path", ["/courses", "/library", "/hubs"])
def test_public_reads_have_strong_tags(anyone: Api, path: str) -> None:
    first = anyone("GET", path)
    tag = first.headers["ETag"]
    assert not tag.startswith("W/")
    assert "public" in first.headers["Cache-Control"]
    for _ in range(6):  # whichever worker it is, from memory or not
        again = anyone("GET", path, If_None_Match=tag)
        assert (again.status_code, again.content) == (304, b"")
    assert anyone("GET", path, If_None_Match='"other"').status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/courses/no-such"),
        ("GET", "/courses/no-such/lessons/no-such"),
        ("GET", "/courses/%00"),
        ("GET", "/courses/" + "x" * 3000),
        ("GET", "/library/no-such"),
        ("GET", "/hubs/no-such"),
        ("GET", "/certificates/0000-0000-0000-0"),
        ("GET", "/certificates/ПІ"),
        ("PUT", "/me/enrolments/no-such"),
        ("PUT", "/me/enrolments/$where"),
        ("POST", "/courses/no-such/quizzes/no-such/attempts"),
        ("GET", f"/courses/x/quizzes/y/attempts/{uuid.UUID(int=1)}"),
        ("POST", "/me/notifications/no-such/read"),
        ("GET", "/courses?cursor=x"),
        ("GET", "/library?cursor=bnVsbA"),
        ("GET", "/hubs?service=no-such"),
    ],
)
def test_what_does_not_exist_is_a_problem_document(
    learner: Api, method: str, path: str
) -> None:
    reply = learner(method, path)
    assert reply.status_code in {404, 422}, reply.text
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert reply.json()["trace_id"]


def test_numbers_are_counted_over_all_workers(stack: Stack, anyone: Api) -> None:
    def count() -> float:
        text = requests.get(f"{stack.base_url}/metrics", timeout=10).text
        pattern = r'gateway_requests_total\{method="GET",route="/api/v1/hubs",.*\} (.*)'
        return sum(float(number) for number in re.findall(pattern, text))

    before = count()
    for _ in range(20):
        Api(stack.base_url)("GET", "/hubs")
    assert count() == before + 20


def test_the_log_names_no_one(stack: Stack, learner: Api) -> None:
    learner("GET", "/courses?q=таємне")
    log = (stack.platform.layout.logs / "gateway.log").read_text("utf-8")
    assert '"route": "/api/v1/courses"' in log
    for secret in ("таємне", "%D1%82%D0%B0", "example.org", "127.0.0.1 "):
        assert secret not in log

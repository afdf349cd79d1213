"""A course whose skill fades, completed a while ago: states no waiting test reaches."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from pymongo import MongoClient

from deploy.local import processes
from services.learning.catalogue.domain.folder import Folder, read_course
from shared import tracing
from shared.identity import OPERATOR
from shared.rpc import RpcClient
from tests.learning.builders import WRONG, a_folder, quiz
from tests.pages import studying
from tests.pages.visiting import Visitor
from tests.pages.walking import Seen, refused
from tests.stacks import Stack

SLUG = "bandage"
CARD = f"/uk/learning/refreshers/{SLUG}"
FADES = "freshness: {months: 12, quiz: refresher}\n"
_A_WHILE = timedelta(days=3)
_IN_ENGLISH = {
    "Навіщо": "Why",
    "Крок": "Step",
    "Текст": "Text",
    "Тест": "Quiz",
    "Що робити?": "What to do?",
    "Нічого": "Nothing",
    "Світити": "Give light",
    "Кому це потрібно?": "Who needs this?",
    "Мешканцям": "Residents",
    "Нікому": "Nobody",
    "Водіям": "Drivers",
    "Тому що так каже урок.": "Because the lesson says so.",
}


def publish(stack: Stack) -> None:
    """The course, and one that builds on it."""
    environ = processes.environment(processes.OPERATOR, stack.platform.addresses)
    client = RpcClient(environ["AMQP_URL"])
    try:
        for files in (_fading(), _after()):
            client.call(
                "learning",
                "import_course",
                deadline_s=30.0,
                identity=OPERATOR,
                traceparent=tracing.start(),
                files=files,
            )
    finally:
        client.close()


def complete(visitor: Visitor, stack: Stack) -> list[str]:
    """Complete it long enough ago, answer one question wrong, leave the other due:
    addresses that no link leads to."""
    course = f"/uk/courses/{SLUG}"
    visitor.submit(course, "/enrolment")
    for part in ("01-why", "02-how"):
        visitor.submit(f"{course}/lessons/{part}", "/completion")
    written = read_course(Folder(_fading()))
    studying.attempt(visitor, f"{course}/quizzes/final", written, right=True)
    _was_a_while_ago(stack)
    [question] = visitor.get(CARD).page.form_to("/reviews").fields["question"]
    answered = visitor.submit(CARD, "/reviews", **{question: WRONG[question]})
    assert answered.status == 303, f"{CARD} took no answer: {answered.status}"
    return [answered.location, CARD]


def _was_a_while_ago(stack: Stack) -> None:
    learning = next(p for p in processes.PROCESSES if p.name == "learning")
    url = processes.environment(learning, stack.platform.addresses)["MONGO_URL"]
    with MongoClient[dict[str, Any]](url, tz_aware=True) as client:
        enrolments = client.get_default_database().enrolments
        for doc in enrolments.find({"slug": SLUG, "completed_at": {"$exists": True}}):
            at = doc["completed_at"] - _A_WHILE
            enrolments.update_one({"_id": doc["_id"]}, {"$set": {"completed_at": at}})


def sent_wrongly(visitor: Visitor, lang: str) -> Seen:
    """The question sent without an answer."""
    return refused(visitor, f"/{lang}{CARD[3:]}", "/reviews")


def _fading() -> dict[str, str]:
    again = quiz().replace("pass_mark: 80", "pass_mark: 80\npurpose: refresher")
    return _translated(
        a_folder(
            {f"quizzes/refresher.{language}.md": again for language in ("uk", "en")},
            slug=SLUG,
            title="Пов’язка",
            quizzes="final, refresher",
            more=FADES,
        )
    )


def _after() -> dict[str, str]:
    more = f"prerequisites: [{SLUG}]\n"
    return _translated(a_folder(slug="bandage-more", title="Пов’язка 2", more=more))


def _translated(files: dict[str, str]) -> dict[str, str]:
    return {path: _english(path, text) for path, text in files.items()}


def _english(path: str, text: str) -> str:
    if path.endswith(".en.md"):
        for word, other in _IN_ENGLISH.items():
            text = text.replace(word, other)
    return text

"""Attempts at the quizzes of courses."""

from typing import Any

from flask import Blueprint

from gateway import rpc
from gateway.api.operation import operation
from gateway.i18n import language
from shared.contracts.quizzes_rpc import (
    AttemptListView,
    AttemptView,
    StartedAttemptView,
    SubmitAttempt,
)

bp = Blueprint("api_attempts", __name__)
ATTEMPTS = "/courses/<slug>/quizzes/<quiz>/attempts"


@operation(
    bp,
    "POST",
    ATTEMPTS,
    tag="courses",
    returns=StartedAttemptView(),
    status=201,
    also=(200,),
    refusals=(404, 409),
)
def start_attempt(slug: str, quiz: str) -> Any:
    """Begin an attempt at a quiz; 200 with the one that is open already, if any.

    Right answers are told when it has ended, or as the quiz says.
    """
    started = rpc.call(
        "learning", "start_attempt", slug=slug, quiz=quiz, language=language()
    )
    return started, 201 if started["created"] else 200


@operation(
    bp,
    "GET",
    ATTEMPTS,
    tag="courses",
    returns=AttemptListView(),
    refusals=(404,),
)
def list_attempts(slug: str, quiz: str) -> Any:
    """One's attempts at a quiz, and how many are left."""
    return rpc.call("learning", "list_attempts", slug=slug, quiz=quiz)


@operation(
    bp,
    "GET",
    f"{ATTEMPTS}/<id>",
    tag="courses",
    returns=AttemptView(),
    refusals=(404,),
)
def get_attempt(slug: str, quiz: str, id: str) -> Any:  # noqa: A002
    """One's own attempt, with its result once it has ended."""
    return rpc.call(
        "learning", "get_attempt", slug=slug, quiz=quiz, id=id, language=language()
    )


@operation(
    bp,
    "POST",
    f"{ATTEMPTS}/<id>/submission",
    tag="courses",
    body=SubmitAttempt(only=("answers", "unfinished")),
    returns=AttemptView(),
    refusals=(404, 409),
)
def submit_attempt(slug: str, quiz: str, id: str, body: dict[str, Any]) -> Any:  # noqa: A002
    """Answer the questions and end the attempt.

    The same answers again give the same result; others are refused. Answers that come
    after the time limit are kept and do not count.
    """
    return rpc.call(
        "learning",
        "submit_attempt",
        slug=slug,
        quiz=quiz,
        id=id,
        language=language(),
        **body,
    )

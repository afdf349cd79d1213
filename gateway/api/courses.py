"""Courses, as code reads them; attempts at their quizzes."""

from typing import Any

from flask import Blueprint

from gateway import rpc
from gateway.api.operation import operation
from gateway.api.schemas import OfVersion
from gateway.i18n import language
from shared.contracts.learning_rpc import (
    AttemptView,
    CoursePageView,
    CourseView,
    LessonView,
    ListCourses,
    ListPaths,
    PathListView,
    PathView,
    SubmitAttempt,
)

bp = Blueprint("api_courses", __name__)
ATTEMPTS = "/courses/<slug>/quizzes/<quiz>/attempts"


@operation(
    bp,
    "GET",
    "/courses",
    tag="courses",
    query=ListCourses(),
    returns=CoursePageView(),
    signed_in=False,
    kept=("learning",),
)
def list_courses(query: dict[str, Any]) -> Any:
    """Published courses."""
    return rpc.public("learning", "list_courses", **query)


@operation(
    bp,
    "GET",
    "/courses/<slug>",
    tag="courses",
    query=OfVersion(),
    returns=CourseView(),
    signed_in=False,
    kept=("learning",),
    refusals=(404,),
)
def get_course(slug: str, query: dict[str, Any]) -> Any:
    """One course, in its newest version unless another is asked for."""
    return rpc.public("learning", "get_course", slug=slug, **query)


@operation(
    bp,
    "GET",
    "/courses/<slug>/lessons/<lesson>",
    tag="courses",
    query=OfVersion(),
    returns=LessonView(),
    signed_in=False,
    kept=("learning",),
    refusals=(404,),
)
def get_lesson(slug: str, lesson: str, query: dict[str, Any]) -> Any:
    """One lesson, with its text in Markdown."""
    return rpc.public("learning", "get_lesson", slug=slug, lesson=lesson, **query)


@operation(
    bp,
    "GET",
    "/paths",
    tag="courses",
    query=ListPaths(),
    returns=PathListView(),
    signed_in=False,
    kept=("learning",),
)
def list_paths(query: dict[str, Any]) -> Any:
    """Learning paths: courses in an order that leads somewhere."""
    return rpc.public("learning", "list_paths", **query)


@operation(
    bp,
    "GET",
    "/paths/<slug>",
    tag="courses",
    returns=PathView(),
    signed_in=False,
    kept=("learning",),
    refusals=(404,),
)
def get_path(slug: str) -> Any:
    """One learning path with its courses."""
    return rpc.public("learning", "get_path", slug=slug, language=language())


@operation(
    bp,
    "POST",
    ATTEMPTS,
    tag="courses",
    returns=AttemptView(),
    status=201,
    refusals=(404, 409),
)
def start_attempt(slug: str, quiz: str) -> Any:
    """Begin an attempt at a quiz; right answers are told when it has ended."""
    return rpc.call(
        "learning", "start_attempt", slug=slug, quiz=quiz, language=language()
    )


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
    body=SubmitAttempt(only=("answers",)),
    returns=AttemptView(),
    refusals=(404, 409),
)
def submit_attempt(slug: str, quiz: str, id: str, body: dict[str, Any]) -> Any:  # noqa: A002
    """Answer every question and end the attempt.

    The same answers again give the same result; others are refused.
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

"""Courses, as code reads them."""

from typing import Any

from flask import Blueprint

from gateway import rpc
from gateway.api.operation import operation
from gateway.api.schemas import OfVersion
from gateway.i18n import language
from shared.contracts.learning_rpc import (
    CoursePageView,
    CourseView,
    LessonView,
    ListCourses,
    ListPaths,
    PathListView,
    PathView,
)

bp = Blueprint("api_courses", __name__)


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

"""Publish courses, and show them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from services.learning.catalogue.domain.course import Course
from services.learning.catalogue.domain.folder import read_course
from services.learning.catalogue.domain.showing import show_course, show_lesson
from shared.envelope import Cause
from shared.identity import Identity

Now = Callable[[], datetime]


class Courses(Protocol):
    def get(self, slug: str, version: int) -> Course: ...
    def newest(self, slug: str) -> int: ...
    def publish(self, course: Course, *, at: datetime, cause: Cause) -> str: ...


def import_course(
    courses: Courses,
    now: Now,
    caller: Identity,
    files: Mapping[str, str],
    *,
    cause: Cause,
) -> dict[str, Any]:
    """Publish the course in a folder; ``{slug, version, status}``.

    Raises:
        Forbidden: ``role_required``.
        Invalid: ``broken_course``, with every problem by file and line.
        Conflict: ``version_published``, ``version_outdated`` or ``stale``.
    """
    caller.require_role("trainer", "administrator")
    course = read_course(files)
    status = courses.publish(course, at=now(), cause=cause)
    return {"slug": course.slug, "version": course.version, "status": status}


def get_course(
    courses: Courses, *, slug: str, language: str, version: int | None
) -> dict[str, Any]:
    """A published version in one language; the newest where none is named.

    Raises:
        NotFound: ``course_not_found``.
    """
    return show_course(_find(courses, slug, version), language)


def get_lesson(
    courses: Courses, *, slug: str, lesson: str, language: str, version: int | None
) -> dict[str, Any]:
    """A lesson of a published version.

    Raises:
        NotFound: ``course_not_found`` or ``lesson_not_found``.
    """
    return show_lesson(_find(courses, slug, version), lesson, language)


def _find(courses: Courses, slug: str, version: int | None) -> Course:
    return courses.get(slug, courses.newest(slug) if version is None else version)

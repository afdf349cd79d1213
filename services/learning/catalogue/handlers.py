"""Show published courses."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, Protocol

from services.learning.catalogue.domain.course import Course
from services.learning.catalogue.domain.folder import Folder
from services.learning.catalogue.domain.showing import show_course, show_lesson
from shared.envelope import Cause

Now = Callable[[], datetime]


class Courses(Protocol):
    def get(self, slug: str, version: int) -> Course: ...
    def newest(self, slug: str) -> int: ...
    def fading(self) -> list[tuple[str, int]]: ...
    def newest_of(self, slugs: Collection[str]) -> dict[str, int]: ...
    def publish(
        self, course: Course, folder: Folder, *, at: datetime, cause: Cause
    ) -> str: ...
    def folder(self, slug: str, version: int) -> Folder: ...
    def content(self, digest: str) -> bytes: ...


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


def get_file(
    courses: Courses, *, slug: str, name: str, version: int | None
) -> dict[str, Any]:
    """``{name, media_type, digest, content}``, the content in base 64.

    Raises:
        NotFound: ``course_not_found`` or ``file_not_found``.
    """
    file = _find(courses, slug, version).file(name)
    return {
        "name": file.id,
        "media_type": file.media_type,
        "digest": file.digest,
        "content": b64encode(courses.content(file.digest)).decode(),
    }


def _find(courses: Courses, slug: str, version: int | None) -> Course:
    return courses.get(slug, courses.newest(slug) if version is None else version)

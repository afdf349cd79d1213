"""Bring learning paths in, and show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from services.learning.catalogue.domain.showing import in_language
from services.learning.catalogue.handlers import Courses
from services.learning.paths.domain import Path, read_paths
from shared.envelope import Cause
from shared.errors import NotFound
from shared.identity import Identity
from shared.languages import LANGUAGES


class Paths(Protocol):
    def publish(self, path: Path, *, cause: Cause) -> str: ...
    def find(self, slug: str) -> Path | None: ...
    def all(self) -> list[Path]: ...


def import_paths(
    paths: Paths, caller: Identity, files: Mapping[str, str], *, cause: Cause
) -> list[dict[str, Any]]:
    """Publish what is new or has changed; ``[{slug, status}]``.

    Raises:
        Forbidden: ``role_required``.
        Invalid: ``broken_paths``.
    """
    caller.require_role("trainer", "administrator")
    return [
        {"slug": path.slug, "status": paths.publish(path, cause=cause)}
        for path in read_paths(files)
    ]


def list_paths(
    paths: Paths, courses: Courses, *, language: str, audience: str | None
) -> list[dict[str, Any]]:
    """The shape of ``PathView``, each with those of its courses that are published.

    A path none of whose courses is published is not shown.
    """
    shown = [
        _show(path, courses, language)
        for path in paths.all()
        if audience is None or audience in path.audiences
    ]
    return [path for path in shown if path["courses"]]


def get_path(
    paths: Paths, courses: Courses, *, slug: str, language: str
) -> dict[str, Any]:
    """Raises:
    NotFound: ``path_not_found``.
    """
    path = paths.find(slug)
    if path is None:
        raise NotFound("path_not_found", "There is no such learning path.")
    return _show(path, courses, language)


def _show(path: Path, courses: Courses, language: str) -> dict[str, Any]:
    shown = []
    for slug in path.courses:
        try:
            course = courses.get(slug, courses.newest(slug))
        except NotFound:
            continue  # not published, or not yet
        start = in_language(course, language)
        shown.append(
            {
                **start,
                "summary": course.summary[start["language"]],
                "audiences": course.audiences,
                "topics": course.topics,
                "minutes": course.minutes,
                "lessons": len(course.lessons),
            }
        )
    return {
        "slug": path.slug,
        "title": path.title[language],
        "summary": path.summary[language],
        "language": language,
        "languages": list(LANGUAGES),
        "audiences": path.audiences,
        "minutes": sum(course["minutes"] for course in shown),
        "courses": shown,
    }

"""Events the learning service publishes."""

from __future__ import annotations

from datetime import datetime

from shared.contracts.event import Event


class CoursePublished(
    Event,
    type="learning.course.published.v1",
    subject="slug",
    version="course_version",
):
    """A version of a course can be taken from now on."""

    slug: str
    course_version: int
    titles: dict[str, str]  # language to title, as published


class PathPublished(
    Event, type="learning.path.published.v1", subject="slug", version="path_version"
):
    """A learning path is new or has changed."""

    slug: str
    path_version: int


class CourseCompleted(
    Event, type="learning.course.completed.v1", subject="certificate_number"
):
    """A person finished a course and holds its certificate. Once per certificate."""

    person_id: str
    slug: str
    course_version: int
    certificate_number: str
    completed_at: datetime  # UTC

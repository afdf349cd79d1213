"""Topics of courses are those that everything else is sorted by. Pure."""

from __future__ import annotations

from collections.abc import Collection

from services.learning.catalogue.domain.course import Course
from services.learning.catalogue.domain.outline import PATH
from shared.errors import Invalid


def check(course: Course, known: Collection[str]) -> None:
    """Args:
        known: ids of the taxonomy's topics; none where it is not known yet.

    Raises:
        Invalid: ``broken_course``.
    """
    unknown = [topic for topic in course.topics if known and topic not in known]
    if unknown:
        said = [f"topics: “{topic}” is no topic of the taxonomy." for topic in unknown]
        raise Invalid(
            "broken_course", "The course folder has problems.", {f"{PATH}:1": said}
        )

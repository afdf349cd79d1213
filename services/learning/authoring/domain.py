"""A draft: a course folder that is not, or not yet, published. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.learning.catalogue.domain.course import Course
from services.learning.catalogue.domain.folder import Folder
from shared.vocabulary import REVIEWED_TOPICS

AUTHORS = ("trainer", "editor", "administrator")
READERS = (*AUTHORS, "reviewer")
REVIEWERS = ("reviewer", "administrator")

DRAFT, AWAITING_REVIEW = "draft", "awaiting_review"


@dataclass(frozen=True, slots=True)
class Draft:
    slug: str
    folder: Folder
    status: str  # DRAFT or AWAITING_REVIEW
    updated_at: datetime
    updated_by: str | None  # person id; None for the operator's command line
    revision: int = 0  # owned by the store: two authors never overwrite each other


def delicate_topics(course: Course) -> list[str]:
    """Topics for which a named professional must answer, and nobody does yet."""
    if course.reviewed_by:
        return []
    return sorted(REVIEWED_TOPICS.intersection(course.topics))

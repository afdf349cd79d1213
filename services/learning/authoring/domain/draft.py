"""A draft: a course folder that is not, or not yet, published. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from services.learning.catalogue.domain.course import Course
from services.learning.catalogue.domain.folder import Folder, read_course
from shared.attachments import digest
from shared.errors import Invalid
from shared.fingerprints import fingerprint
from shared.identity import COURSE_AUTHORS, COURSE_REVIEWERS, Identity
from shared.vocabulary import REVIEWED_TOPICS

AUTHORS = COURSE_AUTHORS
REVIEWERS = COURSE_REVIEWERS
READERS = (*AUTHORS, *REVIEWERS)

DRAFT, AWAITING_REVIEW = "draft", "awaiting_review"


@dataclass(frozen=True, slots=True)
class Draft:
    slug: str
    folder: Folder
    status: str  # DRAFT or AWAITING_REVIEW
    updated_at: datetime
    updated_by: str | None  # person id; None for the operator's command line
    revision: int = 0  # owned by the store: two authors never overwrite each other
    came_from: str | None = None  # what was imported, as ``origin`` has it

    def with_texts(self, changes: Mapping[str, str | None]) -> Draft:
        """With these files written or, where there is None, removed."""
        texts = {**self.folder.texts, **changes}
        kept = {path: text for path, text in texts.items() if text is not None}
        return replace(self, folder=replace(self.folder, texts=kept), status=DRAFT)

    def with_attachment(self, name: str, content: bytes | None) -> Draft:
        held = {k: v for k, v in self.folder.attachments.items() if k != name}
        if content is not None:
            held[name] = content
        return replace(
            self, folder=replace(self.folder, attachments=held), status=DRAFT
        )


def origin(folder: Folder) -> str:
    """Equal for folders of the same files, letter by letter."""
    held = {name: digest(content) for name, content in folder.attachments.items()}
    return fingerprint({"texts": folder.texts, "attachments": held})


@dataclass(frozen=True, slots=True)
class Checked:
    """What a draft would be: the course, or all that is still wrong."""

    course: Course | None
    problems: Mapping[str, list[str]]  # "path:line" to sentences


def check(draft: Draft) -> Checked:
    try:
        course = read_course(draft.folder)
    except Invalid as refused:
        return Checked(None, refused.fields)
    if course.slug != draft.slug:
        wrong = f"slug: this is the draft of “{draft.slug}”."
        return Checked(None, {"course.yaml:1": [wrong]})
    return Checked(course, {})


def needs_review(course: Course, caller: Identity) -> bool:
    """Whether a named professional must answer for the course before it is published.

    A name that is written in the outline counts only if whoever brings it is one who
    may answer: an author must not vouch for themselves in somebody's name.
    """
    if REVIEWED_TOPICS.isdisjoint(course.topics):
        return False
    return not course.reviewed_by or caller.roles.isdisjoint(REVIEWERS)

"""Sum progress anew and tell where it differs, for operators: nowhere, one expects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from services.learning.catalogue.handlers import Courses
from services.learning.progress.domain.progress import History
from services.learning.progress.domain.records import Record, Settled, refold
from shared import pages
from shared.envelope import Cause
from shared.identity import Identity

_AT_ONCE = 200  # enrolments

Decide = Callable[[Record, History], Settled]


class Records(Protocol):
    def page(
        self, *, person_id: str | None, slug: str | None, after: str | None, limit: int
    ) -> list[tuple[str, str]]: ...
    def replay(
        self, person_id: str, slug: str, decide: Decide, *, cause: Cause
    ) -> bool: ...
    def would_differ(self, person_id: str, slug: str, decide: Decide) -> bool: ...


def rebuild(
    records: Records,
    courses: Courses,
    person_id: str,
    slug: str,
    *,
    cause: Cause,
    dry_run: bool = False,
) -> bool:
    """Whether the sum of one enrolment was, or would be, another.

    Nobody is certified by it: a sum that turns out greater certifies with the next
    thing its person does.
    """

    def decide(record: Record, history: History) -> Settled:
        course = courses.get(slug, record.enrolment.course_version)
        return Settled(refold(record, history, course))

    if dry_run:
        return records.would_differ(person_id, slug, decide)
    return records.replay(person_id, slug, decide, cause=cause)


def rebuild_progress(
    records: Records,
    courses: Courses,
    caller: Identity,
    *,
    person_id: str | None,
    slug: str | None,
    dry_run: bool,
    cursor: str | None,
    cause: Cause,
) -> dict[str, Any]:
    """A page of enrolments: ``{checked, different, next}``.

    Raises:
        Forbidden: ``role_required``.
    """
    caller.require_role("administrator")
    after = pages.decode(cursor, str)
    found = records.page(
        person_id=person_id,
        slug=slug,
        after=after[0] if after else None,
        limit=_AT_ONCE + 1,
    )
    shown, following = pages.cut(found, _AT_ONCE, lambda row: (":".join(row),))
    different = [
        {"person_id": person, "slug": course}
        for person, course in shown
        if rebuild(records, courses, person, course, cause=cause, dry_run=dry_run)
    ]
    return {"checked": len(shown), "different": different, "next": following}

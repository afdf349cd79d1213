"""Show what is due, take one answer at a time, renew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from services.learning.catalogue.handlers import Courses, Now
from services.learning.certificates.domain import Certificate, draw_number, renew
from services.learning.progress.domain.records import Record
from services.learning.refreshers.domain.refresher import (
    Refresher,
    answer,
    answered_before,
    show_card,
    show_refresher,
    show_review,
)
from services.learning.refreshers.domain.schedule import Review, first_interval
from shared import pages
from shared.contracts.learning import CertificateRenewed
from shared.envelope import Cause
from shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class Kept:
    """What a refresher is made of, as it is stored."""

    record: Record
    certificate: Certificate
    reviews: tuple[Review, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What an answer changes."""

    review: Review
    renewed: tuple[Certificate, CertificateRenewed] | None
    next_due: datetime


Decide = Callable[[Kept], Change | None]


class Refreshers(Protocol):
    def find(self, person_id: str, slug: str) -> Kept | None: ...
    def of_person(
        self, person_id: str, fading: Sequence[tuple[str, int]]
    ) -> list[Kept]: ...
    def change(
        self,
        person_id: str,
        slug: str,
        decide: Decide,
        *,
        cause: Cause,
    ) -> None: ...
    def due(
        self,
        at: datetime,
        fading: Sequence[tuple[str, int]],
        first_after: timedelta,
        *,
        after: str | None,
        limit: int,
    ) -> list[tuple[str, str, datetime]]: ...


def list_refreshers(
    refreshers: Refreshers,
    courses: Courses,
    now: Now,
    *,
    person_id: str,
    language: str,
) -> list[dict[str, Any]]:
    """Every course of the person's whose skills fade; what is due soonest first."""
    at = now()
    found = [
        _refresher(kept, courses)
        for kept in refreshers.of_person(person_id, courses.fading())
    ]
    found.sort(key=lambda refresher: (refresher.next_due(), refresher.course.slug))
    return [show_refresher(refresher, language, at) for refresher in found]


def get_card(
    refreshers: Refreshers,
    courses: Courses,
    now: Now,
    *,
    person_id: str,
    slug: str,
    language: str,
) -> dict[str, Any]:
    """``{refresher, card}``: the longest waiting question, or None when none is due.

    Raises:
        NotFound: ``refresher_not_found``.
    """
    at = now()
    refresher = _find(refreshers, courses, person_id, slug)
    due = refresher.due(at)
    return {
        "refresher": show_refresher(refresher, language, at),
        "card": show_card(refresher, due[0], language) if due else None,
    }


def answer_card(
    refreshers: Refreshers,
    courses: Courses,
    now: Now,
    *,
    person_id: str,
    slug: str,
    question: str,
    review_id: str,
    chosen: Sequence[str],
    language: str,
    cause: Cause,
) -> dict[str, Any]:
    """Answer one question; the same again under the same id, the same result.

    Raises:
        NotFound: ``refresher_not_found`` or ``question_not_found``.
        Conflict: ``card_not_due`` or ``review_id_taken``.
        Invalid: ``incomplete_answers``.
    """
    at = now()
    _find(refreshers, courses, person_id, slug)

    def decide(kept: Kept) -> Change | None:
        refresher = _refresher(kept, courses)
        if answered_before(refresher, question, chosen, review_id):
            return None
        review = answer(refresher, question, chosen, review_id=review_id, at=at)
        after = replace(refresher, reviews=(*refresher.reviews, review))
        return _settled(after, at, review)

    refreshers.change(person_id, slug, decide, cause=cause)
    return get_review(
        refreshers,
        courses,
        now,
        person_id=person_id,
        slug=slug,
        review_id=review_id,
        language=language,
    )


def get_review(
    refreshers: Refreshers,
    courses: Courses,
    now: Now,
    *,
    person_id: str,
    slug: str,
    review_id: str,
    language: str,
) -> dict[str, Any]:
    """One's own answer, with what was right.

    Raises:
        NotFound: ``refresher_not_found`` or ``review_not_found``.
    """
    refresher = _find(refreshers, courses, person_id, slug)
    for review in refresher.reviews:
        if review.id == review_id:
            return show_review(refresher, review, language, now())
    raise NotFound("review_not_found", "There is no such answer.")


def due_refreshers(
    refreshers: Refreshers,
    courses: Courses,
    now: Now,
    *,
    cursor: str | None,
    limit: int,
) -> dict[str, Any]:
    """``{items: [{person_id, slug, due_at}], next}``: whom to remind, of what."""
    after = pages.decode(cursor, str)
    rows = refreshers.due(
        now(),
        courses.fading(),
        first_interval(),
        after=after[0] if after else None,
        limit=limit + 1,
    )
    shown, following = pages.cut(rows, limit, lambda row: (":".join(row[:2]),))
    return {
        "items": [
            {"person_id": person_id, "slug": slug, "due_at": due_at}
            for person_id, slug, due_at in shown
        ],
        "next": following,
    }


def _settled(refresher: Refresher, at: datetime, review: Review) -> Change:
    """Renew if that is due now; then tell when the next question is."""
    if not refresher.renews(at):
        return Change(review, None, refresher.next_due())
    renewed = renew(refresher.certificate, refresher.course, at=at, draw=draw_number)
    after = replace(refresher, certificate=renewed[0])
    return Change(review, renewed, after.next_due())


def _find(
    refreshers: Refreshers, courses: Courses, person_id: str, slug: str
) -> Refresher:
    kept = refreshers.find(person_id, slug)
    if kept is None or not _fades(kept.record, courses):
        raise NotFound("refresher_not_found", "There is nothing to refresh here.")
    return _refresher(kept, courses)


def _refresher(kept: Kept, courses: Courses) -> Refresher:
    held = kept.record.enrolment
    if held.completed_at is None:
        raise LookupError("only completed courses are refreshed")
    return Refresher(
        person_id=held.person_id,
        course=courses.get(held.slug, held.course_version),
        completed_at=held.completed_at,
        certificate=kept.certificate,
        reviews=kept.reviews,
    )


def _fades(record: Record, courses: Courses) -> bool:
    held = record.enrolment
    return courses.get(held.slug, held.course_version).freshness is not None

"""When a question comes back: FSRS-6, from nothing but the person's own answers.

https://github.com/open-spaced-repetition/free-spaced-repetition-scheduler: after each
answer a question is due again on the day on which it would be forgotten one time in
ten. The schedule is a pure fold over answers in the order in which we received them;
nothing in it is random, so that it may be folded anew and never differs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import fsrs

_DAYS_A_MONTH = 30


@dataclass(frozen=True, slots=True)
class Review:
    """One answer to one question. Only ever added."""

    id: str  # made by the client
    question: str
    answer: tuple[str, ...]
    right: bool
    at: datetime  # when we received it
    number: int  # 1 for the first answer to any question of the refresher, and so on


@dataclass(frozen=True, slots=True)
class Card:
    """A question as it stands in the person's schedule."""

    question: str
    due_at: datetime
    reviews: int = 0
    last_at: datetime | None = None
    last_right: bool = False

    def is_refreshed(self, since: datetime) -> bool:
        return self.last_right and self.last_at is not None and self.last_at >= since

    def due_by(self, window: datetime) -> datetime:
        """When it is due, given that every question comes back when the window opens
        in which the certificate may be renewed."""
        was_seen = self.last_at is not None and self.last_at >= window
        return self.due_at if was_seen else min(self.due_at, window)


def cards(
    questions: Iterable[str],
    reviews: Iterable[Review],
    *,
    completed_at: datetime,
    months: int,
) -> tuple[Card, ...]:
    """Args:
    completed_at: when the course was; that counts as knowing every answer once.
    months: how long a certificate holds. Nothing stays away for longer than half.
    """
    answers: defaultdict[str, list[Review]] = defaultdict(list)
    for review in sorted(reviews, key=lambda review: review.number):
        answers[review.question].append(review)
    scheduler = _scheduler(months)
    return tuple(
        _card(scheduler, question, answers[question], completed_at)
        for question in questions
    )


def first_interval() -> timedelta:
    """How long after a course was completed its questions first come back; shorter than
    the longest interval of any course, so the same for all."""
    start = datetime(2000, 1, 1, tzinfo=UTC)
    return _card(_scheduler(12), "", [], start).due_at - start


def _card(
    scheduler: fsrs.Scheduler,
    question: str,
    reviews: list[Review],
    completed_at: datetime,
) -> Card:
    known = _reviewed(scheduler, fsrs.Card(card_id=1), completed_at, right=True)
    for review in reviews:
        known = _reviewed(scheduler, known, review.at, right=review.right)
    last = reviews[-1] if reviews else None
    return Card(
        question=question,
        due_at=_to_the_millisecond(known.due),
        reviews=len(reviews),
        last_at=last.at if last else None,
        last_right=last is not None and last.right,
    )


def _reviewed(
    scheduler: fsrs.Scheduler, card: fsrs.Card, at: datetime, *, right: bool
) -> fsrs.Card:
    rating = fsrs.Rating.Good if right else fsrs.Rating.Again
    return scheduler.review_card(card, rating, at.astimezone(UTC))[0]


@lru_cache
def _scheduler(months: int) -> fsrs.Scheduler:
    """Counts in days: steps of minutes are for cramming."""
    return fsrs.Scheduler(
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=max(1, months * _DAYS_A_MONTH // 2),
        enable_fuzzing=False,
    )


def _to_the_millisecond(moment: datetime) -> datetime:
    """What MongoDB keeps."""
    return moment - timedelta(microseconds=moment.microsecond % 1000)

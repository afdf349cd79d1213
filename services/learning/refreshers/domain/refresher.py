"""One person's refresher of one course: what is due, and when it renews."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.learning.catalogue.domain.course import Course
from services.learning.catalogue.domain.quiz import Question
from services.learning.catalogue.domain.showing import in_language
from services.learning.certificates.domain import Certificate
from services.learning.quizzes.domain.answers import FULL, canonical, points, problem
from services.learning.quizzes.domain.drawing import SEED_BYTES, draw_question
from services.learning.quizzes.domain.showing import show_answer, show_question
from services.learning.refreshers.domain.schedule import Card, Review, cards
from shared.errors import Conflict, Invalid, NotFound

# Before a certificate ends one may renew it, and every question comes back for that.
WINDOW = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Refresher:
    person_id: str
    course: Course  # the version that the person holds to; it fades
    completed_at: datetime
    certificate: Certificate  # the newest
    reviews: tuple[Review, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        return self.course.quiz(self.quiz).questions

    @property
    def quiz(self) -> str:
        if self.course.freshness is None:
            raise LookupError("only a course that fades is refreshed")
        return self.course.freshness.quiz

    @property
    def months(self) -> int:
        return self.course.freshness.months if self.course.freshness else 0

    @property
    def window(self) -> datetime | None:
        """From when on the certificate may be renewed; None where it never ends."""
        ends = self.certificate.expires_at
        return None if ends is None else ends - WINDOW

    @property
    def cards(self) -> tuple[Card, ...]:
        return cards(
            (question.id for question in self.questions),
            self.reviews,
            completed_at=self.completed_at,
            months=self.months,
        )

    def due_at(self, card: Card) -> datetime:
        return card.due_at if self.window is None else card.due_by(self.window)

    def due(self, at: datetime) -> list[Card]:
        """What is due, the longest waiting first."""
        found = [card for card in self.cards if self.due_at(card) <= at]
        return sorted(found, key=lambda card: (self.due_at(card), card.question))

    def next_due(self) -> datetime:
        return min(self.due_at(card) for card in self.cards)

    def renews(self, at: datetime) -> bool:
        """Whether everything was answered right inside the window."""
        window = self.window
        if window is None or at < window or self.certificate.revoked_at is not None:
            return False
        return all(card.is_refreshed(window) for card in self.cards)


def answer(
    refresher: Refresher,
    question_id: str,
    chosen: Sequence[str],
    *,
    review_id: str,
    at: datetime,
) -> Review:
    """Score an answer to a question that is due.

    Raises:
        NotFound: ``question_not_found``.
        Conflict: ``card_not_due``: another device was first, or it is too early.
        Invalid: ``incomplete_answers``.
    """
    question = find_question(refresher, question_id)
    if question_id not in {card.question for card in refresher.due(at)}:
        raise Conflict("card_not_due", "This question is not due yet.")
    given = canonical(question.kind, chosen)
    wrong = problem(question, given)
    if wrong:
        raise Invalid(
            "incomplete_answers", "Please answer the question.", {"answer": [wrong]}
        )
    right = points(question, given) == FULL
    number = max((review.number for review in refresher.reviews), default=0) + 1
    return Review(review_id, question_id, given, right, at, number)


def answered_before(
    refresher: Refresher, question_id: str, chosen: Sequence[str], review_id: str
) -> Review | None:
    """The review of this very id, if there is one.

    Raises:
        Conflict: ``review_id_taken``: it says something else.
    """
    for review in refresher.reviews:
        if review.id == review_id:
            kind = find_question(refresher, review.question).kind
            said = (question_id, canonical(kind, chosen))
            if (review.question, review.answer) != said:
                raise Conflict(
                    "review_id_taken", "Another answer was given under this id."
                )
            return review
    return None


def find_question(refresher: Refresher, question_id: str) -> Question:
    """Raises:
    NotFound: ``question_not_found``.
    """
    for question in refresher.questions:
        if question.id == question_id:
            return question
    raise NotFound("question_not_found", "This refresher has no such question.")


def show_refresher(refresher: Refresher, language: str, at: datetime) -> dict[str, Any]:
    """The shape of ``RefresherView``."""
    certificate = refresher.certificate
    return {
        **in_language(refresher.course, language),
        "questions": len(refresher.questions),
        "due": len(refresher.due(at)),
        "next_due_at": refresher.next_due(),
        "certificate": certificate.number,
        "fresh_until": certificate.expires_at,
        "is_fresh": certificate.state(at) == "valid",
        "renewable_from": refresher.window,
    }


def show_card(refresher: Refresher, card: Card, language: str) -> dict[str, Any]:
    """The shape of ``CardView``: as little as an attempt tells before it has ended."""
    start = in_language(refresher.course, language)
    question = find_question(refresher, card.question)
    drawn = draw_question(_seed(refresher, card), question)
    quiz = refresher.course.quiz(refresher.quiz)
    return {**start, **show_question(quiz, drawn, start["language"])}


def _seed(refresher: Refresher, card: Card) -> str:
    """One order while the question waits, another the next time it comes back."""
    told = (refresher.person_id, refresher.course.slug, card.question, card.reviews)
    return hashlib.blake2b(repr(told).encode(), digest_size=SEED_BYTES).hexdigest()


def show_review(
    refresher: Refresher, review: Review, language: str, at: datetime
) -> dict[str, Any]:
    """The shape of ``ReviewView``: what is right is told, for it was answered."""
    question = find_question(refresher, review.question)
    card = next(card for card in refresher.cards if card.question == question.id)
    shown = show_card(refresher, card, language)
    earned = points(question, review.answer)
    return {
        **shown,
        "review": review.id,
        "result": show_answer(question, review.answer, earned, shown["language"]),
        "next_due_at": refresher.due_at(card),
        "still_due": len(refresher.due(at)),
        "certificate": refresher.certificate.number,
        "fresh_until": refresher.certificate.expires_at,
    }

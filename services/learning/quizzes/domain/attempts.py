"""An attempt at a quiz: when one may begin, until when it counts, what it is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from services.learning.catalogue.domain.course import Course
from services.learning.catalogue.domain.quiz import Quiz
from services.learning.progress.domain.records import Record
from services.learning.quizzes.domain.answers import (
    Answer,
    canonical,
    points,
    problem,
)
from services.learning.quizzes.domain.drawing import (
    Drawn,
    draw,
    first_form,
    other_form,
)
from shared.errors import Conflict, Invalid

Given = Mapping[str, Sequence[str]]  # question id to the answer as it was sent

OPEN, SUBMITTED, EXPIRED = "open", "submitted", "expired"
STATES = (OPEN, SUBMITTED, EXPIRED)
# Answers sent in the last second need a while to arrive over a bad network.
GRACE = timedelta(seconds=30)
_BEFORE_AND_AFTER = 2


@dataclass(frozen=True, slots=True)
class Score:
    percent: int  # mean of the questions' points, rounded down
    passed: bool


@dataclass(frozen=True, slots=True)
class Attempt:
    id: str
    person_id: str
    slug: str
    course_version: int
    quiz: str
    started_at: datetime
    drawn: tuple[Drawn, ...]
    seed: str = ""  # of attempts older than seeds: none
    number: int = 1  # among the person's attempts at this quiz
    form: str | None = None
    due_at: datetime | None = None
    answers: Mapping[str, Answer] | None = None
    points: Mapping[str, int] = field(default_factory=dict)  # by question, of 100
    score: Score | None = None
    submitted_at: datetime | None = None
    counted: bool = True  # False of answers that came too late

    def state(self, at: datetime) -> str:
        if self.answers is not None:
            return SUBMITTED
        return EXPIRED if self.is_late(at) else OPEN

    def is_late(self, at: datetime) -> bool:
        return self.due_at is not None and at > self.due_at + GRACE


def may_begin(
    quiz: Quiz, record: Record, course: Course, past: Sequence[Attempt], at: datetime
) -> Conflict | None:
    """Why no new attempt may begin, if so.

    Args:
        past: the person's attempts at this quiz, the oldest first.
    """
    if quiz.purpose == "refresher":
        return Conflict(
            "comes_back_later", "These questions come back one by one, later."
        )
    left = attempts_left(quiz, past)
    if left is not None and left <= 0:
        return Conflict("attempts_used", "There is no attempt left.")
    lessons = {lesson.id for lesson in course.lessons}
    if quiz.purpose == "before_after" and past and lessons - record.progress.done:
        return Conflict("lessons_first", "Do every lesson first.")
    return None


def attempts_left(quiz: Quiz, past: Sequence[Attempt]) -> int | None:
    """How many more may begin; None for any number. Each that began was used."""
    most = _BEFORE_AND_AFTER if quiz.purpose == "before_after" else quiz.attempts
    return None if most is None else most - len(past)


def still_open(past: Sequence[Attempt], at: datetime) -> Attempt | None:
    """The attempt to go on with instead of beginning another."""
    return next(
        (
            attempt
            for attempt in past
            if attempt.answers is None
            and (attempt.due_at is None or at < attempt.due_at)
        ),
        None,
    )


def begin(
    attempt_id: str,
    record: Record,
    course: Course,
    quiz: Quiz,
    past: Sequence[Attempt],
    *,
    at: datetime,
    seed: str,
) -> Attempt:
    """The attempt to answer: the open one if there is one, else a new one.

    Raises:
        Conflict: ``attempts_used``, ``lessons_first`` or ``comes_back_later``.
    """
    goes_on = still_open(past, at)
    if goes_on is not None:
        return goes_on
    refusal = may_begin(quiz, record, course, past, at)
    if refusal is not None:
        raise refusal
    form = _form(quiz, past, seed)
    return Attempt(
        id=attempt_id,
        person_id=record.enrolment.person_id,
        slug=record.enrolment.slug,
        course_version=course.version,
        quiz=quiz.id,
        started_at=at,
        drawn=draw(quiz, seed, form),
        seed=seed,
        number=len(past) + 1,
        form=form,
        due_at=at + timedelta(minutes=quiz.minutes) if quiz.minutes else None,
    )


def _form(quiz: Quiz, past: Sequence[Attempt], seed: str) -> str | None:
    if quiz.purpose != "before_after":
        return None
    met = past[0].form if past else None
    return first_form(seed) if met is None else other_form(met)


def submit(
    attempt: Attempt, quiz: Quiz, given: Given, *, at: datetime, unfinished: bool
) -> Attempt:
    """The attempt with its score; the same one if these answers ended it before.

    Late answers are kept and scored, and do not count. Whoever hands in an attempt
    unfinished, or after its time, gets no points for what they left open.

    Raises:
        Conflict: ``attempt_ended``: other answers did.
        Invalid: ``incomplete_answers``, naming each question as ``answers.<id>``.
    """
    kinds = {question.id: question.kind for question in quiz.questions}
    answers = {
        question: canonical(kinds.get(question, ""), answer)
        for question, answer in given.items()
    }
    answers = {question: answer for question, answer in answers.items() if answer}
    if attempt.answers is not None:
        if answers == attempt.answers:
            return attempt
        raise Conflict("attempt_ended", "This attempt has ended; begin a new one.")
    is_over = attempt.due_at is not None and at >= attempt.due_at
    _check(attempt, quiz, answers, may_be_unfinished=unfinished or is_over)
    earned = {
        drawn.question: points(
            quiz.question(drawn.question), answers.get(drawn.question, ())
        )
        for drawn in attempt.drawn
    }
    percent = sum(earned.values()) // len(earned)
    return replace(
        attempt,
        answers=answers,
        points=earned,
        score=Score(percent, passed=percent >= quiz.pass_mark),
        submitted_at=at,
        counted=not attempt.is_late(at),
    )


def _check(
    attempt: Attempt,
    quiz: Quiz,
    answers: Mapping[str, Answer],
    *,
    may_be_unfinished: bool,
) -> None:
    asked = {drawn.question for drawn in attempt.drawn}
    problems = {
        f"answers.{question}": ["This attempt has no such question."]
        for question in answers.keys() - asked
    }
    for drawn in attempt.drawn if not may_be_unfinished else ():
        question = quiz.question(drawn.question)
        found = problem(question, answers.get(question.id, ()))
        if found:
            problems[f"answers.{question.id}"] = [found]
    if problems:
        raise Invalid("incomplete_answers", "Please answer every question.", problems)

"""An attempt at a quiz, and how it is scored. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from services.learning.catalogue.domain.course import Course
from services.learning.catalogue.domain.quiz import Question, Quiz
from services.learning.catalogue.domain.showing import in_language
from services.learning.progress.domain.records import Enrolment
from shared.errors import Conflict, Invalid

Answers = Mapping[str, Sequence[str]]  # question id to choice ids
Shuffle = Callable[[list[str]], None]  # in place


@dataclass(frozen=True, slots=True)
class Score:
    percent: int  # of questions answered exactly right, rounded down
    passed: bool


@dataclass(frozen=True, slots=True)
class Attempt:
    id: str
    person_id: str
    slug: str
    course_version: int
    quiz: str
    started_at: datetime
    # Question id to its choices in the order this attempt shows them.
    order: Mapping[str, tuple[str, ...]]
    answers: Mapping[str, tuple[str, ...]] | None = None  # choice ids sorted
    score: Score | None = None
    submitted_at: datetime | None = None


def begin(
    attempt_id: str, enrolment: Enrolment, quiz: Quiz, *, at: datetime, shuffle: Shuffle
) -> Attempt:
    """A new attempt, with each question's choices in an order of its own."""
    order = {}
    for question in quiz.questions:
        choices = [choice.id for choice in question.choices]
        shuffle(choices)
        order[question.id] = tuple(choices)
    return Attempt(
        id=attempt_id,
        person_id=enrolment.person_id,
        slug=enrolment.slug,
        course_version=enrolment.course_version,
        quiz=quiz.id,
        started_at=at,
        order=order,
    )


def submit(attempt: Attempt, quiz: Quiz, answers: Answers, *, at: datetime) -> Attempt:
    """The attempt with its score; the same one if these answers ended it before.

    Raises:
        Conflict: ``attempt_ended``: other answers did.
        Invalid: ``incomplete_answers``, naming each question as ``answers.<id>``.
    """
    given = {
        question: tuple(sorted(set(chosen))) for question, chosen in answers.items()
    }
    if attempt.answers is not None:
        if given == attempt.answers:
            return attempt
        raise Conflict("attempt_ended", "This attempt has ended; begin a new one.")
    _check(quiz, given)
    right = sum(given[question.id] == question.right for question in quiz.questions)
    percent = 100 * right // len(quiz.questions)
    return replace(
        attempt,
        answers=given,
        score=Score(percent, passed=percent >= quiz.pass_mark),
        submitted_at=at,
    )


def _check(quiz: Quiz, given: Mapping[str, tuple[str, ...]]) -> None:
    problems = {
        f"answers.{question.id}": [problem]
        for question in quiz.questions
        if (problem := _problem(question, given.get(question.id, ())))
    }
    known = {question.id for question in quiz.questions}
    for question_id in given.keys() - known:
        problems[f"answers.{question_id}"] = ["This quiz has no such question."]
    if problems:
        raise Invalid("incomplete_answers", "Please answer every question.", problems)


def _problem(question: Question, chosen: Sequence[str]) -> str:
    if not chosen:
        return "Choose an answer."
    if not set(chosen) <= {choice.id for choice in question.choices}:
        return "This question has no such choice."
    if question.kind == "single" and len(chosen) != 1:
        return "Choose one answer."
    return ""


def show_attempt(
    attempt: Attempt, course: Course, enrolment: Enrolment, language: str
) -> dict[str, Any]:
    """The shape of ``AttemptView``.

    What is right, and the feedback, are only in it once the attempt has ended.
    """
    quiz = course.quiz(attempt.quiz)
    start = in_language(course, language)
    shown = start["language"]
    return {
        **start,
        "id": attempt.id,
        "quiz": quiz.id,
        "title": quiz.title[shown],
        "started_at": attempt.started_at,
        "pass_mark": quiz.pass_mark,
        "questions": [
            _show_question(question, attempt.order[question.id], shown)
            for question in quiz.questions
        ],
        "result": _show_result(attempt, quiz, enrolment, shown),
    }


def _show_question(
    question: Question, order: Sequence[str], language: str
) -> dict[str, Any]:
    texts = {choice.id: choice.text[language] for choice in question.choices}
    return {
        "id": question.id,
        "kind": question.kind,
        "text": question.text[language],
        "choices": [{"id": choice, "text": texts[choice]} for choice in order],
    }


def _show_result(
    attempt: Attempt, quiz: Quiz, enrolment: Enrolment, language: str
) -> dict[str, Any] | None:
    if attempt.answers is None or attempt.score is None:
        return None
    return {
        "percent": attempt.score.percent,
        "passed": attempt.score.passed,
        "submitted_at": attempt.submitted_at,
        "questions": [
            {
                "id": question.id,
                "correct": attempt.answers[question.id] == question.right,
                "chosen": attempt.answers[question.id],
                "right": question.right,
                "feedback": question.feedback[language],
            }
            for question in quiz.questions
        ],
        "course_completed": enrolment.completed_at is not None,
        "certificate": enrolment.certificate,
    }

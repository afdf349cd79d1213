"""An attempt as its person sees it.

Before submission nothing here reads ``right``, ``accepted``, ``feedback``, points or
what follows from a choice; after it, only what ``release`` allows.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from services.learning.catalogue.domain.course import Course
from services.learning.catalogue.domain.quiz import Choice, Question, Quiz
from services.learning.catalogue.domain.showing import in_language
from services.learning.progress.domain.records import Enrolment
from services.learning.quizzes.domain.answers import FULL, Answer, points
from services.learning.quizzes.domain.attempts import OPEN, Attempt
from services.learning.quizzes.domain.drawing import Drawn
from services.learning.quizzes.domain.release import Circumstances, gain, is_released


def show_attempt(
    attempt: Attempt,
    course: Course,
    enrolment: Enrolment,
    around: Circumstances,
    language: str,
) -> dict[str, Any]:
    """The shape of ``AttemptView``.

    Args:
        course: in the version that the attempt is of.
    """
    quiz = course.quiz(attempt.quiz)
    start = in_language(course, language)
    shown = start["language"]
    state = attempt.state(around.at)
    return {
        **start,
        "id": attempt.id,
        "quiz": quiz.id,
        "title": quiz.title[shown],
        "purpose": quiz.purpose,
        "answers": quiz.answers,
        "pass_mark": quiz.pass_mark,
        "number": attempt.number,
        "state": state,
        "started_at": attempt.started_at,
        "due_at": attempt.due_at,
        "seconds_left": _seconds_left(attempt, around) if state == OPEN else None,
        "questions": [show_question(quiz, drawn, shown) for drawn in attempt.drawn],
        "result": _show_result(attempt, quiz, enrolment, around, shown),
    }


def _seconds_left(attempt: Attempt, around: Circumstances) -> int | None:
    if attempt.due_at is None:
        return None
    return max(0, math.floor((attempt.due_at - around.at).total_seconds()))


def show_question(quiz: Quiz, drawn: Drawn, language: str) -> dict[str, Any]:
    question = quiz.question(drawn.question)
    return {
        "id": question.id,
        "kind": question.kind,
        "text": question.text[language],
        "choices": _show_choices(question.choices, drawn.choices, language),
        "partners": _show_choices(question.partners, drawn.partners, language),
        "unit": question.unit.get(language),
    }


def _show_choices(
    choices: Iterable[Choice], order: Sequence[str], language: str
) -> list[dict[str, str]]:
    texts = {choice.id: choice.text[language] for choice in choices}
    return [{"id": choice, "text": texts[choice]} for choice in order]


def _show_result(
    attempt: Attempt,
    quiz: Quiz,
    enrolment: Enrolment,
    around: Circumstances,
    language: str,
) -> dict[str, Any] | None:
    if attempt.answers is None or attempt.score is None:
        return None
    released = is_released(quiz, around)
    return {
        "percent": attempt.score.percent,
        "passed": attempt.score.passed and attempt.counted,
        "counted": attempt.counted,
        "submitted_at": attempt.submitted_at,
        "released": released,
        "questions": [
            _show_answer(attempt, quiz.question(drawn.question), language)
            for drawn in attempt.drawn
        ]
        if released
        else [],
        "gain": gain(quiz, around),
        "course_completed": enrolment.completed_at is not None,
        "certificate": enrolment.certificate,
    }


def _show_answer(attempt: Attempt, question: Question, language: str) -> dict[str, Any]:
    given = (attempt.answers or {}).get(question.id, ())
    # Attempts older than points were all or nothing, as their kinds still are.
    earned = attempt.points.get(question.id, points(question, given))
    return show_answer(question, given, earned, language)


def show_answer(
    question: Question, given: Answer, earned: int, language: str
) -> dict[str, Any]:
    """What was right, for somebody who has answered."""
    return {
        "id": question.id,
        "correct": earned == FULL,
        "points": earned,
        "chosen": given,
        "right": question.accepted.get(language, ())
        if question.kind == "short"
        else question.right,
        "tolerance": question.tolerance if question.kind == "numeric" else None,
        "outcomes": [
            {
                "id": choice.id,
                "points": choice.points,
                "text": choice.outcome[language],
            }
            for choice in question.choices
            if choice.outcome
        ],
        "feedback": question.feedback[language],
    }


def show_standing(
    past: Sequence[Attempt],
    left: int | None,
    refusal: str | None,
    around: Circumstances,
) -> dict[str, Any]:
    """The shape of ``AttemptListView``: no questions, no answers."""
    return {
        "items": [
            {
                "id": attempt.id,
                "number": attempt.number,
                "state": attempt.state(around.at),
                "started_at": attempt.started_at,
                "due_at": attempt.due_at,
                "submitted_at": attempt.submitted_at,
                "percent": attempt.score.percent if attempt.score else None,
                "passed": bool(
                    attempt.score and attempt.score.passed and attempt.counted
                ),
                "counted": attempt.counted,
            }
            for attempt in past
        ],
        "left": left,
        "refusal": refusal,
    }

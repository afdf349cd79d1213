"""When right answers are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.learning.catalogue.domain.quiz import Quiz
from services.learning.quizzes.domain.attempts import OPEN, Attempt, attempts_left


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What surrounds an attempt when somebody looks at it."""

    at: datetime
    passed: bool  # in any attempt that counted
    past: Sequence[Attempt]  # the person's attempts at this quiz, the oldest first
    cohort_done: bool | None = None  # None where the person is in no cohort


def is_released(quiz: Quiz, around: Circumstances) -> bool:
    """Whether a submitted attempt may tell verdicts, feedback and right answers.

    Of a test before and after they are told once both are over: else the first would
    teach the second. Without a cohort there is nobody to wait for but oneself.
    """
    if quiz.purpose == "before_after":
        is_open = any(attempt.state(around.at) == OPEN for attempt in around.past)
        return not is_open and attempts_left(quiz, around.past) == 0
    match quiz.answers:
        case "after_passing":
            return around.passed
        case "after_cohort":
            return around.passed if around.cohort_done is None else around.cohort_done
    return True


def gain(quiz: Quiz, around: Circumstances) -> dict[str, int] | None:
    """``{before, after}`` in percent, once both are known."""
    if quiz.purpose != "before_after":
        return None
    percents = {
        attempt.number: attempt.score.percent
        for attempt in around.past
        if attempt.score is not None and attempt.counted
    }
    if not percents.keys() >= {1, 2}:
        return None
    return {"before": percents[1], "after": percents[2]}

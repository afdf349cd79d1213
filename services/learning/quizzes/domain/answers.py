"""Answers to one question of each kind: their one spelling, what fits, what is right.

An answer is a list of texts: ids of choices (single, multiple, scenario), all ids in
order (ordering), ``left:right`` pairs (matching), one text (numeric, short).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from services.learning.catalogue.domain.quiz import Question
from services.learning.quizzes.domain.numbers import read_number
from services.learning.quizzes.domain.words import is_accepted

Answer = tuple[str, ...]

FULL = 100  # points
_ORDERED = ("ordering", "numeric", "short")


def canonical(kind: str, given: Sequence[str]) -> Answer:
    """The one spelling of answers that say the same."""
    said = [text for text in (" ".join(one.split()) for one in given) if text]
    return tuple(said if kind in _ORDERED else sorted(set(said)))


def problem(question: Question, answer: Answer) -> str:
    """What a learner has to mend, or nothing."""
    if not answer:
        return "Answer this question."
    match question.kind:
        case "numeric":
            return "" if _number(question, answer) is not None else "Write one number."
        case "short":
            return "" if len(answer) == 1 else "Write one answer."
        case "ordering":
            ids = sorted(choice.id for choice in question.choices)
            return "" if sorted(answer) == ids else "Name each item once, in order."
        case "matching":
            return _problem_of_pairs(question, answer)
    if not set(answer) <= {choice.id for choice in question.choices}:
        return "This question has no such choice."
    if question.kind != "multiple" and len(answer) != 1:
        return "Choose one answer."
    return ""


def _problem_of_pairs(question: Question, answer: Answer) -> str:
    pairs = [pair.partition(":")[::2] for pair in answer]
    partners = {partner.id for partner in question.partners}
    if any(right not in partners for _, right in pairs):
        return "This question has no such right side."
    lefts = sorted(choice.id for choice in question.choices)
    if sorted(left for left, _ in pairs) != lefts:
        return "Match each left side once."
    return ""


def points(question: Question, answer: Answer) -> int:
    """What an answer is worth, 0 to ``FULL``; one with a ``problem`` nothing."""
    if problem(question, answer):
        return 0
    match question.kind:
        case "scenario":
            [chosen] = answer
            return next(c.points for c in question.choices if c.id == chosen)
        case "numeric":
            return FULL if _is_near(question, answer) else 0
        case "short":
            return FULL if is_accepted(answer[0], question.accepted) else 0
    return FULL if answer == question.right else 0


def _is_near(question: Question, answer: Answer) -> bool:
    number = _number(question, answer)
    [right] = question.right
    return number is not None and abs(number - Decimal(right)) <= Decimal(
        question.tolerance
    )


def _number(question: Question, answer: Answer) -> Decimal | None:
    if len(answer) != 1:
        return None
    return read_number(answer[0], question.unit.values())

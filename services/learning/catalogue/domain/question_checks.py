"""What makes no sense in one question of a quiz file, named by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from services.learning.catalogue.domain.question_text import (
    ChoiceText,
    QuestionText,
    joined,
)
from shared.folders import Problems
from shared.prose import check_prose

_LEAST = {"ordering": 3}  # else two
_MOST = 30  # choices, partners or accepted answers
_FULL = 100  # points


def check_question(path: str, question: QuestionText, problems: Problems) -> None:
    if not question.kind:  # which has been said
        return
    check_prose(path, "\n".join(question.text), question.line + 1, problems)
    _check_choices(path, question.choices, problems)
    _check_choices(path, question.partners, problems)
    for problem in _of_answers(question):
        problems.add(path, question.line, problem)
    for line, problem in _of_lines(question):
        problems.add(path, line, problem)
    if joined(question.feedback).strip():
        feedback = "\n".join(question.feedback)
        check_prose(path, feedback, question.feedback_line, problems)
    else:
        problems.add(path, question.line, "The feedback, “> …”, is missing.")


def _check_choices(path: str, choices: list[ChoiceText], problems: Problems) -> None:
    seen: set[str] = set()
    for choice in choices:
        check_prose(path, choice.text, choice.line, problems)
        if choice.id in seen:
            problems.add(path, choice.line, f"There is a choice “{choice.id}” already.")
        seen.add(choice.id)
        if choice.outcome:
            outcome = "\n".join(choice.outcome)
            check_prose(path, outcome, choice.outcome_line, problems)


def _of_answers(question: QuestionText) -> list[str]:
    """What is wrong with the answers as a whole."""
    kind = question.kind
    if kind == "numeric":
        found = len(question.numbers)
        return [] if found == 1 else [f"“numeric” has one “= …”, not {found}."]
    if kind == "short":
        return _of_number("accepted answers", len(question.accepted), least=1)
    what = "choices" if kind != "matching" else "pairs"
    problems = _of_number(what, len(question.choices), least=_LEAST.get(kind, 2))
    if kind == "matching":
        problems += _of_number("right sides", len(question.partners), least=0)
    return problems + _of_right(question)


def _of_number(what: str, found: int, *, least: int) -> list[str]:
    if found < least:
        words = {1: "one", 2: "two", 3: "three"}
        return [f"This question needs {words[least]} {what} or more."]
    return [f"More than {_MOST} {what}."] if found > _MOST else []


def _of_right(question: QuestionText) -> list[str]:
    right = len(question.right)
    match question.kind:
        case "single" if right != 1:
            return [f"“single” has exactly one right choice, not {right}."]
        case "multiple" if not right:
            return ["No choice is marked as right."]
        case "scenario" if right != 1:
            return [f"“scenario” has exactly one choice with [{_FULL}], not {right}."]
    return []


def _of_lines(question: QuestionText) -> list[tuple[int, str]]:
    """What is wrong with single answers, each with its line."""
    return [
        *(
            (choice.line, f"This is number {place}.")
            for place, choice in enumerate(question.choices, start=1)
            if question.kind == "ordering" and choice.place != place
        ),
        *(
            (number.line, "A tolerance is not below zero.")
            for number in question.numbers
            if Decimal(number.tolerance) < 0
        ),
        *(
            (accepted.line, "There is no word in this answer.")
            for accepted in question.accepted
            if not re.search(r"[^\W_]", accepted.text)
        ),
        *(_of_ways(question.choices) if question.kind == "scenario" else ()),
    ]


def _of_ways(choices: list[ChoiceText]) -> Iterator[tuple[int, str]]:
    for choice in choices:
        if choice.points > _FULL:
            yield choice.line, f"Points go from 0 to {_FULL}."
        if not joined(choice.outcome).strip():
            yield (
                choice.outcome_line or choice.line,
                "What follows, “  > …”, is missing.",
            )

"""What ships, as its authors' files say it; and answers to what is asked of it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from services.learning.catalogue.domain.course import Course
from services.learning.catalogue.domain.folder import Folder, read_course
from services.learning.catalogue.domain.quiz import Question
from shared.folders import read_contents, read_folder

COURSES = Path(__file__).parents[1] / "services" / "learning" / "courses"

Answers = dict[str, list[str]]  # question id to its answer as the API takes it


@cache
def course(slug: str) -> Course:
    folder = COURSES / slug
    texts = read_folder(folder, leave_out="files/*")
    return read_course(Folder(texts, read_contents(folder / "files")))


def lessons(slug: str) -> list[str]:
    """The lessons' ids, in order."""
    return [lesson.id for lesson in course(slug).lessons]


def answers(of: Course, quiz: str, asked: Iterable[str], *, right: bool) -> Answers:
    """Args:
    asked: ids of the questions that an attempt shows, which may not be all.
    """
    return {
        question: answer(of.quiz(quiz).question(question), right=right)
        for question in asked
    }


def answer(question: Question, *, right: bool) -> list[str]:
    found = list(question.right)
    match question.kind:
        case "short":
            return [question.accepted["uk"][0] if right else "щось зовсім інше"]
        case "numeric" if not right:
            return [str(float(question.right[0]) + float(question.tolerance) + 1)]
        case "ordering" if not right:
            return found[::-1]
        case "matching" if not right:
            return _mismatched(found)
        case "single" | "multiple" | "scenario" if not right:
            return [c.id for c in question.choices if c.id not in found][:1] or ["a"]
    return found


def _mismatched(pairs: list[str]) -> list[str]:
    lefts, rights = zip(*(pair.split(":") for pair in pairs), strict=True)
    moved = [*rights[1:], rights[0]]
    return [f"{left}:{right}" for left, right in zip(lefts, moved, strict=True)]


def fields(of: Course, quiz: str, given: Answers) -> dict[str, Any]:
    """The answers as the fields of the pages' form."""
    sent: dict[str, Any] = {}
    for question, said in given.items():
        match of.quiz(quiz).question(question).kind:
            case "ordering":
                for place, choice in enumerate(said, start=1):
                    sent[f"{question}.{choice}"] = str(place)
            case "matching":
                for pair in said:
                    left, _, right = pair.partition(":")
                    sent[f"{question}.{left}"] = right
            case _:
                sent[question] = said
    return sent


def asked(names: Iterable[str], of: Course, quiz: str) -> list[str]:
    """The questions that a form with fields of these names asks."""
    known = {question.id for question in of.quiz(quiz).questions}
    found = (name.partition(".")[0] for name in names)
    return [question for question in dict.fromkeys(found) if question in known]

"""The right answers of shipped quizzes, read from the files of their authors."""

import re
from pathlib import Path

COURSES = Path(__file__).parents[1] / "services" / "learning" / "courses"


def lessons(course: str) -> list[str]:
    """The lessons' ids, in order."""
    found = (COURSES / course / "lessons").glob("*.uk.md")
    return sorted(path.name.removesuffix(".uk.md") for path in found)


def right_answers(course: str, quiz: str = "final") -> dict[str, list[str]]:
    """Question id to the ids of its right choices."""
    text = (COURSES / course / "quizzes" / f"{quiz}.uk.md").read_text(encoding="utf-8")
    answers: dict[str, list[str]] = {}
    question = ""
    for line in text.splitlines():
        if heading := re.match(r"## (\S+) (single|multiple)", line):
            question = heading.group(1)
            answers[question] = []
        elif choice := re.match(r"- \[x\] (\S+):", line):
            answers[question].append(choice.group(1))
    return answers

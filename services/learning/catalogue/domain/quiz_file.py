"""``quizzes/<id>.<language>.md``: one quiz in one language.

After the front matter, an introduction if there is one, then each question::

    ## q1 single

    Question text.

    - [ ] a: Choice
    - [x] b: Choice

    > Feedback.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from marshmallow import Schema, fields, validate

from services.learning.catalogue.domain.outline import (
    MAX_ID,
    MAX_TITLE,
    number_field,
)
from services.learning.catalogue.domain.quiz import PURPOSES
from shared.documents import check, read_page
from shared.editorial import line_field
from shared.folders import SLUG, Problems
from shared.prose import check_prose

_HEADING = re.compile(rf"## ({SLUG.pattern}) (single|multiple)\s*")
_CHOICE = re.compile(rf"- \[([ xX])\] ({SLUG.pattern}): (.*\S)\s*")
_MAX_QUESTIONS = 200


class _QuizSchema(Schema):
    title = line_field(MAX_TITLE)
    pass_mark = number_field(1, 100)
    purpose = fields.String(load_default="final", validate=validate.OneOf(PURPOSES))


@dataclass(slots=True)
class ChoiceText:
    id: str
    right: bool
    text: str
    line: int


@dataclass(slots=True)
class QuestionText:
    """One question while it is being read, line by line."""

    id: str
    kind: str
    line: int
    text: list[str] = field(default_factory=list)
    choices: list[ChoiceText] = field(default_factory=list)
    feedback: list[str] = field(default_factory=list)
    feedback_line: int = 0

    @property
    def right(self) -> tuple[str, ...]:
        return tuple(sorted(choice.id for choice in self.choices if choice.right))


@dataclass(frozen=True, slots=True)
class QuizFile:
    path: str
    title: str
    pass_mark: int
    pass_mark_line: int
    purpose: str
    intro: str
    questions: list[QuestionText]


def read_quiz(path: str, text: str, problems: Problems) -> QuizFile | None:
    """The quiz; None, with problems, where there is none to read."""
    page = read_page(path, text, problems)
    if page is None:
        return None
    front = check(page.front, _QuizSchema(), problems)
    lines = page.body.split("\n")
    intro, questions = _split(path, lines, page.body_line, problems)
    _check_whole(path, intro, page.body_line, questions, problems)
    for question in questions:
        _check_question(path, question, problems)
    if front is None:
        return None
    return QuizFile(
        path=path,
        title=front["title"],
        pass_mark=front["pass_mark"],
        pass_mark_line=page.front.line("pass_mark"),
        purpose=front["purpose"],
        intro=intro,
        questions=questions,
    )


def joined(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n")


def _split(
    path: str, lines: list[str], first_line: int, problems: Problems
) -> tuple[str, list[QuestionText]]:
    intro: list[str] = []
    questions: list[QuestionText] = []
    for number, line in enumerate(lines, start=first_line):
        if line.startswith("## "):
            questions.append(_heading(path, line, number, problems))
        elif questions:
            _take(path, questions[-1], line, number, problems)
        else:
            intro.append(line)
    return joined(intro), questions


def _heading(path: str, line: str, number: int, problems: Problems) -> QuestionText:
    found = _HEADING.fullmatch(line)
    if found is None or len(found[1]) > MAX_ID:
        problems.add(
            path, number, "A question begins with “## <id> single” or “… multiple”."
        )
        return QuestionText("", "", number)
    return QuestionText(found[1], found[2], number)


def _take(
    path: str, question: QuestionText, line: str, number: int, problems: Problems
) -> None:
    """Add one line to the question: text, then choices, then feedback."""
    if line.startswith("- ["):
        _take_choice(path, question, line, number, problems)
    elif not question.choices:
        question.text.append(line)
    elif line.startswith(">"):
        question.feedback_line = question.feedback_line or number
        question.feedback.append(line[1:].removeprefix(" "))
    elif line.startswith("  ") and line.strip() and not question.feedback:
        question.choices[-1].text += f" {line.strip()}"
    elif line.strip():
        problems.add(
            path, number, "After the choices only feedback, “> …”, may stand here."
        )
    elif question.feedback:
        question.feedback.append("")


def _take_choice(
    path: str, question: QuestionText, line: str, number: int, problems: Problems
) -> None:
    found = _CHOICE.fullmatch(line)
    if found is None or len(found[2]) > MAX_ID:
        problems.add(path, number, "A choice is “- [ ] a: Text” or “- [x] a: Text”.")
        return
    if question.feedback:
        problems.add(path, number, "Choices stand before the feedback.")
    question.choices.append(ChoiceText(found[2], found[1] != " ", found[3], number))


def _check_whole(
    path: str,
    intro: str,
    first_line: int,
    questions: list[QuestionText],
    problems: Problems,
) -> None:
    if intro:
        check_prose(path, intro, first_line, problems)
    if not questions:
        problems.add(path, first_line, "There is no question.")
    if len(questions) > _MAX_QUESTIONS:
        problems.add(path, first_line, f"More than {_MAX_QUESTIONS} questions.")
    seen: set[str] = set()
    for question in questions:
        if question.id and question.id in seen:
            problems.add(path, question.line, f"There is a “{question.id}” already.")
        seen.add(question.id)


def _check_question(path: str, question: QuestionText, problems: Problems) -> None:
    check_prose(path, "\n".join(question.text), question.line + 1, problems)
    seen: set[str] = set()
    for choice in question.choices:
        check_prose(path, choice.text, choice.line, problems)
        if choice.id in seen:
            problems.add(path, choice.line, f"There is a choice “{choice.id}” already.")
        seen.add(choice.id)
    if len(question.choices) < 2:
        problems.add(path, question.line, "A question needs two choices or more.")
    if question.kind == "single" and len(question.right) != 1:
        problems.add(
            path,
            question.line,
            f"“single” has exactly one right choice, not {len(question.right)}.",
        )
    if question.kind == "multiple" and not question.right:
        problems.add(path, question.line, "No choice is marked as right.")
    if joined(question.feedback).strip():
        feedback = "\n".join(question.feedback)
        check_prose(path, feedback, question.feedback_line, problems)
    else:
        problems.add(path, question.line, "The feedback, “> …”, is missing.")

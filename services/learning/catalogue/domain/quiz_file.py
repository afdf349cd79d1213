"""``quizzes/<id>.<language>.md``: one quiz in one language.

After the front matter, an introduction if there is one, then the questions, each begun
by ``## <id> <kind>``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, fields, validate

from services.learning.catalogue.domain.outline import MAX_TITLE, is_id, number_field
from services.learning.catalogue.domain.question_checks import check_question
from services.learning.catalogue.domain.question_text import (
    QuestionText,
    begin_question,
    joined,
    take_line,
)
from services.learning.catalogue.domain.quiz import FORMS, PURPOSES, RELEASES
from shared.documents import Document, check, read_page
from shared.editorial import line_field
from shared.folders import Problems
from shared.prose import check_prose

_MAX_QUESTIONS = 200
_MAX_MINUTES = 600


def _limit(most: int) -> fields.Integer:
    return fields.Integer(
        load_default=None, strict=True, validate=validate.Range(1, most)
    )


class _QuizSchema(Schema):
    title = line_field(MAX_TITLE)
    pass_mark = number_field(1, 100)
    purpose = fields.String(load_default="final", validate=validate.OneOf(PURPOSES))
    minutes = _limit(_MAX_MINUTES)
    attempts = _limit(100)
    answers = fields.String(load_default="at_once", validate=validate.OneOf(RELEASES))
    draw = fields.Dict(
        keys=fields.String(validate=is_id),
        values=number_field(1, _MAX_QUESTIONS),
        load_default=dict,
    )


# What the front matter says besides the title: the same in every language.
RULES = ("pass_mark", "purpose", "minutes", "attempts", "answers", "draw")


@dataclass(frozen=True, slots=True)
class QuizFile:
    path: str
    title: str
    rules: Mapping[str, Any]  # by RULES
    lines: Mapping[str, int]  # where each rule stands
    intro: str
    questions: list[QuestionText]

    @property
    def purpose(self) -> str:
        return str(self.rules["purpose"])


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
        check_question(path, question, problems)
    if front is None:
        return None
    _check_rules(page.front, front, questions, problems)
    return QuizFile(
        path=path,
        title=front["title"],
        rules={rule: front[rule] for rule in RULES},
        lines={rule: page.front.line(rule) for rule in RULES},
        intro=intro,
        questions=questions,
    )


def _split(
    path: str, lines: list[str], first_line: int, problems: Problems
) -> tuple[str, list[QuestionText]]:
    intro: list[str] = []
    questions: list[QuestionText] = []
    for number, line in enumerate(lines, start=first_line):
        if line.startswith("## "):
            questions.append(begin_question(path, line, number, problems))
        elif questions:
            take_line(path, questions[-1], line, number, problems)
        else:
            intro.append(line)
    return joined(intro), questions


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


def _check_rules(
    document: Document,
    front: Mapping[str, Any],
    questions: list[QuestionText],
    problems: Problems,
) -> None:
    _check_forms(document, front, questions, problems)
    pools = Counter(question.pool for question in questions)
    for pool, wanted in front["draw"].items():
        if wanted > pools[pool]:
            problems.add(
                document.path,
                document.line("draw", pool),
                f"draw: {wanted} of “pool={pool}”, which has {pools[pool]} questions.",
            )
    fixed = {"practice": "as often as wanted", "before_after": "twice"}
    if front["attempts"] is not None and front["purpose"] in fixed:
        problems.add(
            document.path,
            document.line("attempts"),
            f"attempts: “{front['purpose']}” is taken {fixed[front['purpose']]}.",
        )


def _check_forms(
    document: Document,
    front: Mapping[str, Any],
    questions: list[QuestionText],
    problems: Problems,
) -> None:
    compared = front["purpose"] == "before_after"
    for question in questions:
        if not question.kind or (question.form is not None) == compared:
            continue
        problems.add(
            document.path,
            question.line,
            "“before_after” needs “form=a” or “form=b” on each question."
            if compared
            else "Only questions of a quiz of purpose “before_after” have a form.",
        )
    sizes = Counter(question.form for question in questions)
    if compared and len({sizes[form] for form in FORMS}) > 1:
        found = " and ".join(str(sizes[form]) for form in FORMS)
        problems.add(
            document.path,
            document.line("purpose"),
            f"“before_after” needs as many questions with form=a as with form=b, "
            f"not {found}.",
        )

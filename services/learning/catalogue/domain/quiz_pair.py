"""The languages of a quiz: the same questions, choices and right answers."""

from __future__ import annotations

from services.learning.catalogue.domain.quiz import Choice, Question, Quiz
from services.learning.catalogue.domain.quiz_file import QuestionText, QuizFile, joined
from shared.folders import Problems


def compare_quizzes(first: QuizFile, other: QuizFile, problems: Problems) -> None:
    """Name every difference on the line of ``other`` where it stands."""
    if first.pass_mark != other.pass_mark:
        problems.add(
            other.path,
            other.pass_mark_line,
            f"pass_mark: {first.path} says {first.pass_mark}.",
        )
    if bool(first.intro) != bool(other.intro):
        problems.add(other.path, 1, f"Only this or {first.path} has an introduction.")
    ids = [question.id for question in first.questions]
    found = [question.id for question in other.questions]
    if ids != found:
        problems.add(
            other.path,
            1,
            f"Questions differ from {first.path}: {_named(found)}, not {_named(ids)}.",
        )
    by_id = {question.id: question for question in first.questions}
    for question in other.questions:
        if question.id in by_id:
            _compare(first.path, by_id[question.id], other.path, question, problems)


def _compare(
    first_path: str,
    first: QuestionText,
    path: str,
    other: QuestionText,
    problems: Problems,
) -> None:
    if first.kind != other.kind:
        problems.add(path, other.line, f"{first_path} says “{first.kind}” here.")
    ids = [choice.id for choice in first.choices]
    found = [choice.id for choice in other.choices]
    if ids != found:
        problems.add(
            path,
            other.line,
            f"Choices differ from {first_path}: {_named(found)}, not {_named(ids)}.",
        )
    elif first.right != other.right:
        problems.add(
            path,
            other.line,
            f"Right answers differ from {first_path}: {_named(other.right)}, "
            f"not {_named(first.right)}.",
        )


def _named(ids: list[str] | tuple[str, ...]) -> str:
    return ", ".join(ids) or "none"


def build_quiz(quiz_id: str, by_language: dict[str, QuizFile]) -> Quiz:
    """One quiz of files between which ``compare_quizzes`` found no difference."""
    first = next(iter(by_language.values()))
    return Quiz(
        id=quiz_id,
        pass_mark=first.pass_mark,
        purpose=first.purpose,
        title={language: file.title for language, file in by_language.items()},
        intro={language: file.intro for language, file in by_language.items()},
        questions=tuple(
            _build_question(
                {
                    language: file.questions[index]
                    for language, file in by_language.items()
                }
            )
            for index in range(len(first.questions))
        ),
    )


def _build_question(by_language: dict[str, QuestionText]) -> Question:
    first = next(iter(by_language.values()))
    return Question(
        id=first.id,
        kind=first.kind,
        text={language: joined(read.text) for language, read in by_language.items()},
        choices=tuple(
            Choice(
                choice.id,
                {
                    language: read.choices[index].text
                    for language, read in by_language.items()
                },
            )
            for index, choice in enumerate(first.choices)
        ),
        right=first.right,
        feedback={
            language: joined(read.feedback) for language, read in by_language.items()
        },
    )

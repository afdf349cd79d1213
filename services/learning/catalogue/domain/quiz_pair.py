"""The languages of a quiz: the same questions, choices and right answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from services.learning.catalogue.domain.question_text import (
    ChoiceText,
    QuestionText,
    joined,
)
from services.learning.catalogue.domain.quiz import Choice, Question, Quiz, Texts
from services.learning.catalogue.domain.quiz_file import RULES, QuizFile
from shared.folders import Problems

ByLanguage = dict[str, QuestionText]


def compare_quizzes(first: QuizFile, other: QuizFile, problems: Problems) -> None:
    """Name every difference on the line of ``other`` where it stands."""
    for rule in RULES:
        said = first.rules[rule]
        if said != other.rules[rule]:
            line = other.lines[rule]
            problems.add(other.path, line, f"{rule}: {first.path} says {_plain(said)}.")
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


def _plain(said: object) -> str:
    if isinstance(said, dict):
        return ", ".join(f"{key}: {value}" for key, value in said.items()) or "nothing"
    return "nothing" if said is None else str(said)


def _compare(
    first_path: str,
    first: QuestionText,
    path: str,
    other: QuestionText,
    problems: Problems,
) -> None:
    if first.kind != other.kind:
        problems.add(path, other.line, f"{first_path} says “{first.kind}” here.")
        return
    if (first.pool, first.form) != (other.pool, other.form):
        belongs = _belonging(first) or "neither pool nor form"
        problems.add(path, other.line, f"{first_path} says {belongs} here.")
    for what, says in _differences(first, other):
        problems.add(path, other.line, f"{what} differ from {first_path}: {says}.")


def _belonging(question: QuestionText) -> str:
    if question.pool:
        return f"“pool={question.pool}”"
    return f"“form={question.form}”" if question.form else ""


def _differences(first: QuestionText, other: QuestionText) -> Iterator[tuple[str, str]]:
    """What differs, and how."""
    for what, side in (("Choices", _choices), ("Right sides", _partners)):
        ids, found = _ids(side(first)), _ids(side(other))
        if ids != found:
            yield what, f"{_named(found)}, not {_named(ids)}"
            return
    if first.kind == "numeric":
        yield from _of_numbers(first, other)
    elif first.right != other.right:
        yield "Right answers", f"{_named(other.right)}, not {_named(first.right)}"
    points = [choice.points for choice in first.choices]
    found_points = [choice.points for choice in other.choices]
    if points != found_points:
        yield "Points", f"{_named(found_points)}, not {_named(points)}"


def _of_numbers(first: QuestionText, other: QuestionText) -> Iterator[tuple[str, str]]:
    """Compared as numbers: one language writes a comma, the other a point."""
    for ours, theirs in zip(first.numbers, other.numbers, strict=False):
        if Decimal(ours.value) != Decimal(theirs.value):
            yield "Right answers", f"{theirs.value}, not {ours.value}"
        if Decimal(ours.tolerance) != Decimal(theirs.tolerance):
            yield "Tolerances", f"{theirs.tolerance}, not {ours.tolerance}"
        if bool(ours.unit) != bool(theirs.unit):
            yield "Units", "only one of them has one"


def _choices(question: QuestionText) -> list[ChoiceText]:
    return question.choices


def _partners(question: QuestionText) -> list[ChoiceText]:
    return question.partners


def _ids(choices: list[ChoiceText]) -> list[str]:
    return [choice.id for choice in choices]


def _named(found: Iterable[object]) -> str:
    return ", ".join(map(str, found)) or "none"


def build_quiz(quiz_id: str, by_language: dict[str, QuizFile]) -> Quiz:
    """One quiz of files between which ``compare_quizzes`` found no difference."""
    first = next(iter(by_language.values()))
    return Quiz(
        id=quiz_id,
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
        **first.rules,
    )


def _build_question(by_language: ByLanguage) -> Question:
    first = next(iter(by_language.values()))
    number = first.numbers[0] if first.numbers else None
    return Question(
        id=first.id,
        kind=first.kind,
        pool=first.pool,
        form=first.form,
        text=_texts(by_language, lambda read: joined(read.text)),
        choices=_build_choices(by_language, _choices),
        partners=_build_choices(by_language, _partners),
        right=first.right,
        tolerance=number.tolerance if number else "0",
        unit=_texts(by_language, lambda read: read.numbers[0].unit)
        if number and number.unit
        else {},
        accepted={
            language: tuple(accepted.text for accepted in read.accepted)
            for language, read in by_language.items()
            if read.accepted
        },
        feedback=_texts(by_language, lambda read: joined(read.feedback)),
    )


def _texts(by_language: ByLanguage, of: Callable[[QuestionText], str]) -> Texts:
    return {language: of(read) for language, read in by_language.items()}


def _build_choices(
    by_language: ByLanguage, side: Callable[[QuestionText], list[ChoiceText]]
) -> tuple[Choice, ...]:
    sides = {language: side(read) for language, read in by_language.items()}
    first = next(iter(sides.values()))
    return tuple(
        _build_choice({language: choices[at] for language, choices in sides.items()})
        for at in range(len(first))
    )


def _build_choice(by_language: dict[str, ChoiceText]) -> Choice:
    first = next(iter(by_language.values()))
    outcome = {
        language: joined(choice.outcome) for language, choice in by_language.items()
    }
    return Choice(
        id=first.id,
        text={language: choice.text for language, choice in by_language.items()},
        points=first.points,
        outcome=outcome if any(outcome.values()) else {},
    )

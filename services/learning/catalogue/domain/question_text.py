"""One question of a quiz file, read line by line: text, then answers, then feedback.

How the answers are written depends on the kind; ``docs/course-format.md`` shows each.
Whether they make sense together is asked in ``question_checks``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from services.learning.catalogue.domain.outline import MAX_ID
from services.learning.catalogue.domain.quiz import FORMS, KINDS
from shared.folders import SLUG, Problems

_ID = SLUG.pattern
_HEADING = re.compile(rf"## ({_ID}) ({'|'.join(KINDS)})((?: +[a-z]+=\S+)*)\s*")
_BELONGS = re.compile(rf"pool=({_ID})|form=({'|'.join(FORMS)})")
_NUMBER = r"-?[0-9]{1,12}(?:[.,][0-9]{1,6})?"


@dataclass(slots=True)
class ChoiceText:
    id: str
    text: str
    line: int
    right: bool = False  # single, multiple
    points: int = 0  # scenario
    place: int = 0  # ordering: the number it has in the file
    outcome: list[str] = field(default_factory=list)  # scenario
    outcome_line: int = 0


@dataclass(frozen=True, slots=True)
class NumberText:
    line: int
    value: str  # with a decimal point
    tolerance: str
    unit: str  # empty where there is none


@dataclass(frozen=True, slots=True)
class AcceptedText:
    line: int
    text: str


@dataclass(slots=True)
class QuestionText:
    id: str
    kind: str  # empty where the heading is broken
    line: int
    pool: str | None = None
    form: str | None = None
    text: list[str] = field(default_factory=list)
    answers_line: int = 0
    choices: list[ChoiceText] = field(default_factory=list)
    partners: list[ChoiceText] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    numbers: list[NumberText] = field(default_factory=list)
    accepted: list[AcceptedText] = field(default_factory=list)
    feedback: list[str] = field(default_factory=list)
    feedback_line: int = 0

    @property
    def right(self) -> tuple[str, ...]:
        """As ``quiz.Question`` has it."""
        match self.kind:
            case "ordering":
                return tuple(choice.id for choice in self.choices)
            case "matching":
                return tuple(sorted(f"{left}:{right}" for left, right in self.pairs))
            case "numeric":
                return tuple(number.value for number in self.numbers)
            case "scenario":
                return tuple(
                    sorted(choice.id for choice in self.choices if choice.points == 100)
                )
        return tuple(sorted(choice.id for choice in self.choices if choice.right))


def joined(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n")


def begin_question(
    path: str, line: str, number: int, problems: Problems
) -> QuestionText:
    """The question that a heading begins; of no kind, with a problem, if it is odd."""
    found = _HEADING.fullmatch(line)
    if found is None or len(found[1]) > MAX_ID:
        kinds = ", ".join(KINDS)
        problems.add(
            path,
            number,
            f"A question begins with “## <id> <kind>”; the kinds are {kinds}.",
        )
        return QuestionText("", "", number)
    question = QuestionText(found[1], found[2], number)
    belongs = found[3].split()
    what = _BELONGS.fullmatch(belongs[0]) if belongs else None
    if belongs and (what is None or len(belongs) > 1 or len(belongs[0]) > MAX_ID):
        problems.add(
            path, number, "After the kind stands “pool=<name>”, “form=a” or “form=b”."
        )
    if what is not None:
        question.pool, question.form = what[1], what[2]
    return question


def take_line(
    path: str, question: QuestionText, line: str, number: int, problems: Problems
) -> None:
    """Add one line to the question."""
    if not question.kind:  # which has been said
        return
    written = _WRITTEN[question.kind]
    if written.begins(question, line):
        question.answers_line = question.answers_line or number
        _take_answer(path, question, line, number, problems)
    elif not question.answers_line:
        question.text.append(line)
    elif line.startswith(">"):
        question.feedback_line = question.feedback_line or number
        question.feedback.append(line[1:].removeprefix(" "))
    elif line.strip() and not _continue(question, line, number):
        problems.add(
            path, number, "After the answers only feedback, “> …”, may stand here."
        )
    elif question.feedback:
        question.feedback.append("")


def _take_answer(
    path: str, question: QuestionText, line: str, number: int, problems: Problems
) -> None:
    written = _WRITTEN[question.kind]
    found = written.line.fullmatch(line)
    if found is None or any(len(name or "") > MAX_ID for name in _names(found)):
        problems.add(path, number, written.complaint)
        return
    if question.feedback:
        problems.add(path, number, "Answers stand before the feedback.")
    written.add(question, found, number)


def _names(found: re.Match[str]) -> tuple[str | None, ...]:
    named = found.groupdict()
    return named.get("id"), named.get("partner")


def _continue(question: QuestionText, line: str, number: int) -> bool:
    """Whether the line goes on with the answer above it, and was added to it."""
    above = question.partners or question.choices
    if question.feedback or not above or not line.startswith("  "):
        return False
    last = above[-1]
    if question.kind == "scenario" and line.startswith("  >"):
        last.outcome_line = last.outcome_line or number
        last.outcome.append(line[3:].removeprefix(" "))
        return True
    if last.outcome:
        return False
    last.text += f" {line.strip()}"
    return True


@dataclass(frozen=True, slots=True)
class _Written:
    """How the answers of one kind of question are written."""

    begins: Callable[[QuestionText, str], bool]
    line: re.Pattern[str]
    complaint: str  # about a line that is written otherwise
    add: Callable[[QuestionText, re.Match[str], int], None]


def _begins_with(start: str) -> Callable[[QuestionText, str], bool]:
    pattern = re.compile(start)
    return lambda question, line: pattern.match(line) is not None


def _begins_pair(question: QuestionText, line: str) -> bool:
    """Lists may stand in the question's text, but not among its pairs."""
    begun = question.answers_line and not question.feedback
    return line.startswith("- ") and bool(begun or "=>" in line)


def _add_choice(question: QuestionText, found: re.Match[str], number: int) -> None:
    choice = ChoiceText(found["id"], found["text"], number, right=found["mark"] != " ")
    question.choices.append(choice)


def _add_way(question: QuestionText, found: re.Match[str], number: int) -> None:
    points = int(found["points"])
    question.choices.append(
        ChoiceText(found["id"], found["text"], number, points=points)
    )


def _add_step(question: QuestionText, found: re.Match[str], number: int) -> None:
    place = int(found["place"])
    question.choices.append(ChoiceText(found["id"], found["text"], number, place=place))


def _add_pair(question: QuestionText, found: re.Match[str], number: int) -> None:
    if found["id"] is not None:
        question.choices.append(ChoiceText(found["id"], found["text"], number))
        question.pairs.append((found["id"], found["partner"]))
    question.partners.append(ChoiceText(found["partner"], found["other"], number))


def _add_number(question: QuestionText, found: re.Match[str], number: int) -> None:
    question.numbers.append(
        NumberText(
            number,
            found["value"].replace(",", "."),
            (found["tolerance"] or "0").replace(",", "."),
            found["unit"] or "",
        )
    )


def _add_accepted(question: QuestionText, found: re.Match[str], number: int) -> None:
    question.accepted.append(AcceptedText(number, found["text"]))


_CHOICE = _Written(
    _begins_with(r"- \["),
    re.compile(rf"- \[(?P<mark>[ xX])\] (?P<id>{_ID}): +(?P<text>.*\S)\s*"),
    "A choice is “- [ ] a: Text” or “- [x] a: Text”.",
    _add_choice,
)
_WRITTEN = {
    "single": _CHOICE,
    "multiple": _CHOICE,
    "scenario": _Written(
        _begins_with(r"- \["),
        re.compile(
            rf"- \[(?P<points>[0-9]{{1,4}})\] (?P<id>{_ID}): +(?P<text>.*\S)\s*"
        ),
        "A choice is “- [100] a: Text”, and then “  > What follows”.",
        _add_way,
    ),
    "ordering": _Written(
        _begins_with(r"[0-9]+[.)]"),
        re.compile(rf"(?P<place>[0-9]{{1,3}})\. (?P<id>{_ID}): +(?P<text>.*\S)\s*"),
        "A step is “1. a: Text”.",
        _add_step,
    ),
    "matching": _Written(
        _begins_pair,
        re.compile(
            rf"- +(?:(?P<id>{_ID}): +(?P<text>.*?\S) *)?"
            rf"=> *(?P<partner>{_ID}): +(?P<other>.*\S)\s*"
        ),
        "A pair is “- a: Left => x: Right”; what fits nothing is “- => z: Right”.",
        _add_pair,
    ),
    "numeric": _Written(
        _begins_with("="),
        re.compile(
            rf"= *(?P<value>{_NUMBER})(?: *(?:\+-|±) *(?P<tolerance>{_NUMBER}))?"
            r"(?: *\[ *(?P<unit>[^\[\]]{1,30}?) *\])?\s*"
        ),
        "The number is “= 112”, “= 9.5 +- 0.5” or “= 100 [m]”.",
        _add_number,
    ),
    "short": _Written(
        _begins_with("="),
        re.compile(r"= *(?P<text>\S(?:.{0,98}\S)?)\s*"),
        "An accepted answer is “= word”, up to 100 characters.",
        _add_accepted,
    ),
}

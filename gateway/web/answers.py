"""Answers to the questions of a quiz: as a form sends them, as a result explains them.

A form's fields are named after the question and, where each choice has a field of its
own, after the choice too: ``q3`` and ``q3.a``. No id has a dot in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from werkzeug.datastructures import MultiDict

from gateway import i18n

Question = Mapping[str, Any]
Marked = Mapping[str, Any]  # AnswerView
Form = MultiDict[str, str]

# Markdown that cannot stand in a legend: a list, a table, a quotation, a heading.
_BLOCK = re.compile(r"(?:[-*+>|#]|[0-9]+[.)]) ?", re.ASCII)
# Kinds whose problem says more than that there is no answer.
_TOLD_APART = ("ordering", "matching", "numeric")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a result: a text of the course, and what is to be said about it."""

    text: str
    note: str
    follows: str = ""  # Markdown


def field(question: Question, choice: str) -> str:
    return f"{question['id']}.{choice}"


def given(questions: list[dict[str, Any]], form: Form) -> dict[str, list[str]]:
    """Each question's answer as the API takes it; none where there is none."""
    answers = {
        question["id"]: _READ.get(question["kind"], _chosen)(question, form)
        for question in questions
    }
    return {question: answer for question, answer in answers.items() if answer}


def _chosen(question: Question, form: Form) -> list[str]:
    return [text for text in form.getlist(question["id"]) if text.strip()]


def _ordered(question: Question, form: Form) -> list[str]:
    """Nothing unless each place is taken once: the order would be a guess of ours."""
    ids = [choice["id"] for choice in question["choices"]]
    places = {choice: form.get(field(question, choice), "") for choice in ids}
    wanted = [str(place) for place in range(1, len(ids) + 1)]
    if sorted(places.values()) != sorted(wanted):
        return []
    return sorted(ids, key=lambda choice: int(places[choice]))


def _paired(question: Question, form: Form) -> list[str]:
    pairs = (
        (choice["id"], form.get(field(question, choice["id"]), ""))
        for choice in question["choices"]
    )
    return [f"{left}:{right}" for left, right in pairs if right]


_READ: dict[str, Callable[[Question, Form], list[str]]] = {
    "ordering": _ordered,
    "matching": _paired,
}


def problem(question: Question, position: int) -> str:
    """What a reader is told about a question that the service did not take."""
    kind = question["kind"]
    key = kind if kind in _TOLD_APART else "unanswered"
    return i18n.t(f"problem.quiz.{key}", position=position)


def split(text: str) -> tuple[str, str]:
    """What leads to a question, as Markdown, and the question, one paragraph of it.

    The question is empty where its last paragraph is none.
    """
    lead, _, last = text.strip().rpartition("\n\n")
    return (text, "") if _BLOCK.match(last) else (lead, last)


def explain(question: Question, marked: Marked) -> list[Row]:
    """The lines of a result about one question."""
    return list(_EXPLAIN[question["kind"]](question, marked))


def _choices(question: Question, marked: Marked) -> Iterator[Row]:
    for choice in question["choices"]:
        chosen, right = (
            choice["id"] in marked["chosen"],
            choice["id"] in marked["right"],
        )
        if chosen or right:
            yield Row(choice["text"], i18n.t(_verdict(chosen=chosen, right=right)))


def _ways(question: Question, marked: Marked) -> Iterator[Row]:
    """Every choice of a scenario: what follows from the others is worth knowing."""
    outcomes = {outcome["id"]: outcome for outcome in marked["outcomes"]}
    for choice in question["choices"]:
        outcome = outcomes[choice["id"]]
        points = i18n.tn("result.points", outcome["points"])
        if choice["id"] in marked["chosen"]:
            points = f"{i18n.t('result.your_choice')} · {points}"
        yield Row(choice["text"], points, outcome["text"])


def _order(question: Question, marked: Marked) -> Iterator[Row]:
    texts = _texts(question["choices"])
    places = {choice: at for at, choice in enumerate(marked["chosen"], start=1)}
    for at, choice in enumerate(marked["right"], start=1):
        yours = places.get(choice)
        if yours in (at, None):
            note = i18n.t("result.right_place" if yours else "result.its_place")
        else:
            note = i18n.t("result.your_place", place=yours)
        yield Row(f"{at}. {texts[choice]}", note)


def _pairs(question: Question, marked: Marked) -> Iterator[Row]:
    lefts, partners = _texts(question["choices"]), _texts(question["partners"])
    yours = dict(pair.split(":") for pair in marked["chosen"])
    for pair in marked["right"]:
        left, right = pair.split(":")
        chosen = yours.get(left)
        if chosen == right:
            note = i18n.t("result.chosen_right")
        elif chosen in partners:
            note = i18n.t("result.you_matched", text=partners[chosen])
        else:
            note = i18n.t("result.missed")
        yield Row(f"{lefts[left]} – {partners[right]}", note)


def _number(question: Question, marked: Marked) -> Iterator[Row]:
    yield from _yours(marked)
    [right] = marked["right"]
    text = _written(right)
    if Decimal(marked["tolerance"]):
        text += f"\u00a0±\u00a0{_written(marked['tolerance'])}"
    if question["unit"]:
        text += f"\u00a0{question['unit']}"
    yield Row(text, i18n.t("result.right_answer"))


def _written(number: str) -> str:
    return i18n.format_number(Decimal(number), exact=True)


def _words(question: Question, marked: Marked) -> Iterator[Row]:
    yield from _yours(marked)
    for accepted in marked["right"]:
        yield Row(accepted, i18n.t("result.accepted"))


def _yours(marked: Marked) -> Iterator[Row]:
    key = _verdict(chosen=True, right=marked["correct"])
    for text in marked["chosen"]:
        yield Row(text, i18n.t(key))


def _verdict(*, chosen: bool, right: bool) -> str:
    if not chosen:
        return "result.missed"
    return "result.chosen_right" if right else "result.chosen_wrong"


def _texts(choices: list[dict[str, str]]) -> dict[str, str]:
    return {choice["id"]: choice["text"] for choice in choices}


_EXPLAIN: dict[str, Callable[[Question, Marked], Iterator[Row]]] = {
    "single": _choices,
    "multiple": _choices,
    "scenario": _ways,
    "ordering": _order,
    "matching": _pairs,
    "numeric": _number,
    "short": _words,
}

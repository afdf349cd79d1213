"""Which questions an attempt asks, and in which order everything stands (ADR 16).

All of it follows from the attempt's seed, which stays on the server: things are put in
the order of keyed hashes of their names. So an order can be made again in any language
and with any version of Python, and one seed tells nothing about another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from services.learning.catalogue.domain.quiz import FORMS, Choice, Question, Quiz

SEED_BYTES = 16


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question of an attempt, with its choices and partners as they are shown."""

    question: str
    choices: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()


def draw(quiz: Quiz, seed: str, form: str | None) -> tuple[Drawn, ...]:
    """Args:
    seed: ``SEED_BYTES`` random bytes, hexadecimal.
    form: the form of a test before and after; None for other quizzes.
    """
    asked = [question for question in quiz.questions if question.form == form]
    chosen = [question.id for question in asked if question.pool not in quiz.draw]
    for pool, number in quiz.draw.items():
        members = [question.id for question in asked if question.pool == pool]
        chosen += _shuffled(seed, f"pool/{pool}", members)[:number]
    return tuple(
        draw_question(seed, quiz.question(question_id))
        for question_id in _shuffled(seed, "questions", chosen)
    )


def first_form(seed: str) -> str:
    """The form that is met first; half of all seeds give each."""
    return min(FORMS, key=lambda form: _rank(seed, "form", form))


def other_form(form: str) -> str:
    return next(other for other in FORMS if other != form)


def draw_question(seed: str, question: Question) -> Drawn:
    choices = _shuffled(seed, f"choices/{question.id}", _ids(question.choices))
    if question.kind == "ordering" and tuple(choices) == question.right:
        choices = [*choices[1:], choices[0]]  # the right order is not given away
    partners = _shuffled(seed, f"partners/{question.id}", _ids(question.partners))
    return Drawn(question.id, tuple(choices), tuple(partners))


def _ids(choices: Iterable[Choice]) -> list[str]:
    return [choice.id for choice in choices]


def _shuffled(seed: str, what: str, names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: _rank(seed, what, name))


def _rank(seed: str, what: str, name: str) -> bytes:
    label = f"{what}/{name}".encode()
    return hashlib.blake2b(label, key=bytes.fromhex(seed), digest_size=16).digest()

"""A quiz and its questions, with what is right. ``docs/course-format.md`` names them.

Nothing of this is shown as it is: ``showing`` and the quizzes' own rules choose what a
learner may see, and when.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Texts = dict[str, str]  # language to text

KINDS = (
    "single",
    "multiple",
    "ordering",
    "matching",
    "numeric",
    "short",
    "scenario",
)
PURPOSES = ("final", "practice", "before_after", "refresher")
RELEASES = ("at_once", "after_passing", "after_cohort")
FORMS = ("a", "b")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the things to choose from, to order or to match."""

    id: str
    text: Texts
    # Of a scenario only: worth 0 to 100, and what follows from choosing it.
    points: int = 0
    outcome: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """A question of any kind.

    ``right`` holds, by kind: the right choices sorted (single, multiple, scenario); all
    choices in the right order (ordering); ``left:right`` pairs sorted (matching); the
    number as it was written, with a point (numeric); nothing (short, see ``accepted``).
    """

    id: str
    kind: str  # one of KINDS
    text: Texts  # Markdown
    choices: tuple[Choice, ...]
    right: tuple[str, ...]  # never shown before submission
    feedback: Texts  # Markdown; never shown before submission
    pool: str | None = None
    form: str | None = None  # one of FORMS
    partners: tuple[Choice, ...] = ()  # matching: what the choices are matched with
    tolerance: str = "0"  # numeric
    unit: Texts = field(default_factory=dict)  # numeric, if there is one
    accepted: dict[str, tuple[str, ...]] = field(default_factory=dict)  # short


@dataclass(frozen=True, slots=True)
class Quiz:
    id: str
    pass_mark: int  # percent
    title: Texts
    intro: Texts  # Markdown, or empty
    questions: tuple[Question, ...]
    purpose: str = "final"  # one of PURPOSES
    minutes: int | None = None  # time limit
    attempts: int | None = None  # how many; None for any number
    answers: str = "at_once"  # one of RELEASES: when right answers are told
    draw: dict[str, int] = field(default_factory=dict)  # pool to how many of it

    @property
    def is_required(self) -> bool:
        """Whether the course is complete only once this is passed."""
        return self.purpose == "final"

    @property
    def length(self) -> int:
        """How many questions one attempt asks."""
        asked = [q for q in self.questions if q.form in (None, FORMS[0])]
        loose = sum(question.pool not in self.draw for question in asked)
        return loose + sum(self.draw.values())

    def question(self, question_id: str) -> Question:
        return next(found for found in self.questions if found.id == question_id)

"""How attempts stand in the database.

``order`` is what was drawn: each question in its order, with its choices in theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.learning.quizzes.domain.attempts import Attempt, Score
from services.learning.quizzes.domain.drawing import Drawn

Doc = dict[str, Any]


def attempt_doc(attempt: Attempt) -> Doc:
    """Of an attempt that has just begun."""
    doc = {
        "_id": attempt.id,
        "person_id": attempt.person_id,
        "slug": attempt.slug,
        "course_version": attempt.course_version,
        "quiz": attempt.quiz,
        "started_at": attempt.started_at,
        "order": {drawn.question: drawn.choices for drawn in attempt.drawn},
        "partners": {
            drawn.question: drawn.partners for drawn in attempt.drawn if drawn.partners
        },
        "seed": attempt.seed,
        "number": attempt.number,
        "form": attempt.form,
        "due_at": attempt.due_at,
    }
    return {name: value for name, value in doc.items() if value is not None}


def ending_doc(attempt: Attempt) -> Doc:
    """What submission sets, once."""
    if attempt.score is None:
        raise ValueError("an attempt ends with a score")
    return {
        "answers": attempt.answers,
        "points": attempt.points,
        "score": {"percent": attempt.score.percent, "passed": attempt.score.passed},
        "submitted_at": attempt.submitted_at,
        "counted": attempt.counted,
    }


def attempt(doc: Doc) -> Attempt:
    answers, score = doc.get("answers"), doc.get("score")
    partners = doc.get("partners", {})
    return Attempt(
        id=doc["_id"],
        person_id=doc["person_id"],
        slug=doc["slug"],
        course_version=doc["course_version"],
        quiz=doc["quiz"],
        started_at=doc["started_at"],
        drawn=tuple(
            Drawn(question, tuple(choices), tuple(partners.get(question, ())))
            for question, choices in doc["order"].items()
        ),
        seed=doc.get("seed", ""),
        number=doc.get("number", 1),
        form=doc.get("form"),
        due_at=doc.get("due_at"),
        answers=None if answers is None else _tuples(answers),
        points=doc.get("points", {}),
        score=Score(**score) if score else None,
        submitted_at=doc.get("submitted_at"),
        counted=doc.get("counted", True),
    )


def _tuples(lists: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(values) for key, values in lists.items()}

"""A record as its person sees it."""

from __future__ import annotations

from typing import Any

from services.learning.catalogue.domain.course import Course, by_id
from services.learning.catalogue.domain.showing import in_language
from services.learning.progress.domain.progress import Progress, steps_done
from services.learning.progress.domain.records import Record
from services.learning.progress.domain.signatures import Signature


def show_record(
    record: Record, course: Course, newest_version: int, language: str
) -> dict[str, Any]:
    """The shape of ``EnrolmentView``."""
    enrolment, progress = record.enrolment, record.progress
    done, of = steps_done(progress, course)
    begun = "in_progress" if progress.has_begun else "enrolled"
    start = in_language(course, language)
    shown = start["language"]
    return {
        **start,
        "newest_version": newest_version,
        "state": "completed" if enrolment.completed_at else begun,
        "enrolled_at": enrolment.enrolled_at,
        "active_at": progress.active_at or enrolment.enrolled_at,
        "completed_at": enrolment.completed_at,
        "lessons_total": len(course.lessons),
        "lessons_done": [
            lesson.id for lesson in course.lessons if lesson.id in progress.done
        ],
        "lessons_viewed": [
            lesson.id for lesson in course.lessons if lesson.id in progress.viewed
        ],
        "percent": 100 * done // of,
        "quizzes": _standings(progress, course, shown),
        "practical": [
            {
                "id": skill.id,
                "title": skill.title[shown],
                "signed": skill.id in progress.signed,
            }
            for skill in course.practical
        ],
        "certificate": enrolment.certificate,
    }


def show_signature(
    signature: Signature, course: Course, *, is_revoked: bool, language: str
) -> dict[str, Any]:
    """The shape of ``SignatureView``."""
    shown = in_language(course, language)["language"]
    skill = by_id(course.practical, course.current(signature.of) or "")
    return {
        "id": signature.id,
        "course": signature.slug,
        "skill": signature.of,
        "title": skill.title[shown] if skill else signature.of,
        "language": shown,
        "seen_on": signature.seen_on,
        "signed_by": signature.signed_by,
        "signed_at": signature.signed_at,
        "revoked": is_revoked,
    }


def _standings(
    progress: Progress, course: Course, language: str
) -> list[dict[str, Any]]:
    standings = []
    for quiz in course.quizzes:
        result = progress.result(quiz.id)
        standings.append(
            {
                "id": quiz.id,
                "title": quiz.title[language],
                "purpose": quiz.purpose,
                "required": quiz.is_required,
                "passed": result is not None and result.passed,
                "best_percent": result.best_percent if result else None,
                "attempts": result.attempts if result else 0,
            }
        )
    return standings

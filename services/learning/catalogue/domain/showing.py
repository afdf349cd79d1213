"""A course in one language, as readers see it. Nothing here tells right answers."""

from __future__ import annotations

from typing import Any

from services.learning.catalogue.domain.course import Course
from shared.languages import present, resolve


def in_language(course: Course, language: str) -> dict[str, Any]:
    """What every view of the course begins with: ``{slug, version, language, ...}``.

    ``language`` in it is the one the course's texts are shown in.
    """
    shown, title = resolve(course.title, language)
    return {
        "slug": course.slug,
        "version": course.version,
        "title": title,
        "language": shown,
        "languages": present(course.title),
    }


def show_course(course: Course, language: str) -> dict[str, Any]:
    """The shape of ``CourseView``."""
    start = in_language(course, language)
    shown = start["language"]
    return {
        **start,
        "summary": course.summary[shown],
        "audiences": course.audiences,
        "topics": course.topics,
        "minutes": course.minutes,
        "objectives": course.objectives[shown],
        "lessons": [
            {"id": lesson.id, "title": lesson.title[shown], "minutes": lesson.minutes}
            for lesson in course.lessons
        ],
        "quizzes": [
            {
                "id": quiz.id,
                "title": quiz.title[shown],
                "intro": quiz.intro[shown],
                "questions": len(quiz.questions),
                "pass_mark": quiz.pass_mark,
            }
            for quiz in course.quizzes
        ],
        "sources": course.sources,
        "reviewed_by": course.reviewed_by,
    }


def show_lesson(course: Course, lesson_id: str, language: str) -> dict[str, Any]:
    """The shape of ``LessonView``.

    Raises:
        NotFound: ``lesson_not_found``.
    """
    lesson = course.lesson(lesson_id)
    start = in_language(course, language)
    shown = start["language"]
    ids = [other.id for other in course.lessons]
    index = ids.index(lesson.id)
    return {
        **start,
        "course_title": start["title"],
        "id": lesson.id,
        "title": lesson.title[shown],
        "minutes": lesson.minutes,
        "body": lesson.body[shown],
        "position": index + 1,
        "of": len(ids),
        "previous": ids[index - 1] if index else None,
        "next": ids[index + 1] if index + 1 < len(ids) else None,
        "quizzes": [quiz.id for quiz in course.quizzes],
    }

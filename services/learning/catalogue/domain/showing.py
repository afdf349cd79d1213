"""A course in one language, as readers see it. Nothing here tells right answers."""

from __future__ import annotations

from typing import Any

from services.learning.catalogue.domain.course import Course, Lesson
from services.learning.catalogue.domain.quiz import Quiz
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
        "lessons": [_lesson_entry(lesson, shown) for lesson in course.lessons],
        "quizzes": [_quiz_entry(quiz, shown) for quiz in course.quizzes],
        "modules": [
            {
                "id": module.id,
                "title": module.title[shown],
                "lessons": [lesson.id for lesson in module.lessons],
                "quizzes": [quiz.id for quiz in module.quizzes],
            }
            for module in course.modules
        ],
        "prerequisites": course.prerequisites,
        "practical": [
            {"id": skill.id, "title": skill.title[shown]} for skill in course.practical
        ],
        "valid_months": course.freshness.months if course.freshness else None,
        "sources": course.sources,
        "reviewed_by": course.reviewed_by,
    }


def _lesson_entry(lesson: Lesson, shown: str) -> dict[str, Any]:
    return {"id": lesson.id, "title": lesson.title[shown], "minutes": lesson.minutes}


def _quiz_entry(quiz: Quiz, shown: str) -> dict[str, Any]:
    return {
        "id": quiz.id,
        "title": quiz.title[shown],
        "intro": quiz.intro[shown],
        "questions": quiz.length,
        "pass_mark": quiz.pass_mark,
        "purpose": quiz.purpose,
        "minutes": quiz.minutes,
        "attempts": quiz.attempts,
        "answers": quiz.answers,
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
        "files": [
            {
                "name": file.id,
                "title": file.title[shown],
                "licence": file.licence,
                "media_type": file.media_type,
                "size": file.size,
            }
            for file in course.files
            if f"files/{file.id}" in lesson.body[shown]
        ],
        "position": index + 1,
        "of": len(ids),
        "previous": ids[index - 1] if index else None,
        "next": ids[index + 1] if index + 1 < len(ids) else None,
        "quizzes": [quiz.id for quiz in course.quizzes],
    }

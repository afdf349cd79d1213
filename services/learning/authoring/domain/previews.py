"""Parts of a draft as learners would see them, whatever is wrong with the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from services.learning.authoring.domain.draft import Draft
from services.learning.authoring.domain.part_files import (
    lesson_path,
    quiz_path,
    show_lesson,
)
from services.learning.authoring.domain.showing import outline_of
from services.learning.catalogue.domain.attachments import media_type, problems_of
from services.learning.catalogue.domain.quiz import Choice, Question, Quiz
from services.learning.catalogue.domain.quiz_file import read_quiz
from services.learning.catalogue.domain.quiz_pair import build_quiz, compare_quizzes
from shared.errors import NotFound
from shared.folders import Problems
from shared.languages import LANGUAGES


def lesson_texts(draft: Draft, lesson_id: str) -> dict[str, Any]:
    """The shape of ``DraftLessonView``.

    Raises:
        NotFound: ``lesson_not_found``.
    """
    texts = {
        language: show_lesson(path, _text(draft, path, "lesson"))
        for language in LANGUAGES
        for path in [lesson_path(lesson_id, language)]
    }
    return {
        "minutes": texts[LANGUAGES[0]].minutes,
        "title": {language: text.title for language, text in texts.items()},
        "body": {language: text.body for language, text in texts.items()},
    }


def preview_lesson(draft: Draft, lesson_id: str, language: str) -> dict[str, Any]:
    """The shape of ``LessonPreviewView``.

    Raises:
        NotFound: ``lesson_not_found``.
    """
    path = lesson_path(lesson_id, language)
    lesson = show_lesson(path, _text(draft, path, "lesson"))
    return {
        "slug": draft.slug,
        "id": lesson_id,
        "title": lesson.title or lesson_id,
        "language": language,
        "minutes": lesson.minutes,
        "body": lesson.body,
        "files": list(_files(draft, lesson.body, language)),
    }


def preview_quiz(draft: Draft, quiz_id: str, language: str) -> dict[str, Any]:
    """The shape of ``QuizPreviewView``: with the right answers.

    Raises:
        NotFound: ``quiz_not_found``.
    """
    texts = {
        path: _text(draft, path, "quiz")
        for path in (quiz_path(quiz_id, code) for code in LANGUAGES)
    }
    start = {"slug": draft.slug, "id": quiz_id, "language": language}
    quiz = _quiz_alone(quiz_id, texts)
    if quiz is None:
        path = quiz_path(quiz_id, language)
        title = show_lesson(path, texts[path]).title
        return {**start, "title": title or quiz_id, "sound": False, "questions": []}
    return {
        **start,
        "title": quiz.title[language],
        "sound": True,
        "intro": quiz.intro[language],
        "pass_mark": quiz.pass_mark,
        "purpose": quiz.purpose,
        "minutes": quiz.minutes,
        "attempts": quiz.attempts,
        "answers": quiz.answers,
        "asked": quiz.length,
        "questions": [_question(question, language) for question in quiz.questions],
    }


def _text(draft: Draft, path: str, kind: str) -> str:
    text = draft.folder.texts.get(path)
    if text is None:
        raise NotFound(f"{kind}_not_found", f"This course has no such {kind}.")
    return text


def _quiz_alone(quiz_id: str, texts: Mapping[str, str]) -> Quiz | None:
    """The quiz, if nothing is wrong with it, whatever may be wrong elsewhere."""
    problems = Problems()
    read = [read_quiz(path, text, problems) for path, text in texts.items()]
    files = [file for file in read if file is not None]
    for other in files[1:]:
        compare_quizzes(files[0], other, problems)
    if problems:
        return None
    return build_quiz(quiz_id, dict(zip(LANGUAGES, files, strict=True)))


def _question(question: Question, language: str) -> dict[str, Any]:
    partners = {partner.id: partner.text[language] for partner in question.partners}
    pairs = dict(right.split(":", 1) for right in question.right if ":" in right)
    numbers = question.right if question.kind == "numeric" else ()
    return {
        "id": question.id,
        "kind": question.kind,
        "text": question.text[language],
        "feedback": question.feedback[language],
        "pool": question.pool,
        "form": question.form,
        "choices": [
            _choice(choice, question, partners.get(pairs.get(choice.id, "")), language)
            for choice in _in_order(question)
        ],
        "spare": [text for id_, text in partners.items() if id_ not in pairs.values()],
        "accepted": [*numbers, *question.accepted.get(language, ())],
        "tolerance": question.tolerance,
        "unit": question.unit.get(language, ""),
    }


def _in_order(question: Question) -> list[Choice]:
    if question.kind != "ordering":
        return list(question.choices)
    by_id = {choice.id: choice for choice in question.choices}
    return [by_id[choice_id] for choice_id in question.right]


def _choice(
    choice: Choice, question: Question, partner: str | None, language: str
) -> dict[str, Any]:
    return {
        "text": choice.text[language],
        "right": choice.id in question.right,
        "points": choice.points,
        "outcome": choice.outcome.get(language, ""),
        "partner": partner or "",
    }


def _files(draft: Draft, body: str, language: str) -> Iterator[dict[str, Any]]:
    """What the text shows or links to, of what may be shown."""
    titles = _file_titles(draft, language)
    for name, content in draft.folder.attachments.items():
        if f"files/{name}" in body and not any(problems_of(name, content)):
            yield {
                "name": name,
                "title": titles.get(name, name),
                "media_type": media_type(name),
                "size": len(content),
            }


def _file_titles(draft: Draft, language: str) -> dict[str, str]:
    """By name; an outline that does not hold has none."""
    listed = outline_of(draft).get("files")
    titles = {}
    for entry in listed if isinstance(listed, list) else []:
        title = entry.get("title") if isinstance(entry, dict) else None
        if isinstance(title, dict) and isinstance(title.get(language), str):
            titles[str(entry.get("name"))] = title[language]
    return titles

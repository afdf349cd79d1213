"""A quiz of a draft: its notation in both languages, and a look at it with answers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for

from gateway import i18n
from gateway.web import desk, draft_problems, typed
from gateway.web.rendering import page, see
from shared.contracts.learning_rpc import (
    QUESTION_KINDS,
)
from shared.errors import NotFound
from shared.languages import LANGUAGES

pages = Blueprint("desk_quizzes", __name__)
QUIZ = f"{desk.DRAFT}/quizzes/<quiz>"


def paths(quiz: str) -> list[str]:
    return [f"quizzes/{quiz}.{language}.md" for language in LANGUAGES]


@pages.route(QUIZ, methods=["GET", "POST"])
def quiz(slug: str, quiz: str) -> Response:
    draft = desk.open_to_write(slug)
    if not any(file["path"] in paths(quiz) for file in draft["files"]):
        raise NotFound("quiz_not_found", "This course has no such quiz.")

    def save() -> Response:
        desk.check_seen(draft, *paths(quiz))
        add = typed.line("kind") if typed.line("then") == "add" else None
        desk.change(
            "write_quiz",
            draft,
            quiz=quiz,
            texts={code: typed.text(f"text_{code}") for code in LANGUAGES},
            add=add,
        )
        if typed.line("then") == "preview":
            return see(url_for("desk_quizzes.preview", slug=slug, quiz=quiz))
        return see(request.path, "question_added" if add else "draft_saved")

    return desk.form(
        "desk/quiz.html",
        title=i18n.t("desk.quiz.title", title=_title(draft, quiz)),
        draft=draft,
        save=save,
        quiz=quiz,
        left=draft_problems.of_file(draft, *paths(quiz)),
        asked=request.form
        or {
            f"text_{code}": desk.text_of(draft, path)
            for code, path in zip(LANGUAGES, paths(quiz), strict=True)
        },
        kinds=[(kind, i18n.t(f"question_kind.{kind}")) for kind in QUESTION_KINDS],
        seen=desk.seen(draft, *paths(quiz)),
    )


def _title(draft: desk.Draft, quiz: str) -> str:
    return draft["titles"].get(f"quizzes/{quiz}") or quiz


@pages.get(f"{QUIZ}/preview")
def preview(slug: str, quiz: str) -> Response:
    draft = desk.read(slug)
    view = show(slug, quiz)
    return page(
        "desk/quiz_preview.html",
        title=view["title"],
        section="teaching",
        trail=desk.trail(draft),
        draft=draft,
        left=draft_problems.of_file(draft, *paths(quiz)),
        author=desk.is_author(),
        quiz=view,
    )


def show(slug: str, quiz: str) -> dict[str, Any]:
    found: dict[str, Any] = desk.ask(
        "preview_quiz", slug=slug, quiz=quiz, language=i18n.language()
    )
    return found

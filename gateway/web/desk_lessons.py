"""A lesson of a draft: written in both languages side by side, and looked at."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, request, url_for

from gateway import i18n
from gateway.markdown import File
from gateway.web import desk, draft_problems, typed
from gateway.web.lessons import blocks_of, note_of
from gateway.web.rendering import page, see
from shared.blocks import CALLOUTS, Block, Scenario
from shared.languages import LANGUAGES

pages = Blueprint("desk_lessons", __name__)
LESSON = f"{desk.DRAFT}/lessons/<lesson>"


def paths(lesson: str) -> list[str]:
    return [f"lessons/{lesson}.{language}.md" for language in LANGUAGES]


@pages.route(LESSON, methods=["GET", "POST"])
def lesson(slug: str, lesson: str) -> Response:
    draft = desk.open_to_write(slug)
    found = desk.ask("get_draft_lesson", slug=slug, lesson=lesson)

    def save() -> Response:
        desk.check_seen(draft, *paths(lesson))
        desk.change(
            "write_lesson",
            draft,
            lesson=lesson,
            minutes=typed.number("minutes") or 0,
            title=typed.both("title"),
            body={code: typed.text(f"body_{code}") for code in LANGUAGES},
        )
        if typed.line("then") == "preview":
            return see(url_for("desk_lessons.preview", slug=slug, lesson=lesson))
        return see(request.path, "draft_saved")

    return desk.form(
        "desk/lesson.html",
        title=i18n.t("desk.lesson.title", title=_title(draft, lesson)),
        draft=draft,
        save=save,
        lesson=lesson,
        left=draft_problems.of_file(draft, *paths(lesson)),
        asked=request.form or _asked(found),
        callouts=CALLOUTS,
        pictures=[file["name"] for file in draft["attachments"]],
        seen=desk.seen(draft, *paths(lesson)),
    )


def _asked(found: dict[str, Any]) -> dict[str, str]:
    texts = {
        f"{name}_{code}": found[name][code]
        for name in ("title", "body")
        for code in LANGUAGES
    }
    return {**texts, "minutes": str(found["minutes"])}


def _title(draft: desk.Draft, lesson: str) -> str:
    return draft["titles"].get(f"lessons/{lesson}") or lesson


@pages.get(f"{LESSON}/preview")
def preview(slug: str, lesson: str) -> Response:
    draft = desk.read(slug)
    view = show(slug, lesson)
    return page(
        "desk/lesson_preview.html",
        title=view["title"],
        section="teaching",
        trail=desk.trail(draft),
        draft=draft,
        left=draft_problems.of_file(draft, *paths(lesson)),
        author=desk.is_author(),
        lesson=view,
    )


def _apart(blocks: list[tuple[str, Block]], lesson: str) -> list[tuple[str, Block]]:
    """Scenarios under names that those of no other lesson on the page have."""
    return [
        (kind, _named_apart(block, lesson) if isinstance(block, Scenario) else block)
        for kind, block in blocks
    ]


def _named_apart(scenario: Scenario, lesson: str) -> Scenario:
    ways = (
        replace(way, onward=way.onward and f"{lesson}-{way.onward}")
        for way in scenario.ways
    )
    return replace(scenario, id=f"{lesson}-{scenario.id}", ways=tuple(ways))


def show(slug: str, lesson: str) -> dict[str, Any]:
    """The lesson, with ``blocks`` and ``shown_files`` as its component takes them."""
    view = desk.ask(
        "preview_lesson", slug=slug, lesson=lesson, language=i18n.language()
    )
    files = tuple(
        File(
            entry["name"],
            url_for("desk_files.file", slug=slug, name=entry["name"]),
            note_of(entry),
        )
        for entry in view["files"]
    )
    return {
        **view,
        "blocks": _apart(blocks_of(view["body"]), lesson),
        "shown_files": files,
    }

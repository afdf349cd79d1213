"""A draft as its authors see it."""

from __future__ import annotations

from typing import Any

from services.learning.authoring.domain.draft import Checked, Draft
from services.learning.authoring.domain.part_files import show_lesson
from services.learning.catalogue.domain.outline import PATH
from shared.documents import read_yaml
from shared.folders import Problems
from shared.languages import LANGUAGES
from shared.vocabulary import REVIEWED_TOPICS


def show_draft(draft: Draft, checked: Checked, language: str) -> dict[str, Any]:
    """The shape of ``DraftView``.

    ``outline`` is what the outline says, sound or not: forms show it again as it is.
    """
    outline = outline_of(draft)
    titles = outline.get("title")
    title = titles.get(language) if isinstance(titles, dict) else None
    topics = outline.get("topics")
    return {
        "slug": draft.slug,
        "title": title if isinstance(title, str) and title else draft.slug,
        "language": language,
        "status": draft.status,
        "revision": draft.revision,
        "version": checked.course.version if checked.course else outline.get("version"),
        "updated_at": draft.updated_at,
        "delicate": sorted(REVIEWED_TOPICS.intersection(topics))
        if isinstance(topics, list) and all(isinstance(t, str) for t in topics)
        else [],
        "outline": outline,
        "files": [
            {"path": path, "text": text}
            for path, text in sorted(draft.folder.texts.items())
        ],
        "attachments": [
            {"name": name, "size": len(content)}
            for name, content in sorted(draft.folder.attachments.items())
        ],
        "titles": _part_titles(draft, language),
        "problems": [
            {"place": place, "messages": messages}
            for place, messages in checked.problems.items()
        ],
    }


def outline_of(draft: Draft) -> dict[str, Any]:
    document = read_yaml(PATH, draft.folder.texts.get(PATH, ""), Problems())
    return document.values if document else {}


def _part_titles(draft: Draft, language: str) -> dict[str, str]:
    """``lessons/<id>`` or ``quizzes/<id>`` to the title in its file."""
    ending = f".{language if language in LANGUAGES else LANGUAGES[0]}.md"
    return {
        path.removesuffix(ending): show_lesson(path, text).title
        for path, text in draft.folder.texts.items()
        if path.endswith(ending)
    }

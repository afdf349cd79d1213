"""What is wrong with a draft, in the reader's words, each where it can be mended.

The service names a place as ``path:line`` of the author's files. On the pages most of
these files are seen in forms, so a place becomes the form and the line inside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask import url_for

from gateway import i18n
from gateway.web.course_problems import in_words

Draft = dict[str, Any]
Problem = dict[str, Any]

PART_FILE = re.compile(r"(lessons|quizzes)/([a-z0-9-]+)\.(uk|en)\.md")
KINDS = {"lessons": "lesson", "quizzes": "quiz"}
FACTS = ("title", "summary", "objectives", "audiences", "topics", "minutes")
# The first word of a problem of the outline to the page that mends it.
PAGES: Mapping[str, str] = {
    **dict.fromkeys((*FACTS, "prerequisites"), "facts"),
    "sources": "sources",
    "files": "files",
    **dict.fromkeys(("modules", "lessons", "quizzes"), "contents"),
}
LONGEST_QUOTE = 80  # characters


def shown(draft: Draft, problems: Iterable[Mapping[str, Any]]) -> list[Problem]:
    """``{text, where, quote, href, page}`` of each problem.

    Args:
        problems: list of ``{place, messages}`` as the service tells them.
    """
    return [
        _shown(draft, *_split(problem["place"]), message)
        for problem in problems
        for message in problem["messages"]
    ]


def gathered(problems: Iterable[Problem]) -> list[Problem]:
    """As ``shown``, but those of one lesson or quiz as one: its own form lists them."""
    parts: dict[str, list[Problem]] = {}
    kept: list[Problem] = []
    for problem in problems:
        if problem["page"] not in KINDS.values():
            kept.append(problem)
            continue
        parts.setdefault(problem["href"].partition("#")[0], []).append(problem)
    return kept + [_together(href, same) for href, same in parts.items()]


def _together(href: str, same: list[Problem]) -> Problem:
    first = same[0]
    if len(same) == 1:
        return first
    return {
        "text": i18n.tn("desk.problems", len(same)),
        "where": i18n.t(f"desk.place.{first['page']}", title=first["title"]),
        "quote": "",
        "href": href,
        "page": first["page"],
    }


def of_file(draft: Draft, *paths: str) -> list[Problem]:
    """The problems of these files alone."""
    mine = [p for p in draft["problems"] if _split(p["place"])[0] in paths]
    return shown(draft, mine)


def _split(place: str) -> tuple[str, int]:
    path, _, line = place.rpartition(":")
    return path, int(line) if line.isdecimal() else 1


def _shown(draft: Draft, path: str, line: int, message: str) -> Problem:
    part = PART_FILE.fullmatch(path)
    if part is not None:
        return _of_part(draft, part, line, message)
    if path.startswith("files/"):
        name = path.removeprefix("files/")
        where = i18n.t("desk.place.file", name=name) if name else ""
        return _problem(draft, "files", message, where=where)
    page = _page_of(message)
    where = i18n.t("desk.place.outline", line=line) if page == "text" else ""
    return _problem(draft, page, message, where=where)


def _of_part(draft: Draft, part: re.Match[str], line: int, message: str) -> Problem:
    folder, part_id, language = part.groups()
    kind = KINDS[folder]
    lines = _text_of(draft, part.group()).split("\n")
    inside = line - _begins(lines) if kind == "lesson" else line
    title = draft["titles"].get(f"{folder}/{part_id}") or part_id
    where = i18n.t(f"desk.place.{kind}_{language}", title=title)
    if inside > 0:
        where += i18n.t("desk.place.line", line=inside)
    quote = lines[line - 1].strip() if 0 < line <= len(lines) and inside > 0 else ""
    field = "text" if kind == "quiz" else "body" if inside > 0 else "title"
    href = address_of_part(draft["slug"], kind, part_id, f"{field}_{language}")
    return {
        "text": in_words(message),
        "where": where,
        "quote": quote[:LONGEST_QUOTE],
        "href": href,
        "page": kind,
        "title": title,
    }


def _begins(lines: list[str]) -> int:
    """How many lines of a lesson's file come before its text, as its form shows it."""
    ends = [number for number, line in enumerate(lines) if line.rstrip() == "---"]
    if len(ends) < 2 or ends[0] != 0:
        return 0
    at = ends[1] + 1
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at if at < len(lines) else ends[1] + 1


def _page_of(message: str) -> str:
    return PAGES.get(re.split(r"[.:]", message, maxsplit=1)[0], "text")


def _problem(draft: Draft, page: str, message: str, *, where: str) -> Problem:
    if page == "contents":
        href = url_for("desk_courses.draft", slug=draft["slug"], _anchor="contents")
    else:
        endpoint = "desk_files.files" if page == "files" else f"desk_outline.{page}"
        href = url_for(endpoint, slug=draft["slug"])
    text = in_words(message)
    return {"text": text, "where": where, "quote": "", "href": href, "page": page}


def address_of_part(slug: str, kind: str, part: str, anchor: str | None = None) -> str:
    """The form of a lesson or a quiz."""
    if kind == "lesson":
        return url_for("desk_lessons.lesson", slug=slug, lesson=part, _anchor=anchor)
    return url_for("desk_quizzes.quiz", slug=slug, quiz=part, _anchor=anchor)


def _text_of(draft: Draft, path: str) -> str:
    found = (file["text"] for file in draft["files"] if file["path"] == path)
    return next(found, "")

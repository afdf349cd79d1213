"""Lessons: read by anyone, marked as done by whoever signs in; their files."""

from __future__ import annotations

import uuid
from base64 import b64decode
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from flask import Blueprint, Response, request, url_for

from gateway import auth, cache, headers, i18n, rpc
from gateway.markdown import File
from gateway.web.courses import Link, follow, lesson_address, next_step
from gateway.web.rendering import page, see, shared, size
from shared.blocks import Block, parse
from shared.errors import NotFound

pages = Blueprint("lessons", __name__)
LESSON = "/courses/<slug>/lessons/<lesson>"
KEPT_S = 31_536_000


@pages.get(LESSON)
def lesson(slug: str, lesson: str) -> Response:
    found, enrolment = follow(slug)
    view = rpc.public(
        "learning",
        "get_lesson",
        slug=slug,
        lesson=lesson,
        language=i18n.language(),
        version=found["version"],
    )
    titles = {entry["id"]: entry["title"] for entry in found["lessons"]}
    response = page(
        "courses/lesson.html",
        title=view["title"],
        section="courses",
        trail=[
            (i18n.t("courses.title"), url_for("courses.index")),
            (found["title"], url_for("courses.course", slug=slug)),
        ],
        lesson=view,
        blocks=blocks_of(view["body"]),
        files=_files(view),
        previous=_neighbour(slug, view["previous"], titles),
        next=_neighbour(slug, view["next"], titles),
        done=enrolment is not None and lesson in enrolment["lessons_done"],
        is_new=enrolment is not None and lesson not in enrolment["lessons_viewed"],
        onward=next_step(found, enrolment),
        fact_id=str(uuid.uuid4()),
    )
    return shared(response, "learning")


@pages.post(f"{LESSON}/completion")
def complete(slug: str, lesson: str) -> Response:
    """Record that a lesson is done, joining its course on the way.

    The form carries the fact's id, so that sending it twice records it once.
    """
    auth.require_person()
    rpc.call("learning", "enrol", slug=slug)
    fact = {
        "id": _fact_id(request.form.get("fact", "")),
        "kind": "lesson.completed",
        "course": slug,
        "lesson": lesson,
        "at": datetime.now(UTC).isoformat(),
    }
    answer = rpc.call("learning", "record_facts", facts=[fact])
    if answer["items"][0]["status"] == "refused":
        raise NotFound(answer["items"][0]["code"], answer["items"][0]["detail"])
    onward = next_step(*follow(slug))
    address = onward["href"] if onward else url_for("courses.course", slug=slug)
    return see(address, "lesson_done")


@pages.get("/courses/<slug>/versions/<int:version>/files/<name>")
def file(slug: str, version: int, name: str) -> Response:
    """A picture or a download. A published version never changes, so it is kept."""
    found = rpc.public("learning", "get_file", slug=slug, version=version, name=name)
    response = file_response(found, b64decode(found["content"]))
    response.set_etag(found["digest"])
    response.cache_control.max_age = KEPT_S
    cache.public(response, tags=())
    response.cache_control.immutable = True
    return response


def file_response(file: dict[str, Any], content: bytes) -> Response:
    response = Response(content, mimetype=file["media_type"])
    headers.of_file(response, file["name"], file["media_type"])
    return response


@lru_cache(maxsize=512)
def blocks_of(body: str) -> list[tuple[str, Block]]:
    """The lesson's blocks, each with the name of its kind."""
    return [(type(block).__name__.lower(), block) for block in parse(body)]


def _files(lesson: dict[str, Any]) -> tuple[File, ...]:
    return tuple(
        File(
            entry["name"],
            url_for(
                "lessons.file",
                slug=lesson["slug"],
                version=lesson["version"],
                name=entry["name"],
            ),
            note_of(entry),
        )
        for entry in lesson["files"]
    )


def note_of(file: dict[str, Any]) -> str:
    """The kind of a file and its size, in words."""
    kind = file["name"].rpartition(".")[2].upper()
    return i18n.t("file.note", kind=kind, size=size(file["size"]))


def _neighbour(slug: str, lesson: str | None, titles: dict[str, str]) -> Link | None:
    if lesson is None:
        return None
    return {"href": lesson_address(slug, lesson), "title": titles[lesson]}


def _fact_id(sent: str) -> str:
    try:
        return str(uuid.UUID(sent))
    except ValueError:
        return str(uuid.uuid4())  # a form without its id still counts once

"""Pictures and downloads of a draft."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any

from flask import Blueprint, Response, request, url_for

from gateway import auth, i18n
from gateway.web import desk, draft_problems, typed
from gateway.web.lessons import file_response, note_of
from gateway.web.rendering import see
from shared.errors import NotFound
from shared.prose import PICTURES
from shared.vocabulary import FILE_LICENCES

pages = Blueprint("desk_files", __name__)
FILES = f"{desk.DRAFT}/files"


@pages.route(FILES, methods=["GET", "POST"])
def files(slug: str) -> Response:
    """The list, and a form to send one more, or another in place of one."""
    draft = desk.open_to_write(slug)

    def save() -> Response:
        sent = request.files.get("content")
        if sent is None or not sent.filename:
            raise desk.wrong("content")
        name = typed.file_name(sent.filename)
        held = {file["name"] for file in draft["attachments"]}
        desk.change(
            "attach",
            draft,
            # Only a page that shows the present files may replace one of them.
            revision=desk.looked_at() if name in held else None,
            name=name,
            title=typed.both("title"),
            licence=typed.line("licence"),
            content=b64encode(sent.read()).decode(),
        )
        return see(request.path, "file_added")

    return desk.form(
        "desk/files.html",
        title=i18n.t("desk.files.title"),
        draft=draft,
        save=save,
        left=[
            problem
            for problem in draft_problems.shown(draft, draft["problems"])
            if problem["page"] == "files"
        ],
        files=[_shown(draft, file) for file in draft["attachments"]],
        licences=[(one, i18n.t(f"licence.{one}")) for one in FILE_LICENCES],
        asked=request.form or {"licence": "own"},
    )


def _shown(draft: desk.Draft, file: dict[str, Any]) -> dict[str, Any]:
    name = file["name"]
    is_picture = name.endswith(PICTURES)
    sound = not any(
        problem["place"].startswith(f"files/{name}:") for problem in draft["problems"]
    )
    listed = draft["outline"].get("files")
    entries = [e for e in (listed if isinstance(listed, list) else []) if _is(e, name)]
    title = entries[0].get("title") if entries else None
    words = title.get(draft["language"]) if isinstance(title, dict) else None
    return {
        "name": name,
        "title": words or name,
        "note": note_of(file),
        "notation": i18n.t(
            "desk.files.picture" if is_picture else "desk.files.download",
            name=name,
            title=words or name,
        ),
        "picture": is_picture and sound,
        "sound": sound,
    }


def _is(entry: object, name: str) -> bool:
    return isinstance(entry, dict) and entry.get("name") == name


@pages.get(f"{FILES}/<name>")
def file(slug: str, name: str) -> Response:
    """For those who write and review; kept nowhere, for it may be another tomorrow."""
    auth.require_person()
    found = desk.ask("get_draft_file", slug=slug, name=name)
    return file_response(found, b64decode(found["content"]))


@pages.route(f"{FILES}/<name>/removal", methods=["GET", "POST"])
def remove(slug: str, name: str) -> Response:
    draft = desk.open_to_write(slug)
    if name not in {file["name"] for file in draft["attachments"]}:
        raise NotFound("file_not_found", "This course has no such file.")

    def save() -> Response:
        desk.change("detach", draft, revision=desk.looked_at(), name=name)
        return see(url_for("desk_files.files", slug=slug), "file_removed")

    return desk.form(
        "desk/confirm.html",
        title=i18n.t("desk.remove.file", title=name),
        draft=draft,
        save=save,
        text=i18n.t("desk.remove.file_text"),
        button=i18n.t("desk.remove.submit"),
    )

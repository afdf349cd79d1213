"""Pictures and documents of an item: sent, described, taken out.

The form sends a file whole. Where scripts run, ``sending.mjs`` sends it beforehand in
pieces, so that a broken connection is gone on with, and the form names what is here.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for

from gateway import auth, i18n, rpc, sending
from gateway.web import editing, forms, typed
from gateway.web.lessons import note_of
from gateway.web.rendering import page, see
from shared.attachments import is_picture
from shared.contracts.files_rpc import WIDTHS
from shared.errors import Conflict, Invalid, NotFound, ServiceError
from shared.identity import LIBRARY_EDITORS
from shared.languages import LANGUAGES
from shared.vocabulary import FILE_LICENCES

pages = Blueprint("editing_files", __name__)
FILES = f"{editing.WORK}/files"
SENDING = f"{FILES}/sending"
SENT = f"{SENDING}/<upload_id>"
ORDER = ("content", "words_uk", "words_en", "licence", "source")
_SAID = ("name", "alt", "decoration", "title", "licence", "source")

File = dict[str, Any]  # as ``files_rpc.FileView`` has it
Problems = dict[str, str]


@pages.route(FILES, methods=["GET", "POST"])
def files(slug: str) -> Response:
    """The list, and a form to send one more, or another in place of one."""
    auth.require_role(*LIBRARY_EDITORS)
    work = editing.read(slug)
    sent: sending.Upload | None = None
    refusal: ServiceError | None = None
    if request.method == "POST":
        try:
            sent = _sent(slug)
            _finish(slug, sent)
            return see(request.path, "file_added")
        except (Invalid, Conflict) as refused:
            refusal = refused
    if refusal and not _is_of_words(refusal):
        sent = None  # what is refused itself is not kept
    return page(
        "editing/files.html",
        title=i18n.t("editing.files.title"),
        status=_status(refusal),
        section="teaching",
        trail=editing.trail(work),
        work=work,
        problems=_problems(refusal),
        sent=sent,
        files=[_shown(slug, file) for file in work["files"]],
        licences=_licences(),
        asked=request.form,
    )


@pages.route(f"{FILES}/<name>", methods=["GET", "POST"])
def file(slug: str, name: str) -> Response:
    """What is said of one file, to be changed; or the file is taken out."""
    auth.require_role(*LIBRARY_EDITORS)
    work = editing.read(slug)
    found = next((one for one in work["files"] if one["name"] == name), None)
    if found is None:
        raise NotFound("file_not_found", "There is no such file.")
    refusal: ServiceError | None = None
    if request.method == "POST":
        out = typed.line("then") == "out"
        try:
            _save(work, name, None if out else _words(name))
            notice = "file_removed" if out else "file_described"
            return see(url_for("editing_files.files", slug=slug), notice)
        except (Invalid, Conflict) as refused:
            refusal = refused
    return page(
        "editing/file.html",
        title=i18n.t("editing.files.one", name=name),
        status=_status(refusal),
        section="teaching",
        trail=[
            *editing.trail(work),
            (
                i18n.t("editing.files.title"),
                url_for("editing_files.files", slug=slug),
            ),
        ],
        work=work,
        problems=_problems(refusal),
        file=_shown(slug, found),
        licences=_licences(),
        asked=request.form or _as_typed(found),
    )


@pages.post(SENDING)
def begin(slug: str) -> Response:
    """Begin a file that comes in pieces, or go on with it; ``{id, name, offset}``, or
    ``{problem}``, which says why it will never be taken."""
    auth.require_role(*LIBRARY_EDITORS)
    size = typed.line("size")
    try:
        begun = rpc.call(
            "content",
            "begin_upload",
            slug=slug,
            name=typed.file_name(typed.line("name")),
            size=int(size) if size.isdecimal() and len(size) < 12 else 0,
            digest=typed.line("digest"),
        )
    except (Invalid, Conflict) as refused:
        return _json({"problem": _problems(refused).get("content", "")}, 422)
    return _json({name: begun[name] for name in ("id", "name", "offset")})


@pages.patch(SENT)
def piece(slug: str, upload_id: str) -> Response:
    """Take the piece that begins at ``Upload-Offset``; ``{offset}`` of the next."""
    auth.require_role(*LIBRARY_EDITORS)
    try:
        upload = sending.piece(slug, upload_id)
    except Conflict:  # the piece came twice, or its answer was lost
        upload = rpc.call("content", "get_upload", slug=slug, upload_id=upload_id)
    return _json({"offset": upload["offset"]})


def _json(answer: dict[str, Any], status: int = 200) -> Response:
    response = jsonify(answer)
    response.status_code = status
    return response


def _sent(slug: str) -> sending.Upload:
    """The file of this form: here already, or in this request.

    Raises:
        Invalid: ``invalid_fields``: there is neither; or as ``sending.whole``.
        Conflict: as ``sending.whole``.
    """
    brought = request.files.get("content")
    if brought is not None and brought.filename:
        name = typed.file_name(brought.filename)
        return sending.whole(slug, name, brought.read())
    try:
        found: sending.Upload = rpc.call(
            "content", "get_upload", slug=slug, upload_id=typed.line("upload_id") or "-"
        )
    except NotFound:
        missing = {"content": ["Choose a file."]}
        raise Invalid("invalid_fields", "Some fields need changing.", missing) from None
    return found


def _finish(slug: str, sent: sending.Upload) -> None:
    rpc.call(
        "content",
        "finish_upload",
        deadline_s=sending.CLEANING_S,
        slug=slug,
        upload_id=sent["id"],
        revision=typed.number("revision") or 0,
        **_words(sent["name"]),
    )


def _save(work: editing.Work, name: str, words: dict[str, Any] | None) -> None:
    """Keep the item's files as they are, but for one; without words it is left out."""
    said = [{key: one[key] for key in _SAID} for one in work["files"]]
    kept = [
        one if one["name"] != name else {"name": name, **(words or {})}
        for one in said
        if one["name"] != name or words is not None
    ]
    revision = typed.number("revision") or 0
    rpc.call("content", "save_files", slug=work["slug"], revision=revision, files=kept)


def _words(name: str) -> dict[str, Any]:
    """One field of words a language: a picture's description, or a document's title."""
    words: dict[str, Any] = {
        "licence": typed.line("licence"),
        "source": typed.line("source") or None,
    }
    said = typed.both("words")
    if not is_picture(name):
        return {**words, "title": said}
    decoration = bool(typed.line("decoration"))
    alt = None if decoration and not any(said.values()) else said
    return {**words, "alt": alt, "decoration": decoration}


def _as_typed(file: File) -> dict[str, Any]:
    words = file["alt"] or file["title"] or {}
    return {
        **{f"words_{language}": words.get(language, "") for language in LANGUAGES},
        "decoration": "1" if file["decoration"] else "",
        "licence": file["licence"],
        "source": file["source"] or "",
    }


def _shown(slug: str, file: File) -> dict[str, Any]:
    name, picture = file["name"], is_picture(file["name"])
    words = (file["alt"] or file["title"] or {}).get(i18n.language(), "")
    at = partial(url_for, "library.file", slug=slug, name=name, v=file["digest"])
    smallest = WIDTHS[0] if picture and file["width"] > WIDTHS[0] else None
    return {
        "name": name,
        "words": words or i18n.t("editing.files.decoration"),
        "note": note_of(file),
        "picture": at(width=smallest) if picture else None,
        "address": at(),
        "notation": i18n.t(
            "desk.files.picture" if picture else "desk.files.download",
            name=name,
            title=words,
        ),
    }


def _licences() -> list[tuple[str, str]]:
    return [(one, i18n.t(f"licence.{one}")) for one in FILE_LICENCES]


# What was refused


def _is_of_words(refusal: ServiceError) -> bool:
    """Whether the file itself is well, so that it need not be sent again."""
    return refusal.code in ("invalid_fields", "overtaken", "too_many_files")


def _status(refusal: ServiceError | None) -> int:
    if refusal is None:
        return 200
    return 409 if isinstance(refusal, Conflict) else 422


def _problems(refusal: ServiceError | None) -> Problems:
    """Field to a sentence; a refusal as a whole stands under the empty name."""
    if refusal is None:
        return {}
    if not isinstance(refusal, Invalid):
        return {"": forms.general(refusal)}
    if refusal.code != "invalid_fields":
        return {"content": forms.general(refusal)}
    found = {field: i18n.t(f"problem.files.{field}") for field in _wrong(refusal)}
    return {name: found[name] for name in ORDER if name in found}


def _wrong(refusal: Invalid) -> set[str]:
    """The fields of the form that a refusal is about."""
    found: set[str] = set()
    for place in refusal.fields:
        # ``files.0.alt.uk`` where all are said anew, ``alt.uk`` where one is added.
        parts = [part for part in place.split(".") if part != "files"]
        parts = parts[1:] if parts[0].isdecimal() else parts
        if parts[0] in ("alt", "title"):
            languages = parts[1:] or LANGUAGES
            found.update(f"words_{language}" for language in languages)
        elif parts[0] in ("licence", "source"):
            found.add(parts[0])
        else:
            found.add("content")
    return found

"""Files are begun, gone on with, cleaned and added to items."""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Callable, Collection, Mapping
from typing import Any, Protocol

from marshmallow import ValidationError

from services.content.contents.cleaning import Cleaned
from services.content.contents.kinds import MEDIA_TYPES, check_kind
from services.content.editing.domain.work import Work
from services.content.editing.handlers.attaching import attach_file
from services.content.editing.handlers.works import Now, Works, get
from services.content.uploads.domain import (
    LASTS,
    MOST_AT_ONCE,
    Upload,
    check_piece,
    check_whole,
)
from shared.attachments import digest as digest_of
from shared.attachments import ending
from shared.contracts.files_rpc import MOST_PIECE, check_words
from shared.envelope import Cause
from shared.errors import Conflict, Invalid, NotFound
from shared.identity import LIBRARY_EDITORS, Identity

Clean = Callable[[str, bytes], Cleaned]


class Uploads(Protocol):
    def begin(self, upload: Upload) -> None: ...
    def unfinished(self, by: str | None) -> list[Upload]: ...
    def find(self, upload: str, by: str | None) -> Upload | None: ...
    def add(self, upload: Upload, piece: bytes) -> None: ...
    def content(self, upload: Upload) -> bytes: ...
    def finish(self, upload: Upload, kept: str) -> None: ...
    def drop(self, upload: Upload) -> None: ...


class Contents(Protocol):
    def known(self, sent: Collection[str]) -> Mapping[str, str]: ...
    def media_types(self, kept: Collection[str]) -> Mapping[str, str]: ...
    def keep(self, cleaned: Cleaned, *, sent: str) -> str: ...


def begin_upload(
    uploads: Uploads,
    works: Works,
    now: Now,
    new_id: Callable[[], str],
    caller: Identity,
    *,
    slug: str | None,
    name: str,
    size: int,
    digest: str | None,
) -> Upload:
    """Begin a file, or go on with the same one where it was left.

    Args:
        slug: the item that it is for; None for a folder to be imported.

    Raises:
        Forbidden: ``role_required``.
        NotFound: ``item_not_found``.
        Invalid: see ``kinds.check_kind``.
        Conflict: ``too_many_uploads``.
    """
    caller.require_role(*LIBRARY_EDITORS)
    if slug is not None:
        get(works, slug)
    check_kind(name, size)
    begun = uploads.unfinished(caller.person_id)
    for upload in begun:
        same = (upload.slug, upload.name, upload.size) == (slug, name, size)
        if same and digest is not None and upload.digest == digest:
            return upload
    if len(begun) >= MOST_AT_ONCE:
        raise Conflict("too_many_uploads", "Finish or cancel another file first.")
    upload = Upload(
        id=new_id(),
        slug=slug,
        by=caller.person_id,
        name=name,
        size=size,
        digest=digest,
        expires_at=now() + LASTS,
    )
    uploads.begin(upload)
    return upload


def find_upload(
    uploads: Uploads, caller: Identity, *, slug: str | None, upload_id: str
) -> Upload:
    """Raises:
    Forbidden: ``role_required``.
    NotFound: ``upload_not_found``: nor is somebody else's.
    """
    caller.require_role(*LIBRARY_EDITORS)
    found = uploads.find(upload_id, caller.person_id)
    if found is None or found.slug != slug:
        raise NotFound("upload_not_found", "There is no such file on its way here.")
    return found


def continue_upload(
    uploads: Uploads,
    caller: Identity,
    *,
    slug: str | None,
    upload_id: str,
    offset: int,
    content: str,
) -> Upload:
    """Add the piece that begins at ``offset``.

    Args:
        content: in base 64.

    Raises:
        Forbidden, NotFound: as ``find_upload``.
        Conflict: ``upload_offset_wrong``.
        Invalid: ``upload_too_long``; ``upload_piece_wrong``: it did not arrive whole,
            or is larger than what travels at once.
    """
    upload = find_upload(uploads, caller, slug=slug, upload_id=upload_id)
    try:
        piece = b64decode(content, validate=True)
    except binascii.Error:
        piece = b""
    if not 0 < len(piece) <= MOST_PIECE:
        raise Invalid(
            "upload_piece_wrong", f"Send pieces of 1 to {MOST_PIECE} bytes, whole."
        )
    check_piece(upload, offset, len(piece))
    uploads.add(upload, piece)
    return find_upload(uploads, caller, slug=slug, upload_id=upload_id)


def cancel_upload(
    uploads: Uploads, caller: Identity, *, slug: str | None, upload_id: str
) -> None:
    """Raises:
    Forbidden, NotFound: as ``find_upload``.
    """
    uploads.drop(find_upload(uploads, caller, slug=slug, upload_id=upload_id))


def keep_upload(
    uploads: Uploads,
    contents: Contents,
    clean: Clean,
    caller: Identity,
    *,
    slug: str | None,
    upload_id: str,
) -> str:
    """Check and clean a file that is here whole; the digest of what is kept.

    What is refused is gone.

    Raises:
        Forbidden, NotFound: as ``find_upload``.
        Conflict: ``upload_incomplete``.
        Invalid: ``upload_digest_wrong``, or what ``clean`` refuses.
    """
    upload = find_upload(uploads, caller, slug=slug, upload_id=upload_id)
    check_whole(upload)
    if upload.kept is not None:
        return upload.kept
    content = uploads.content(upload)
    if len(content) < upload.size:  # the same request, sent twice, is done with it
        raise Conflict("upload_incomplete", "Somebody else has just finished it.")
    try:
        kept = _keep(contents, clean, upload, content)
    except Invalid:
        uploads.drop(upload)
        raise
    uploads.finish(upload, kept)
    return kept


def finish_upload(
    uploads: Uploads,
    contents: Contents,
    clean: Clean,
    works: Works,
    now: Now,
    caller: Identity,
    *,
    slug: str,
    upload_id: str,
    revision: int,
    words: Mapping[str, Any],
    cause: Cause,
) -> Work:
    """Add a file that is here whole to its item; once, however often it is asked.

    Raises:
        Forbidden, NotFound, Conflict, Invalid: as ``keep_upload`` and
            ``attach_file``; ``invalid_fields`` of the words.
    """
    upload = find_upload(uploads, caller, slug=slug, upload_id=upload_id)
    try:
        check_words(upload.name, dict(words))
    except ValidationError as wrong:
        fields = wrong.messages
        assert isinstance(fields, dict)  # noqa: S101 - as ``check_words`` raises it
        raise Invalid("invalid_fields", "Some fields need changing.", fields) from None
    kept = keep_upload(uploads, contents, clean, caller, slug=slug, upload_id=upload_id)
    return attach_file(
        works,
        now,
        caller,
        {**words, "name": upload.name, "digest": kept},
        slug=slug,
        revision=revision,
        cause=cause,
    )


def _keep(contents: Contents, clean: Clean, upload: Upload, content: bytes) -> str:
    sent = digest_of(content)
    if upload.digest not in (None, sent):
        raise Invalid("upload_digest_wrong", "What arrived is not what was announced.")
    kept = contents.known([sent]).get(sent)
    if kept is not None:
        expected = MEDIA_TYPES[ending(upload.name)]
        if contents.media_types([kept]).get(kept) == expected:
            return kept
    return contents.keep(clean(upload.name, content), sent=sent)

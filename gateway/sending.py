"""Files on their way to a library item: the piece a request holds, or a whole one."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from flask import request

from gateway import rpc
from shared.attachments import digest
from shared.contracts.files_rpc import MOST_PIECE
from shared.errors import Invalid

OFFSET = "Upload-Offset"
PIECE = "application/offset+octet-stream"
CLEANING_S = 60.0  # seconds; ten times what a large picture takes
_PIECE_S = 10.0

Upload = dict[str, Any]  # as ``files_rpc.UploadView`` has it


def piece(slug: str, upload_id: str) -> Upload:
    """Pass on the bytes of this request, which begin at ``Upload-Offset``.

    Raises:
        Invalid: ``invalid_fields``: the offset is no number.
        Conflict, Forbidden, NotFound: as content's ``continue_upload`` does.
    """
    offset = request.headers.get(OFFSET, "")
    if not (offset.isascii() and offset.isdigit() and len(offset) < 12):
        wrong = {OFFSET: ["Not a valid integer."]}
        raise Invalid("invalid_fields", "Some fields need changing.", wrong)
    return _continue(slug, upload_id, int(offset), request.get_data())


def whole(slug: str, name: str, content: bytes) -> Upload:
    """Send a file that a form brought at once.

    Raises:
        Conflict, Forbidden, Invalid, NotFound: as content's ``begin_upload`` does.
    """
    upload: Upload = rpc.call(
        "content",
        "begin_upload",
        slug=slug,
        name=name,
        size=len(content),
        digest=digest(content),
    )
    while upload["offset"] < len(content):
        at = upload["offset"]
        upload = _continue(slug, upload["id"], at, content[at : at + MOST_PIECE])
    return upload


def _continue(slug: str, upload_id: str, offset: int, content: bytes) -> Upload:
    upload: Upload = rpc.call(
        "content",
        "continue_upload",
        deadline_s=_PIECE_S,
        slug=slug,
        upload_id=upload_id,
        offset=offset,
        content=b64encode(content).decode(),
    )
    return upload

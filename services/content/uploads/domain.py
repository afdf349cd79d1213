"""A file on its way here, piece by piece, over networks that break."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.errors import Conflict, Invalid

LASTS = timedelta(days=1)
MOST_AT_ONCE = 10  # of one person, not counting those that are finished


@dataclass(frozen=True, slots=True)
class Upload:
    id: str
    slug: str | None  # of the item it is for; none for a folder to be imported
    by: str | None  # a person's id; none for the operator
    name: str
    size: int  # bytes, of the whole
    digest: str | None  # of the whole, if the sender has said it
    expires_at: datetime
    offset: int = 0  # bytes that are here
    kept: str | None = None  # the digest of what it became


def check_piece(upload: Upload, offset: int, size: int) -> None:
    """Raises:
    Conflict: ``upload_offset_wrong``: other bytes are expected next.
    Invalid: ``upload_too_long``.
    """
    if upload.kept is not None or offset != upload.offset:
        raise Conflict(
            "upload_offset_wrong", f"The next byte expected is {upload.offset}."
        )
    if offset + size > upload.size:
        raise Invalid("upload_too_long", f"The file was said to have {upload.size}.")


def check_whole(upload: Upload) -> None:
    """Raises:
    Conflict: ``upload_incomplete``.
    """
    if upload.offset < upload.size:
        raise Conflict(
            "upload_incomplete", f"Of {upload.size} bytes, {upload.offset} are here."
        )

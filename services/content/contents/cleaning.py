"""What was sent becomes what is kept, or is refused. Pure, but slow: run it ``apart``.

Cleaning what is clean gives the same bytes again, so that a library that was exported
comes back as it was.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from services.content.contents.kinds import MEDIA_TYPES, check_kind
from services.content.contents.office import check_office
from services.content.contents.pdf import check_pdf
from services.content.contents.pictures import clean_picture, thumbnails
from shared.attachments import PDF, ending, is_picture
from shared.errors import Invalid

# How pages begin that a browser might take a file for.
_PAGE = re.compile(rb"<script|<!doctype html|<\?php |<iframe", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A file as it is kept; sizes in pixels, of pictures only."""

    media_type: str
    content: bytes
    width: int | None = None
    height: int | None = None
    thumbnails: Mapping[int, bytes] = field(default_factory=dict)  # by width


def clean(name: str, content: bytes) -> Cleaned:
    """Raises:
    Invalid: what is wrong with the file; the first thing found.
    """
    check_kind(name, len(content))
    media_type = MEDIA_TYPES[ending(name)]
    if is_picture(name):
        _check_single(content)
        picture = clean_picture(media_type, content)
        return Cleaned(
            media_type,
            picture.content,
            picture.width,
            picture.height,
            thumbnails(picture.content),
        )
    if ending(name) in PDF:
        _check_single(content, is_pdf=True)
        check_pdf(content)
    else:
        check_office(media_type, content)
    return Cleaned(media_type, content)


def _check_single(content: bytes, *, is_pdf: bool = False) -> None:
    """No picture or PDF is another kind of file as well, for whoever opens it so."""
    is_archive = zipfile.is_zipfile(io.BytesIO(content))
    if is_archive or (
        not is_pdf and (b"%PDF-" in content[:1024] or _PAGE.search(content))
    ):
        raise Invalid("file_is_more", "This file is another kind of file as well.")

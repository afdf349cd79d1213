"""Pictures and downloads beside editors' texts, in courses and in the library."""

from __future__ import annotations

import hashlib
import re

from marshmallow import ValidationError

from shared.folders import SLUG

FOLDER = "files/"
MAX_NAME = 64  # characters
_NAME = re.compile(rf"{SLUG.pattern}(?:\.{SLUG.pattern})*\.[a-z]{{3,4}}")

_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
PICTURES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
}
PDF = {"pdf": "application/pdf"}
OFFICE = {
    "docx": f"{_OPEN_XML}.wordprocessingml.document",
    "xlsx": f"{_OPEN_XML}.spreadsheetml.sheet",
    "pptx": f"{_OPEN_XML}.presentationml.presentation",
    "odt": f"{_OPEN_DOCUMENT}.text",
    "ods": f"{_OPEN_DOCUMENT}.spreadsheet",
    "odp": f"{_OPEN_DOCUMENT}.presentation",
}


def is_picture(name: str) -> bool:
    return ending(name) in PICTURES


def ending(name: str) -> str:
    return name.rpartition(".")[2]


def digest(content: bytes) -> str:
    """By which a content is kept, once, whatever it is called."""
    return hashlib.sha256(content).hexdigest()


def is_file_name(text: str) -> None:
    """Raises:
    ValidationError: it can stand neither in an address nor in a folder.
    """
    if len(text) > MAX_NAME or not _NAME.fullmatch(text):
        raise ValidationError(
            f"“{text}” is not a file name of small Latin letters, digits and hyphens "
            f"with an ending like “.png”, up to {MAX_NAME}."
        )

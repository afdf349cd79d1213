"""What may lie beside an item's text, told by the ending of its name."""

from __future__ import annotations

from shared.attachments import OFFICE, PDF, PICTURES, ending, is_picture
from shared.errors import Invalid

MIB = 2**20
MOST_OF_A_PICTURE = 10 * MIB  # bytes
MOST_OF_A_DOCUMENT = 25 * MIB
MEDIA_TYPES = {**PICTURES, **PDF, **OFFICE}


def check_kind(name: str, size: int) -> None:
    """Raises:
    Invalid: ``file_kind_unknown``, ``file_empty`` or ``file_too_large``.
    """
    if ending(name) not in MEDIA_TYPES:
        raise Invalid(
            "file_kind_unknown", f"An item may hold {', '.join(MEDIA_TYPES)}."
        )
    if not size:
        raise Invalid("file_empty", "The file is empty.")
    if size > (MOST_OF_A_PICTURE if is_picture(name) else MOST_OF_A_DOCUMENT):
        raise Invalid(
            "file_too_large",
            f"A picture may have {MOST_OF_A_PICTURE // MIB} MiB, "
            f"any other file {MOST_OF_A_DOCUMENT // MIB} MiB.",
        )

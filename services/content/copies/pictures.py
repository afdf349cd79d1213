"""Pictures of items, no larger than a copy needs them."""

from __future__ import annotations

from services.content.contents.store import MongoContents

WIDTH_PX = 960  # pictures that are less wide are taken as they are


def read_picture(contents: MongoContents, digest: str) -> tuple[bytes, str]:
    """Its content and media type.

    Raises:
        NotFound: ``file_not_found``.
    """
    found = contents.find(digest, WIDTH_PX)
    content = contents.read(found["digest"], 0, found["size"])
    return content, found["media_type"]

"""Which content stands under the name of an item's file, for whoever asks."""

from __future__ import annotations

from typing import Protocol

from shared.errors import NotFound
from shared.identity import LIBRARY_STAFF, Identity


class Revisions(Protocol):
    def file(self, slug: str, name: str, digest: str | None) -> str | None: ...


def digest_of_file(
    published: Revisions,
    written: Revisions,
    caller: Identity,
    *,
    slug: str,
    name: str,
    digest: str | None,
) -> str:
    """What readers have; for those who work on the library, of any revision.

    Args:
        digest: of the content that is meant; where it is not to be had, and without
            it, what is published now.

    Raises:
        NotFound: ``file_not_found``.
    """
    shown = published.file(slug, name, digest)
    if shown is not None and digest in (None, shown):
        return shown
    if not caller.roles.isdisjoint(LIBRARY_STAFF):
        found = written.file(slug, name, digest)
        if found is not None:
            return found
    if shown is None:
        raise NotFound("file_not_found", "There is no such file.")
    return shown

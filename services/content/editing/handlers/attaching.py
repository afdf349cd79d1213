"""Files are added to items, described anew, taken out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from services.content.domain import File
from services.content.editing.domain import work as rules
from services.content.editing.domain.work import Work
from services.content.editing.handlers.works import Now, Works, at_revision, get
from services.content.editing.handlers.writing import bodies_wrong, files_said, written
from shared.contracts.files_rpc import MOST_FILES
from shared.envelope import Cause
from shared.errors import Conflict, Invalid
from shared.identity import LIBRARY_EDITORS, Identity


def attach_file(
    works: Works,
    now: Now,
    caller: Identity,
    said: Mapping[str, Any],
    *,
    slug: str,
    revision: int,
    cause: Cause,
) -> Work:
    """Add a file to an item, or put it in place of that of the same name.

    Args:
        said: the fields of ``domain.File``.

    Raises:
        Forbidden: ``role_required``.
        NotFound: ``item_not_found``.
        Conflict: ``overtaken``, or ``too_many_files``.
    """
    caller.require_role(*LIBRARY_EDITORS)
    was = get(works, slug)
    file = File(**said)
    if file in was.item.files:
        return was
    at_revision(was, revision)
    held = {**{old.name: old for old in was.item.files}, file.name: file}
    if len(held) > MOST_FILES:
        raise Conflict("too_many_files", f"An item may hold {MOST_FILES} files.")
    return _with_files(works, now, caller, was, [*held.values()], cause)


def save_files(
    works: Works,
    now: Now,
    caller: Identity,
    said: Sequence[Mapping[str, Any]],
    *,
    slug: str,
    revision: int,
    cause: Cause,
) -> Work:
    """Say which of its files an item keeps, and what is said of each.

    Args:
        said: as ``files_rpc.FileSchema`` loads them.

    Raises:
        Forbidden: ``role_required``.
        NotFound: ``item_not_found``.
        Conflict: ``overtaken``; ``file_in_use``: a text shows one that is left out.
        Invalid: ``invalid_fields``: one is not there.
    """
    caller.require_role(*LIBRARY_EDITORS)
    was = at_revision(get(works, slug), revision)
    fields: dict[str, list[str]] = {}
    files = files_said(said, was.item.files, fields)
    if fields:
        raise Invalid("invalid_fields", "Some fields need changing.", fields)
    bodies = {language: text.body for language, text in was.item.texts.items()}
    if bodies_wrong(bodies, files):
        raise Conflict(
            "file_in_use", "The text shows this file; change the text first."
        )
    return _with_files(works, now, caller, was, files, cause)


def _with_files(
    works: Works,
    now: Now,
    caller: Identity,
    was: Work,
    files: Sequence[File],
    cause: Cause,
) -> Work:
    item = replace(was.item, files=tuple(files))
    work = rules.revise(was, item, by=caller, at=now())
    return written(works, was, work, "saved", caller, cause)

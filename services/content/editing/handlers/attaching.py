"""Files are added to items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from services.content.domain import File
from services.content.editing.domain import work as rules
from services.content.editing.domain.work import Work
from services.content.editing.handlers.works import Now, Step, Works, at_revision, get
from shared.contracts.files_rpc import MOST_FILES
from shared.envelope import Cause
from shared.errors import Conflict
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
    item = replace(was.item, files=tuple(held.values()))
    work = rules.revise(was, item, by=caller, at=now())
    step = Step(was, work, "saved", caller.person_id, work.written_at)
    works.record([step], cause=cause)
    return get(works, slug)

"""What every use case of editing needs of the database, and finding a work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.content.editing.domain.work import Work
from shared.envelope import Cause
from shared.errors import Conflict, NotFound

Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody did to a work: how it was, how it is now."""

    was: Work | None
    work: Work
    what: str  # one of ``shared.contracts.revisions_rpc.DEEDS``
    by: str | None  # a person's id; none for the operator
    at: datetime
    comment: str = ""


class Works(Protocol):
    def find(self, slug: str) -> Work | None: ...
    def find_all(self, slugs: Sequence[str]) -> dict[str, Work]: ...
    def related(self) -> Mapping[str, Sequence[str]]: ...
    def record(self, steps: Sequence[Step], *, cause: Cause) -> None: ...


def get(works: Works, slug: str) -> Work:
    found = works.find(slug)
    if found is None:
        raise NotFound("item_not_found", "There is no such item in the library.")
    return found


def at_revision(work: Work, revision: int) -> Work:
    """Raises:
    Conflict: ``overtaken``: somebody has changed the item since it was looked at.
    """
    if work.revision != revision:
        raise Conflict(
            "overtaken",
            f"Someone else changed this item; it is at revision {work.revision} now.",
        )
    return work

"""What the content service can do: one function per use case."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.content.domain import Publication, Published, publish
from services.content.item_files import read_items
from shared.envelope import Cause
from shared.identity import Identity

Now = Callable[[], datetime]


class Items(Protocol):
    def current(self, slugs: Sequence[str]) -> dict[str, Published]: ...
    def publish(self, publications: Sequence[Publication], *, cause: Cause) -> None: ...


@dataclass(frozen=True, slots=True)
class ImportedItem:
    slug: str
    revision: int
    status: str  # "imported" or "unchanged"


def import_items(
    items: Items, now: Now, caller: Identity, files: Mapping[str, str], *, cause: Cause
) -> list[ImportedItem]:
    """Publish what is new or has changed in a folder of items, all or nothing.

    Raises:
        Forbidden: ``role_required``.
        Invalid: ``broken_library``.
        Conflict: ``stale``: another import was faster; try again.
    """
    caller.require_role("editor", "administrator")
    read = read_items(files)
    current = items.current([item.slug for item in read])
    at = now()
    publications = {
        item.slug: publication
        for item in read
        if (publication := publish(item, current.get(item.slug), at=at))
    }
    if publications:
        items.publish(list(publications.values()), cause=cause)
    return [
        ImportedItem(item.slug, publications[item.slug].revision, "imported")
        if item.slug in publications
        else ImportedItem(item.slug, current[item.slug].revision, "unchanged")
        for item in read
    ]

"""What the hubs service can do: one function per use case."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.hubs.places.domain import Publication, Published, publish
from services.hubs.places.hub_files import read_hubs
from shared.dates import KYIV
from shared.envelope import Cause
from shared.identity import Identity

Now = Callable[[], datetime]


class Hubs(Protocol):
    def current(self, slugs: Sequence[str]) -> dict[str, Published]: ...
    def publish(self, publications: Sequence[Publication], *, cause: Cause) -> None: ...
    def confirm(self, slug: str, day: str, by: str | None, *, cause: Cause) -> None: ...


def confirm_hub(
    hubs: Hubs, now: Now, caller: Identity, *, slug: str, cause: Cause
) -> None:
    """Say that the entry is true today, by Kyiv's calendar; again changes nothing.

    Raises:
        Forbidden: ``not_your_hub``.
        NotFound: ``hub_not_found``.
    """
    caller.require_hub(slug)
    day = now().astimezone(KYIV).date().isoformat()
    hubs.confirm(slug, day, caller.person_id, cause=cause)


@dataclass(frozen=True, slots=True)
class ImportedHub:
    slug: str
    version: int
    status: str  # "imported" or "unchanged"


def import_hubs(
    hubs: Hubs, caller: Identity, files: Mapping[str, str], *, cause: Cause
) -> list[ImportedHub]:
    """Publish what is new or has changed in the directory, all or nothing.

    Raises:
        Forbidden: ``role_required``.
        Invalid: ``broken_directory``.
        Conflict: ``stale``: another import was faster; try again.
    """
    caller.require_role("administrator")
    read = read_hubs(files)
    current = hubs.current([hub.slug for hub in read])
    publications = {
        hub.slug: publication
        for hub in read
        if (publication := publish(hub, current.get(hub.slug)))
    }
    if publications:
        hubs.publish(list(publications.values()), cause=cause)
    return [
        ImportedHub(hub.slug, publications[hub.slug].version, "imported")
        if hub.slug in publications
        else ImportedHub(hub.slug, current[hub.slug].version, "unchanged")
        for hub in read
    ]

"""What the hubs service can do: one function per use case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from services.hubs.domain import Publication, Published, publish
from services.hubs.hub_files import read_hubs
from shared.envelope import Cause
from shared.identity import Identity


class Hubs(Protocol):
    def current(self, slugs: Sequence[str]) -> dict[str, Published]: ...
    def publish(self, publications: Sequence[Publication], *, cause: Cause) -> None: ...


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

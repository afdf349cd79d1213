"""Collections come in as files or from a form, and go out as files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from services.content.collecting import domain
from services.content.collecting.domain import Kept
from shared.envelope import Cause
from shared.errors import Invalid, NotFound
from shared.identity import LIBRARY_EDITORS, LIBRARY_STAFF, Identity

Now = Callable[[], datetime]


class Collections(Protocol):
    def find(self, slug: str) -> Kept | None: ...
    def all(self) -> list[Kept]: ...
    def missing(self, items: Collection[str]) -> set[str]: ...
    def keep(self, kept: Kept, *, cause: Cause) -> int: ...


def import_collections(
    collections: Collections,
    now: Now,
    caller: Identity,
    *,
    files: Mapping[str, str],
    overwrite: bool,
    cause: Cause,
) -> list[dict[str, Any]]:
    """Keep what is new or has changed; ``[{slug, status}]``.

    Raises:
        Forbidden: ``role_required``.
        Invalid: ``broken_collections``; none was imported then.
    """
    caller.require_role(*LIBRARY_EDITORS)
    found = domain.read_collections(files)
    missing = collections.missing({n for one, _ in found.values() for n in one.items})
    problems = {
        f"{slug}.yaml:1": [f"items: “{name}” is no item."]
        for slug, (one, _) in found.items()
        for name in one.items
        if name in missing
    }
    if problems:
        raise Invalid("broken_collections", "The collections have problems.", problems)
    done = []
    for slug, (one, text) in found.items():
        was = collections.find(slug)
        status, kept = domain.bring_in(was, one, text, overwrite=overwrite)
        if kept != was:
            _keep(collections, kept, now, caller, cause)
        done.append({"slug": slug, "status": status})
    return done


def export_collections(collections: Collections, caller: Identity) -> dict[str, str]:
    """Every collection as it came in, or as it was written here, by file name.

    Raises:
        Forbidden: ``role_required``.
    """
    caller.require_role(*LIBRARY_STAFF)
    return {f"{one.collection.slug}.yaml": one.text for one in collections.all()}


def save_collection(
    collections: Collections,
    now: Now,
    caller: Identity,
    *,
    slug: str,
    version: int,
    title: Mapping[str, str],
    summary: Mapping[str, str],
    items: list[str],
    cause: Cause,
) -> Kept:
    """Begin a collection, or change that which was looked at.

    Raises:
        Forbidden: ``role_required``.
        Invalid: ``invalid_fields``: something is no item.
        Conflict: ``slug_taken``, ``overtaken``.
        NotFound: ``collection_not_found``.
    """
    caller.require_role(*LIBRARY_EDITORS)
    was = collections.find(slug)
    if was is None and version:
        raise _not_found()
    missing = collections.missing(items)
    wrong = {
        f"items.{at}": ["There is no such item."]
        for at, name in enumerate(items)
        if name in missing
    }
    if wrong:
        raise Invalid("invalid_fields", "Some fields need changing.", wrong)
    said = domain.Collection(slug, dict(title), dict(summary), tuple(items))
    kept = domain.change(was, said, version=version)
    return kept if kept is was else _keep(collections, kept, now, caller, cause)


def get_collection(collections: Collections, caller: Identity, *, slug: str) -> Kept:
    """As its editors have it.

    Raises:
        Forbidden: ``role_required``.
        NotFound: ``collection_not_found``.
    """
    caller.require_role(*LIBRARY_STAFF)
    found = collections.find(slug)
    if found is None:
        raise _not_found()
    return found


def _keep(
    collections: Collections, kept: Kept, now: Now, caller: Identity, cause: Cause
) -> Kept:
    signed = replace(kept, changed_by=caller.person_id, changed_at=now())
    return replace(signed, version=collections.keep(signed, cause=cause))


def _not_found() -> NotFound:
    return NotFound("collection_not_found", "There is no such collection.")

"""A collection, and the file it is kept as. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from services.content.item_writing import as_yaml
from shared.contracts.collections_rpc import CollectionSchema
from shared.documents import read_named
from shared.errors import Conflict
from shared.fingerprints import fingerprint
from shared.folders import Problems, clean

Texts = Mapping[str, str]  # by language


@dataclass(frozen=True, slots=True)
class Collection:
    slug: str
    title: Texts
    summary: Texts
    items: tuple[str, ...]  # slugs, in the order they are read in


@dataclass(frozen=True, slots=True)
class Kept:
    """A collection with its file, letter by letter, and where that came from."""

    collection: Collection
    text: str
    version: int = 0  # 0 where it is not kept yet
    imported: str | None = None  # the fingerprint of the file that was imported last
    changed_by: str | None = None  # a person's id; None for the operator
    changed_at: datetime | None = None


def read_collections(files: Mapping[str, str]) -> dict[str, tuple[Collection, str]]:
    """Every collection in a folder of ``<slug>.yaml`` files, with its file.

    Raises:
        Invalid: ``broken_collections``, with every problem under its ``path:line``.
    """
    problems = Problems()
    found = {}
    for name, text in sorted(clean(files, problems).items()):
        if (one := _read(name, text, problems)) is not None:
            found[one.slug] = (one, text)
    problems.refuse("broken_collections", "The collections have problems.")
    return found


def _read(name: str, text: str, problems: Problems) -> Collection | None:
    found = read_named(name, text, CollectionSchema(), problems)
    if found is None:
        return None
    _, facts = found
    return Collection(**{**facts, "items": tuple(facts["items"])})


def write_collection(collection: Collection) -> str:
    """``read_collections`` of it is the collection again."""
    return as_yaml({**asdict(collection), "items": list(collection.items)})


def bring_in(
    was: Kept | None, collection: Collection, text: str, *, overwrite: bool
) -> tuple[str, Kept]:
    """``(status, what is kept then)``; what was changed here is left alone.

    Args:
        overwrite: what was changed here, too.
    """
    came_from = fingerprint(text)
    if was is not None:
        if was.text == text:
            return "unchanged", was
        changed_here = was.imported != fingerprint(was.text)
        if not overwrite and (changed_here or was.imported == came_from):
            return "kept", was
    version = was.version if was else 0
    return "imported", Kept(collection, text, version, came_from)


def change(was: Kept | None, collection: Collection, *, version: int) -> Kept:
    """Args:
        version: the one that was looked at; 0 to begin one.

    Raises:
        Conflict: ``slug_taken``, ``overtaken``.
    """
    found = was.version if was else 0
    if version == 0 and was is not None:
        raise Conflict("slug_taken", "There is a collection with this short name.")
    if version != found:
        raise Conflict("overtaken", "Somebody else has changed this; look again.")
    if was is not None and was.collection == collection:
        return was
    imported = was.imported if was else None
    return Kept(collection, write_collection(collection), found, imported)

"""The library as folders of Markdown: brought in, and got out byte for byte."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from services.content.contents.kinds import MEDIA_TYPES
from services.content.domain import Item
from services.content.editing.domain import moves
from services.content.editing.domain import work as rules
from services.content.editing.domain.relations import check_related
from services.content.editing.domain.work import (
    PUBLISHED,
    REVIEW,
    SAFETY_REVIEW,
    Folder,
    Work,
)
from services.content.editing.handlers.works import Now, Step, Works
from services.content.item_files import broken, folders, read_items
from shared.attachments import FOLDER, ending
from shared.envelope import Cause
from shared.errors import Invalid, NotFound
from shared.identity import LIBRARY_EDITORS, LIBRARY_STAFF, Identity

IMPORTED, AWAITING_REVIEW = "imported", "awaiting_review"
UNCHANGED, KEPT = "unchanged", "kept"


@dataclass(frozen=True, slots=True)
class ImportedItem:
    slug: str
    revision: int
    status: str  # "imported", "awaiting_review", "unchanged" or "kept"


class Contents(Protocol):
    def media_types(self, kept: Collection[str]) -> Mapping[str, str]: ...


def import_items(
    works: Works,
    contents: Contents,
    now: Now,
    caller: Identity,
    files: Mapping[str, str],
    *,
    overwrite: bool = False,
    cause: Cause,
) -> list[ImportedItem]:
    """Bring in what is new or has changed in a folder of items, all or nothing.

    Of the files beside the texts, the digests of what is kept stand in ``files``.

    An administrator's are published, but for delicate ones that nobody answers for;
    an editor's wait for a reviewer. What was changed here since its last import is
    kept as it is, unless ``overwrite``.

    Raises:
        Forbidden: ``role_required``.
        Invalid: ``broken_library``.
        Conflict: ``overtaken``: somebody was faster; try again.
    """
    caller.require_role(*LIBRARY_EDITORS)
    items = read_items(files)
    _check_contents(items, contents)
    _check_relations(items, works)
    known = works.find_all(list(items))
    steps: list[Step] = []
    answers = []
    for slug, folder in folders(files).items():
        was = known.get(slug)
        step = _import_one(was, items[slug], folder, now, caller, overwrite=overwrite)
        if isinstance(step, str):
            assert was is not None  # noqa: S101 - only what is there is left alone
            answers.append(ImportedItem(slug, was.revision, step))
            continue
        steps.append(step)
        published = step.work.state == PUBLISHED
        status = IMPORTED if published else AWAITING_REVIEW
        answers.append(ImportedItem(slug, step.work.revision, status))
    if steps:
        works.record(steps, cause=cause)
    return answers


def export_items(
    works: Works, caller: Identity, slugs: Sequence[str]
) -> dict[str, str]:
    """The newest revisions as they were written.

    Raises:
        Forbidden: ``role_required``.
        NotFound: ``item_not_found``.
    """
    caller.require_role(*LIBRARY_STAFF)
    found = works.find_all(slugs)
    if missing := [slug for slug in slugs if slug not in found]:
        raise NotFound("item_not_found", f"There is no item “{missing[0]}”.")
    return {
        f"{slug}/{name}": text
        for slug, work in found.items()
        for name, text in work.files.items()
    }


def _import_one(
    was: Work | None,
    item: Item,
    folder: Folder,
    now: Now,
    caller: Identity,
    *,
    overwrite: bool,
) -> Step | str:
    digest = rules.digest(folder)
    if was is not None and was.imported == digest and not overwrite:
        return UNCHANGED
    if was is not None and rules.digest(was.files) == digest:
        return UNCHANGED
    if was is not None and _changed_here(was) and not overwrite:
        return KEPT
    at = now()
    work = (
        rules.begin(item, folder, by=caller, at=at)
        if was is None
        else rules.bring_in(was, item, folder, by=caller, at=at)
    )
    state = _state_of(item, caller)
    if state == PUBLISHED:
        work = moves.publish(work, None)
    work = replace(work, state=state, imported=digest)
    return Step(was, work, "imported", caller.person_id, at)


def _changed_here(work: Work) -> bool:
    """Whether somebody has worked on it since it was imported."""
    return work.imported is not None and work.imported != rules.digest(work.files)


def _state_of(item: Item, caller: Identity) -> str:
    if "administrator" not in caller.roles:
        return REVIEW
    if item.is_delicate and item.reviewed_by is None:
        return SAFETY_REVIEW
    return PUBLISHED


def _check_contents(items: Mapping[str, Item], contents: Contents) -> None:
    """That the bytes of every file are here, and are what its name says."""
    held = {
        f"{slug}/{FOLDER}{file.name}:1": file
        for slug, item in items.items()
        for file in item.files
    }
    kept = contents.media_types([file.digest for file in held.values()])
    problems = {
        place: ["This file was not sent before the folder."]
        for place, file in held.items()
        if kept.get(file.digest) != MEDIA_TYPES.get(ending(file.name), "")
    }
    if problems:
        raise broken(problems)


def _check_relations(items: Mapping[str, Item], works: Works) -> None:
    """Against what is there and what comes with it."""
    related = {**works.related(), **{slug: i.related for slug, i in items.items()}}
    problems = {}
    for slug, item in items.items():
        try:
            check_related(item, related)
        except Invalid as refusal:
            said = [text for messages in refusal.fields.values() for text in messages]
            problems[f"{slug}/item.yaml:1"] = [f"related: {text}" for text in said]
    if problems:
        raise broken(problems)

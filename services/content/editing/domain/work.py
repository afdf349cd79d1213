"""A work: an item as its editors have it, before, while and after readers do.

What readers see is one of its revisions; the newest may be ahead of that. Revisions
are folders as ``item_files`` knows them, numbered from 1 and never changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from services.content.domain import Item, Text
from services.content.item_writing import write_item
from shared.fingerprints import fingerprint
from shared.identity import Identity

DRAFT, REVIEW, SAFETY_REVIEW = "draft", "review", "safety_review"
PUBLISHED, ARCHIVED = "published", "archived"
STATES = (DRAFT, REVIEW, SAFETY_REVIEW, PUBLISHED, ARCHIVED)

Folder = Mapping[str, str]  # file name to its text


@dataclass(frozen=True, slots=True)
class Origins:
    """Which revision each text is of; revisions count from 1.

    ``changed`` tells when the original last changed, ``made_from`` which revision of
    the original each translation was made from.
    """

    changed: int = 1
    made_from: Mapping[str, int] = field(default_factory=dict)

    def is_behind(self, language: str) -> bool:
        return self.made_from.get(language, self.changed) < self.changed


@dataclass(frozen=True, slots=True)
class Schedule:
    """An approved publication that waits for its moment."""

    at: datetime
    approved_by: str | None  # a person's id; none for the operator
    reviewed_by: str | None  # the name that goes with the text, if it needs one


@dataclass(frozen=True, slots=True)
class Work:
    """The newest revision of an item and where it stands."""

    slug: str
    revision: int
    state: str
    item: Item
    files: Folder
    origins: Origins
    written_by: str | None  # a person's id; none for the operator
    written_at: datetime
    published: int | None = None  # the revision that readers have
    scheduled: Schedule | None = None
    expires_at: datetime | None = None
    imported: str | None = None  # fingerprint of the folder that was imported last
    version: int = 0  # counts every change of this record, not only revisions


def begin(item: Item, files: Folder | None, *, by: Identity, at: datetime) -> Work:
    """The first revision of an item."""
    return Work(
        slug=item.slug,
        revision=1,
        state=DRAFT,
        item=item,
        files=files or write_item(item),
        origins=_origins(None, item, 1, {}),
        written_by=by.person_id,
        written_at=at,
    )


def revise(
    work: Work,
    item: Item,
    *,
    by: Identity,
    at: datetime,
    made_from: Mapping[str, int] | None = None,
) -> Work:
    """The next revision, a draft; the same work if nothing was changed.

    What was approved or scheduled was another text. Readers keep what they have.

    Args:
        made_from: revisions of the original that translations were made from, where
            somebody says so; else one that changed was made from the newest.
    """
    number = work.revision + 1
    item = replace(item, reviewed_by=None)
    origins = _origins(work, item, number, made_from or {})
    marked = {
        language: replace(text, behind=origins.is_behind(language))
        for language, text in item.texts.items()
    }
    item = replace(item, texts=marked)
    if item == replace(work.item, reviewed_by=None):
        return work
    return replace(
        work,
        revision=number,
        state=DRAFT,
        item=item,
        files=write_item(item),
        origins=origins,
        written_by=by.person_id,
        written_at=at,
        scheduled=None,
    )


def bring_in(
    work: Work, item: Item, files: Folder, *, by: Identity, at: datetime
) -> Work:
    """The next revision out of a folder, kept as it is written."""
    number = work.revision + 1
    return replace(
        work,
        revision=number,
        state=DRAFT,
        item=item,
        files=files,
        origins=_origins(work, item, number, {}),
        written_by=by.person_id,
        written_at=at,
        scheduled=None,
    )


def digest(files: Folder) -> str:
    """The same for the same folder, whoever brings it and when."""
    return fingerprint(dict(files))


def _origins(
    before: Work | None, item: Item, number: int, said: Mapping[str, int]
) -> Origins:
    had = before.item.texts if before else {}
    known = before.origins if before else Origins()
    original = item.original
    changed = known.changed
    if before is None or _differ(had.get(original), item.texts.get(original)):
        changed = number
    made_from = {}
    for language, text in item.texts.items():
        if language == original:
            continue
        if language in said:
            made_from[language] = said[language]
        elif text.behind and before is None:
            made_from[language] = changed - 1
        elif before is None or _differ(had.get(language), text):
            made_from[language] = changed
        else:
            made_from[language] = known.made_from.get(language, known.changed)
    return Origins(changed, made_from)


def _differ(old: Text | None, new: Text | None) -> bool:
    return old is None or new is None or replace(old, behind=new.behind) != new

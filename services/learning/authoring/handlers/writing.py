"""Changes to a draft, each of the revision that its author has looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from services.learning.authoring.domain import changes
from services.learning.authoring.domain.draft import AUTHORS, Draft
from services.learning.authoring.handlers.drafts import (
    Drafts,
    at_revision,
    find,
    newest_of,
    shown,
)
from services.learning.catalogue.handlers import Courses, Now
from shared.identity import Identity

Change = Callable[[Draft], Draft]


def change_draft(
    drafts: Drafts,
    now: Now,
    caller: Identity,
    change: Change,
    *,
    slug: str,
    revision: int,
    language: str,
) -> dict[str, Any]:
    """Keep what one of ``domain.changes`` makes of the draft.

    Raises:
        Forbidden: ``role_required``.
        NotFound: ``draft_not_found``.
        Conflict: ``stale``: somebody else has changed the draft since.
        Otherwise as the change.
    """
    caller.require_role(*AUTHORS)
    changed = change(at_revision(find(drafts, slug), revision))
    stamped = replace(changed, updated_at=now(), updated_by=caller.person_id)
    return shown(drafts.save(stamped), language)


def remove_part(
    drafts: Drafts,
    courses: Courses,
    now: Now,
    caller: Identity,
    *,
    slug: str,
    revision: int,
    kind: str,
    id: str,  # noqa: A002  # its name on the wire
    language: str,
) -> dict[str, Any]:
    """Take a part out; of one that learners know, the outline says that it is gone.

    Raises:
        as ``change_draft``.
    """
    newest = newest_of(courses, slug)
    published = newest is not None and id in courses.get(slug, newest).parts()

    def change(draft: Draft) -> Draft:
        return changes.remove_part(draft, kind=kind, id=id, published=published)

    return change_draft(
        drafts, now, caller, change, slug=slug, revision=revision, language=language
    )

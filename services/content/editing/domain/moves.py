"""Which state follows which, and who may say so."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from services.content.editing.domain.work import (
    ARCHIVED,
    DRAFT,
    PUBLISHED,
    REVIEW,
    SAFETY_REVIEW,
    Schedule,
    Work,
)
from services.content.item_writing import with_reviewer
from shared.errors import Conflict, Forbidden, Invalid
from shared.identity import LIBRARY_EDITORS, LIBRARY_REVIEWERS, LIBRARY_STAFF, Identity

# From each state to the next, the usual one first, and who may take the step.
MOVES: dict[str, dict[str, tuple[str, ...]]] = {
    DRAFT: {REVIEW: LIBRARY_EDITORS, ARCHIVED: LIBRARY_EDITORS},
    REVIEW: {
        PUBLISHED: LIBRARY_REVIEWERS,
        SAFETY_REVIEW: LIBRARY_REVIEWERS,
        DRAFT: LIBRARY_STAFF,
    },
    SAFETY_REVIEW: {PUBLISHED: LIBRARY_REVIEWERS, DRAFT: LIBRARY_STAFF},
    PUBLISHED: {DRAFT: LIBRARY_EDITORS, ARCHIVED: LIBRARY_STAFF},
    ARCHIVED: {DRAFT: LIBRARY_EDITORS},
}


def next_states(work: Work, caller: Identity) -> list[str]:
    """Where the caller may take the work from here."""
    return [
        state
        for state, roles in MOVES[work.state].items()
        if not caller.roles.isdisjoint(roles)
        and not (state == PUBLISHED and _refusal(work, caller))
    ]


def move(work: Work, to: str, caller: Identity) -> Work:
    """The work in another state; publishing has a function of its own.

    Raises:
        Conflict: ``no_such_step``: this state does not follow, or is there already.
        Forbidden: ``role_required``.
    """
    _check_step(work, to, caller)
    if to == ARCHIVED:
        return replace(work, state=to, published=None, scheduled=None, expires_at=None)
    return replace(work, state=to, scheduled=None)


def approve(
    work: Work,
    caller: Identity,
    *,
    now: datetime,
    at: datetime | None = None,
    until: datetime | None = None,
    reviewed_by: str | None = None,
) -> Work:
    """Publish the work now, or let it wait for ``at``.

    Args:
        reviewed_by: who answers for a delicate text, by name.

    Raises:
        Conflict: ``no_such_step``, or ``safety_review_first``.
        Forbidden: ``role_required``, or ``not_your_own``: nobody approves what they
            wrote; administrators may, where no life depends on it.
        Invalid: ``reviewer_required``; ``invalid_fields`` of ``at`` and ``until``.
    """
    _check_step(work, PUBLISHED, caller)
    if refusal := _refusal(work, caller):
        raise refusal
    if work.item.is_delicate and not reviewed_by:
        raise Invalid("reviewer_required", "Somebody must answer for this by name.")
    _check_times(now, at, until)
    work = replace(work, expires_at=until)
    name = reviewed_by if work.item.is_delicate else None
    if at is not None and at > now:
        return replace(work, scheduled=Schedule(at, caller.person_id, name))
    return publish(work, name)


def publish(work: Work, reviewed_by: str | None) -> Work:
    """The work as readers have it from now on.

    A reviewer's name is part of the text and so makes a revision.
    """
    if reviewed_by is not None and reviewed_by != work.item.reviewed_by:
        files = with_reviewer(work.item, work.files, reviewed_by)
        item = replace(work.item, reviewed_by=reviewed_by)
        work = replace(work, revision=work.revision + 1, item=item, files=files)
    return replace(work, state=PUBLISHED, published=work.revision, scheduled=None)


def _check_step(work: Work, to: str, caller: Identity) -> None:
    caller.require_role(*LIBRARY_STAFF)
    steps = MOVES[work.state]
    if to not in steps:
        raise Conflict(
            "no_such_step", f"From “{work.state}” an item goes to: {', '.join(steps)}."
        )
    caller.require_role(*steps[to])


def _refusal(work: Work, caller: Identity) -> Conflict | Forbidden | None:
    """Why the caller may not approve the work as it stands."""
    delicate = work.item.is_delicate
    if delicate and work.state != SAFETY_REVIEW:
        return Conflict("safety_review_first", "This topic needs a safety review.")
    own = work.written_by is not None and work.written_by == caller.person_id
    if own and (delicate or "administrator" not in caller.roles):
        return Forbidden("not_your_own", "Somebody else must answer for your words.")
    return None


def _check_times(now: datetime, at: datetime | None, until: datetime | None) -> None:
    if until is not None and until <= max(now, at or now):
        raise Invalid(
            "invalid_fields",
            "Some fields need changing.",
            {"until": ["Must be later than the publication."]},
        )

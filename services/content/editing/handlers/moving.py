"""Items are sent to review, approved, published at a moment, archived."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from services.content.editing.domain import moves
from services.content.editing.domain.work import ARCHIVED, PUBLISHED, Work
from services.content.editing.handlers.works import Now, Step, Works, at_revision, get
from shared.envelope import Cause
from shared.errors import Conflict
from shared.identity import LIBRARY_STAFF, Identity


def move_item(
    works: Works,
    now: Now,
    caller: Identity,
    *,
    slug: str,
    to: str,
    revision: int | None,
    comment: str,
    at: datetime | None,
    until: datetime | None,
    reviewed_by: str | None,
    cause: Cause,
) -> Work:
    """Take an item to another state.

    Args:
        revision: the one that was looked at; None for whichever is newest.
        at: when to publish it, if later than now; ``until``: when to archive it.
        reviewed_by: who answers for a delicate text, by name.

    Raises:
        Forbidden: ``role_required`` or ``not_your_own``.
        NotFound: ``item_not_found``.
        Conflict: ``no_such_step``, ``safety_review_first`` or ``overtaken``.
        Invalid: ``reviewer_required`` or ``invalid_fields``.
    """
    caller.require_role(*LIBRARY_STAFF)
    was = get(works, slug)
    if revision is not None:
        at_revision(was, revision)
    moment = now()
    if to == PUBLISHED:
        work = moves.approve(
            was, caller, now=moment, at=at, until=until, reviewed_by=reviewed_by
        )
    else:
        work = moves.move(was, to, caller)
    what = "scheduled" if work.scheduled else "moved"
    step = Step(was, work, what, caller.person_id, moment, comment.strip())
    works.record([step], cause=cause)
    return get(works, slug)


def keep_the_calendar(
    works: Works, due: Iterable[Work], now: Now, *, cause: Cause
) -> int:
    """Publish what has waited for its moment, archive what has had its time.

    One at a time: what somebody changes meanwhile waits for the next round.

    Returns:
        how many were published or archived.
    """
    done = 0
    for was in due:
        moment = now()
        if was.scheduled and was.scheduled.at <= moment:
            work = moves.publish(was, was.scheduled.reviewed_by)
            by = was.scheduled.approved_by
        elif was.published and was.expires_at and was.expires_at <= moment:
            work = _archived(was)
            by = None
        else:
            continue
        try:
            works.record([Step(was, work, "calendar", by, moment)], cause=cause)
        except Conflict:
            continue
        done += 1
    return done


def _archived(was: Work) -> Work:
    """Readers lose it; a newer revision that is being written stays where it is."""
    state = ARCHIVED if was.state == PUBLISHED else was.state
    return replace(was, state=state, published=None, expires_at=None)

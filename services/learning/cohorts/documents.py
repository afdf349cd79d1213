"""How cohorts, members, attendance and reminders stand in the database."""

from __future__ import annotations

from datetime import date
from typing import Any

from services.learning.cohorts.domain.attendance import ATTENDED, Attended
from services.learning.cohorts.domain.cohort import Cohort, Session
from services.learning.cohorts.domain.members import Member
from services.learning.cohorts.domain.reminders import Reminder

Doc = dict[str, Any]


def cohort_of(doc: Doc) -> Cohort:
    return Cohort(
        id=doc["_id"],
        name=doc["name"],
        slug=doc["slug"],
        code=doc["code"],
        opened_at=doc["opened_at"],
        trainers=tuple(doc["trainers"]),
        heads=tuple(doc["heads"]),
        unit=doc["unit"],
        hub=doc["hub"],
        due_on=date.fromisoformat(doc["due_on"]) if doc["due_on"] else None,
        sessions=tuple(Session(**session) for session in doc["sessions"]),
        closed_at=doc["closed_at"],
        version=doc["version"],
    )


def member_of(doc: Doc) -> Member:
    return Member(
        doc["cohort"],
        doc["person_id"],
        doc["state"],
        doc["by"],
        doc["at"],
        doc["nominated_by"],
    )


def cohort_doc(cohort: Cohort) -> Doc:
    """All but ``_id`` and ``version``, which the store sets."""
    return {
        "name": cohort.name,
        "slug": cohort.slug,
        "code": cohort.code,
        "opened_at": cohort.opened_at,
        "trainers": list(cohort.trainers),
        "heads": list(cohort.heads),
        "unit": cohort.unit,
        "hub": cohort.hub,
        # A day, which the database has no type for; ISO 8601 sorts as days do.
        "due_on": cohort.due_on.isoformat() if cohort.due_on else None,
        "sessions": [
            {"id": one.id, "title": one.title, "starts_at": one.starts_at}
            | {"place": one.place}
            for one in cohort.sessions
        ],
        "closed_at": cohort.closed_at,
    }


def member_doc(member: Member, slug: str) -> Doc:
    return {
        "cohort": member.cohort,
        "person_id": member.person_id,
        "slug": slug,
        "enrolment": f"{member.person_id}:{slug}",
        "state": member.state,
        "by": member.by,
        "at": member.at,
        "nominated_by": member.nominated_by,
    }


def attended_doc(fact: Attended) -> Doc:
    return {
        "_id": fact.id,
        "kind": ATTENDED,
        "cohort": fact.cohort,
        "session": fact.session,
        "person_id": fact.person_id,
        "attended": fact.attended,
        "signed_by": fact.signed_by,
        "signed_at": fact.signed_at,
    }


def attended_of(doc: Doc) -> Attended:
    named: dict[str, Any] = {k: v for k, v in doc.items() if k not in ("_id", "kind")}
    return Attended(id=doc["_id"], **named)


def reminder_doc(reminder: Reminder) -> Doc:
    nudge = reminder.nudge
    return {
        "_id": reminder.key,
        "person_id": nudge.person_id,
        "slug": nudge.slug,
        "cohort": nudge.cohort_id,
        "reason": nudge.reason,
        "at": reminder.at,
    }

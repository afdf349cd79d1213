"""How enrolments, facts and signatures stand in the database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from services.learning.progress.domain.facts import Fact
from services.learning.progress.domain.progress import Progress, QuizResult, Scored
from services.learning.progress.domain.records import Enrolment, Record
from services.learning.progress.domain.signatures import Signature

Doc = dict[str, Any]


def key(person_id: str, name: str) -> str:
    return f"{person_id}:{name}"


def enrolment_doc(enrolment: Enrolment) -> Doc:
    return {
        "_id": key(enrolment.person_id, enrolment.slug),
        "person_id": enrolment.person_id,
        "slug": enrolment.slug,
        "enrolled_at": enrolment.enrolled_at,
        **state_doc(Record(enrolment)),
        "version": 0,
        "folded": 0,
    }


def state_doc(record: Record) -> Doc:
    """What may change of an enrolment, but for completion, which is only ever set."""
    progress = record.progress
    return {
        "course_version": record.enrolment.course_version,
        "viewed": sorted(progress.viewed),
        "done": sorted(progress.done),
        "signed": sorted(progress.signed),
        "results": [
            {
                "quiz": result.quiz,
                "best_percent": result.best_percent,
                "passed": result.passed,
                "attempts": result.attempts,
            }
            for result in progress.results
        ],
        "active_at": progress.active_at or record.enrolment.enrolled_at,
    }


def enrolment(doc: Doc) -> Enrolment:
    return Enrolment(
        person_id=doc["person_id"],
        slug=doc["slug"],
        course_version=doc["course_version"],
        enrolled_at=doc["enrolled_at"],
        completed_at=doc.get("completed_at"),
        certificate=doc.get("certificate"),
    )


def progress(doc: Doc) -> Progress:
    return Progress(
        viewed=frozenset(doc["viewed"]),
        done=frozenset(doc["done"]),
        signed=frozenset(doc["signed"]),
        results=tuple(QuizResult(**result) for result in doc["results"]),
        active_at=doc["active_at"],
    )


def fact_docs(person_id: str, facts: Iterable[Fact]) -> list[Doc]:
    return [
        {
            "_id": key(person_id, fact.id),
            "person_id": person_id,
            "kind": fact.kind,
            "slug": fact.slug,
            "lesson": fact.lesson,
            "at": fact.at,
            "received_at": fact.received_at,
            **({"device": fact.device} if fact.device else {}),
            **({"clock_off": True} if fact.clock_off else {}),
        }
        for fact in facts
    ]


def fact(doc: Doc) -> Fact:
    return Fact(
        id=doc["_id"].removeprefix(f"{doc['person_id']}:"),
        kind=doc["kind"],
        slug=doc["slug"],
        lesson=doc["lesson"],
        at=doc["at"],
        received_at=doc["received_at"],
        device=doc.get("device"),
        clock_off=doc.get("clock_off", False),
    )


def signature_doc(signature: Signature) -> Doc:
    return {
        "_id": signature.id,
        "kind": signature.kind,
        "person_id": signature.person_id,
        "slug": signature.slug,
        "of": signature.of,
        "seen_on": signature.seen_on.isoformat(),
        "signed_by": signature.signed_by,
        "signed_at": signature.signed_at,
        **({"revokes": signature.revokes} if signature.revokes else {}),
    }


def signature(doc: Doc) -> Signature:
    return Signature(
        id=doc["_id"],
        kind=doc["kind"],
        person_id=doc["person_id"],
        slug=doc["slug"],
        of=doc["of"],
        seen_on=date.fromisoformat(doc["seen_on"]),
        signed_by=doc["signed_by"],
        signed_at=doc["signed_at"],
        revokes=doc.get("revokes"),
    )


def scored(doc: Doc) -> Scored:
    return Scored(
        quiz=doc["quiz"],
        percent=doc["score"]["percent"],
        passed=doc["score"]["passed"],
        at=doc["submitted_at"],
    )

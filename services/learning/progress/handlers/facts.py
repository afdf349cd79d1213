"""Take what devices report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from services.learning.catalogue.handlers import Courses, Now
from services.learning.certificates.domain import draw_number
from services.learning.progress.domain.facts import (
    KIND_NOT_YOURS,
    NOT_ENROLLED,
    NOT_YOURS,
    REFUSED,
    Fact,
    Outcome,
    clock_is_off,
)
from services.learning.progress.domain.records import Record, Taken, take
from shared.contracts.learning_facts import SIGNED_KINDS, Malformed, id_of, read_fact
from shared.envelope import Cause


class Records(Protocol):
    def find(self, person_id: str, slug: str) -> Record | None: ...
    def add_facts(
        self,
        person_id: str,
        slug: str,
        ids: Collection[str],
        decide: Callable[[Record, Mapping[str, Fact]], Taken],
        *,
        cause: Cause,
    ) -> list[Outcome]: ...


def record_facts(
    records: Records,
    courses: Courses,
    now: Now,
    *,
    person_id: str,
    facts: Sequence[Any],
    cause: Cause,
) -> list[Outcome]:
    """Add a batch of facts; what became of each, in the order of the batch.

    One that cannot be read, or is not the caller's to report, is refused alone. The
    facts of one course are written in one transaction, courses one after another: a
    phone that was away long locks one course at a time, and if a later one fails the
    client sends the whole batch again and nothing is recorded twice.
    """
    at = now()
    read = [_read(sent, person_id, at) for sent in facts]
    outcomes = {
        index: one for index, one in enumerate(read) if isinstance(one, Outcome)
    }
    good = {index: one for index, one in enumerate(read) if isinstance(one, Fact)}
    for slug, indexes in _by_course(good).items():
        batch = [good[index] for index in indexes]
        settled = _add(records, courses, person_id, slug, batch, at, cause)
        outcomes |= dict(zip(indexes, settled, strict=True))
    return [outcomes[index] for index in range(len(facts))]


def _read(sent: Any, person_id: str, at: datetime) -> Fact | Outcome:
    kind = sent.get("kind") if isinstance(sent, dict) else None
    if kind in SIGNED_KINDS:  # has other fields, so it is not even read
        return Outcome(id_of(sent), REFUSED, *KIND_NOT_YOURS)
    read = read_fact(sent)
    if isinstance(read, Malformed):
        return Outcome(read.id, REFUSED, "invalid_fact", read.detail)
    if read.get("person", person_id) != person_id:
        return Outcome(read["id"], REFUSED, *NOT_YOURS)
    return Fact(
        id=read["id"],
        kind=read["kind"],
        slug=read["course"],
        lesson=read["lesson"],
        at=read["at"],
        received_at=at,
        device=read.get("device"),
        clock_off=clock_is_off(read["at"], at),
    )


def _by_course(facts: Mapping[int, Fact]) -> dict[str, list[int]]:
    indexes: dict[str, list[int]] = {}
    for index, fact in facts.items():
        indexes.setdefault(fact.slug, []).append(index)
    return indexes


def _add(
    records: Records,
    courses: Courses,
    person_id: str,
    slug: str,
    batch: Sequence[Fact],
    at: datetime,
    cause: Cause,
) -> list[Outcome]:
    if records.find(person_id, slug) is None:
        return _all_refused(batch, NOT_ENROLLED)

    def decide(record: Record, known: Mapping[str, Fact]) -> Taken:
        # Of the version held to now: the person may have moved on a moment ago.
        course = courses.get(slug, record.enrolment.course_version)
        return take(record, course, batch, known, at=at, draw=draw_number)

    ids = {fact.id for fact in batch}
    return records.add_facts(person_id, slug, ids, decide, cause=cause)


def _all_refused(batch: Iterable[Fact], why: tuple[str, str]) -> list[Outcome]:
    return [Outcome(fact.id, REFUSED, *why) for fact in batch]

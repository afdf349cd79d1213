"""Golden events: what has been on the wire must stay writable and readable."""

import importlib
import inspect
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from shared.contracts.consumers import CONSUMERS
from shared.contracts.content import (
    CollectionChanged,
    ItemArchived,
    ItemPublished,
    SearchChanged,
    TaxonomyPublished,
)
from shared.contracts.event import Event
from shared.contracts.hubs import HubPublished
from shared.contracts.learning import (
    NUDGE_REASONS,
    CertificateRenewed,
    CertificateRevoked,
    CourseCompleted,
    CoursePublished,
    LearnerNudged,
    PathPublished,
)
from shared.envelope import Envelope, open_event
from shared.messaging import OnEvent
from shared.rpc import SERVICES

FOLDER = Path(__file__).parent

GOLDEN: list[Event] = [
    CoursePublished(
        slug="safety-audit",
        course_version=1,
        titles={"uk": "Аудит безпеки місця", "en": "Safety audit of a place"},
    ),
    CourseCompleted(
        person_id="5f2c1c6e-2f0f-4f0e-9f43-0d3c6f1f7a10",
        slug="safety-audit",
        course_version=1,
        certificate_number="7K3M9QXT2HBD5",
        completed_at=datetime(2026, 11, 22, 12, 30, tzinfo=UTC),
    ),
    LearnerNudged(
        person_id="5f2c1c6e-2f0f-4f0e-9f43-0d3c6f1f7a10",
        slug="safety-audit",
        course_version=1,
        cohort_id="0d1a4c52-9b7e-4e0d-8a3f-5b1f0f6f3c11",
        reason="due_soon",
        due_on=date(2026, 12, 1),
    ),
    CertificateRenewed(
        person_id="5f2c1c6e-2f0f-4f0e-9f43-0d3c6f1f7a10",
        slug="safety-audit",
        course_version=2,
        certificate_number="2HBD-57K3-M9QX-T",
        replaces_number="7K3M-9QXT-2HBD-5",
        renewed_at=datetime(2027, 11, 22, 12, 30, tzinfo=UTC),
    ),
    CertificateRevoked(
        person_id="5f2c1c6e-2f0f-4f0e-9f43-0d3c6f1f7a10",
        slug="safety-audit",
        course_version=1,
        certificate_number="7K3M-9QXT-2HBD-5",
        revoked_at=datetime(2026, 12, 1, 9, tzinfo=UTC),
    ),
    PathPublished(slug="community-officer", path_version=2),
    ItemPublished(slug="five-steps", revision=2),
    CollectionChanged(slug="family-in-wartime", version=2),
    ItemArchived(slug="five-steps", revision=2),
    SearchChanged(generation=2, sequence=57),
    TaxonomyPublished(revision=3),
    HubPublished(slug="vilkhove", version=3),
]


def golden(event: Event) -> str:
    return (FOLDER / f"{event.type}.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("event", GOLDEN, ids=lambda event: event.type)
def test_a_producer_still_writes_what_consumers_have_read(event: Event) -> None:
    recorded = json.loads(golden(event))
    assert event.schema.dump(event) == recorded["data"]
    assert (event.subject, event.subject_version) == (
        recorded["subject"],
        recorded["subjectversion"],
    )


@pytest.mark.parametrize("event", GOLDEN, ids=lambda event: event.type)
def test_a_consumer_still_reads_what_has_been_on_the_wire(event: Event) -> None:
    assert open_event(Envelope.from_json(golden(event)), type(event)) == event


def test_every_event_has_its_golden_file() -> None:
    known = {kind.type for kind in Event.__subclasses__()}
    assert known == {path.stem for path in FOLDER.glob("*.json")}
    assert known == {event.type for event in GOLDEN}


@pytest.mark.parametrize("kind", Event.__subclasses__(), ids=lambda kind: kind.type)
def test_an_event_carries_no_free_text_of_a_person(kind: type[Event]) -> None:
    """ADR 4: ids, numbers, times; labels only where content is published."""
    # A reason is one of NUDGE_REASONS.
    allowed = {"person_id", "slug", "certificate_number", "replaces_number"}
    allowed |= {"cohort_id", "reason"}
    for name, field in kind.schema.fields.items():
        text = type(field).__name__ == "String"
        labels = type(field).__name__ == "Dict"
        assert not text or name in allowed
        assert not labels or ".published." in kind.type


def test_a_nudge_may_be_without_cohort_and_due_date() -> None:
    bare = LearnerNudged("ana", "night-light", 1, None, NUDGE_REASONS[-1], None)
    dumped = bare.schema.dump(bare)
    assert bare.schema.load(dumped) == {**vars(bare)}
    older = {k: v for k, v in dumped.items() if k not in ("cohort_id", "due_on")}
    assert bare.schema.load(older) == bare.schema.load(dumped)


def test_the_list_of_consumers_is_that_of_the_services() -> None:
    """Queues are declared from the list; a consumer that it lacks would miss events."""
    found = set()
    for service in SERVICES:
        module = importlib.import_module(f"services.{service}.service")
        for _, kind in inspect.getmembers(module, inspect.isclass):
            for name, method in inspect.getmembers(kind, inspect.isfunction):
                for entrypoint in getattr(method, "nameko_entrypoints", ()):
                    if isinstance(entrypoint, OnEvent):
                        found.add((service, name, entrypoint.event))
    assert found == set(CONSUMERS)

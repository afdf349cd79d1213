import json
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.contracts.content import ItemPublished
from shared.contracts.learning import CourseCompleted
from shared.envelope import Cause, Envelope, Undecodable, open_event

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
TRACE = f"00-{'a' * 32}-{'b' * 16}-01"


def an_envelope() -> Envelope:
    return Envelope.wrap(
        CourseCompleted(
            person_id="p-1",
            slug="safety-audit",
            course_version=2,
            certificate_number="7K3M",
            completed_at=NOON,
        ),
        Cause(TRACE),
        now=lambda: NOON,
    )


def test_every_attribute_survives_the_wire() -> None:
    sent = an_envelope()
    assert Envelope.from_json(sent.to_json()) == sent


def test_the_wire_is_cloudevents_one() -> None:
    wire = json.loads(an_envelope().to_json())
    assert wire["specversion"] == "1.0"
    assert wire["source"] == "/learning"
    assert wire["type"] == "learning.course.completed.v1"
    assert wire["subject"] == "7K3M"
    assert wire["traceparent"] == TRACE
    # CloudEvents 1.0.2: attribute names are lower-case letters and digits
    assert all(name.islower() and name.isalnum() for name in wire)


def test_an_event_survives_the_wire_and_ignores_new_fields() -> None:
    wire = json.loads(an_envelope().to_json())
    wire["data"]["added_in_v1_1"] = "unknown here"
    wire["addedattribute"] = "unknown too"
    opened = open_event(Envelope.from_json(json.dumps(wire)), CourseCompleted)
    assert opened.completed_at == NOON
    assert opened.course_version == 2


def test_the_subject_version_is_the_field_the_event_names() -> None:
    event = ItemPublished(slug="fraud", revision=7)
    assert (event.subject, event.subject_version) == ("fraud", 7)


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"{not json",
        b"[]",
        b"null",
        b'"text"',
        b"\xff\xfe",
        b'{"specversion": "0.3", "data": {}}',
        b'{"specversion": "1.0", "data": []}',
        b'{"specversion": "1.0", "data": {}, "id": 5}',
    ],
)
def test_what_is_no_event_of_ours_is_undecodable(broken: bytes) -> None:
    with pytest.raises(Undecodable):
        Envelope.from_json(broken)


@pytest.mark.parametrize("change", [{"slug": None}, {"course_version": "2"}])
def test_a_malformed_payload_is_undecodable(change: dict[str, Any]) -> None:
    wire = json.loads(an_envelope().to_json())
    wire["data"] |= change
    with pytest.raises(Undecodable):
        open_event(Envelope.from_json(json.dumps(wire)), CourseCompleted)


def test_each_consumer_of_an_event_has_its_own_inbox_key() -> None:
    sent = an_envelope()
    keys = {sent.read_by(reader).cause.inbox_key for reader in ("a.x", "a.y")}
    assert len(keys) == 2

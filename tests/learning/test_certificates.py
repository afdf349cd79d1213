"""How long a certificate holds, how it is renewed and how it is taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.learning.certificates.domain import (
    Certificate,
    award,
    draw_number,
    months_after,
    renew,
)
from shared.errors import Conflict
from tests.learning.builders import NOON, a_course


def a_certificate(expires_at: datetime | None = None) -> Certificate:
    held = award("ana", a_course(), at=NOON, draw=draw_number)
    return replace(held, expires_at=expires_at)


def test_without_freshness_it_holds_for_ever() -> None:
    held = a_certificate()
    assert held.expires_at is None
    assert held.state(NOON + timedelta(days=36500)) == "valid"


def test_it_expires_at_the_moment_and_not_before() -> None:
    until = months_after(NOON, 12)
    held = a_certificate(expires_at=until)
    assert held.state(until - timedelta(milliseconds=1)) == "valid"
    assert held.state(until) == "expired"


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2026-11-22", 12, "2027-11-22"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2026-01-15", 24, "2028-01-15"),
    ],
)
def test_months_end_on_the_same_day_or_the_months_last(
    day: str, months: int, then: str
) -> None:
    at = datetime.fromisoformat(day).replace(tzinfo=UTC)
    assert months_after(at, months).date().isoformat() == then


@given(
    st.integers(0, 100_000).map(lambda days: NOON + timedelta(days)),
    st.integers(1, 60),
    st.integers(1, 60),
)
def test_more_months_are_never_sooner(at: datetime, one: int, other: int) -> None:
    assert at < months_after(at, one) <= months_after(at, one + other)


def test_a_renewal_is_a_new_certificate_that_names_the_old_in_its_event() -> None:
    held = a_certificate(expires_at=NOON)
    renewed, event = renew(held, a_course(), at=NOON, draw=draw_number)
    assert (renewed.sequence, renewed.person_id) == (2, held.person_id)
    assert renewed.number != held.number
    assert event.certificate_number == renewed.number
    assert event.replaces_number == held.number


def test_what_was_revoked_is_not_renewed() -> None:
    revoked, _ = a_certificate().revoke("rules_broken", at=NOON)
    with pytest.raises(Conflict) as refused:
        renew(revoked, a_course(), at=NOON, draw=draw_number)
    assert refused.value.code == "certificate_revoked"


def test_revoking_again_for_the_same_reason_changes_nothing() -> None:
    later = NOON + timedelta(days=1)
    revoked, event = a_certificate().revoke("issued_in_error", at=NOON)
    assert event is not None
    assert revoked.state(later) == "revoked"
    assert revoked.revoke("issued_in_error", at=later) == (revoked, None)
    with pytest.raises(Conflict):
        revoked.revoke("rules_broken", at=later)


def test_what_was_revoked_does_not_turn_into_expired() -> None:
    revoked, _ = a_certificate(expires_at=NOON).revoke("rules_broken", at=NOON)
    assert revoked.state(NOON + timedelta(days=1)) == "revoked"

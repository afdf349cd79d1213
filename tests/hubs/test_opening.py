"""Whether a hub is open: a table of moments, and what holds for all of them.

The week is that of 24 November 2026, a Tuesday, unless a row says otherwise.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.hubs.places.domain import Hours, Open, SpecialDay
from services.hubs.places.opening import is_old, opening
from shared.contracts.hubs_rpc import DAYS
from shared.dates import KYIV

KYIV_NAME = "Europe/Kyiv"
WEEKDAYS = "mo-fr 09:00-18:00"
BREAK = "mo-fr 09:00-13:00, mo-fr 14:00-18:00"
NIGHT = "fr-sa 20:00-02:00"
SUNDAY_NIGHT = "su 22:00-03:00"
AROUND = "mo-su 00:00-24:00"
TOUCHING = "mo 20:00-24:00, tu 00:00-08:00"
EARLY = "su 02:00-03:30"  # on the nights on which clocks change
LATE = "su 03:30-05:00"
THROUGH = "sa 22:00-06:00"
HOLIDAY = {"2026-11-25": ""}
SHORT = {"2026-11-25": "10:00-12:00"}
EXTRA = {"2026-11-28": "11:00-15:00"}
NEW_YEAR = {"2026-12-31": "20:00-02:00", "2027-01-01": ""}

# Hours, special days, moment by the clocks in Kyiv, what is said, until when.
Row = tuple[str, dict[str, str], str, str, str | None]
TABLE: tuple[Row, ...] = (
    # An ordinary week
    (WEEKDAYS, {}, "2026-11-24 08:59", "closed", "2026-11-24 09:00"),
    (WEEKDAYS, {}, "2026-11-24 09:00", "open", "2026-11-24 18:00"),
    (WEEKDAYS, {}, "2026-11-24 12:00", "open", "2026-11-24 18:00"),
    (WEEKDAYS, {}, "2026-11-24 17:59", "open", "2026-11-24 18:00"),
    (WEEKDAYS, {}, "2026-11-24 18:00", "closed", "2026-11-25 09:00"),
    (WEEKDAYS, {}, "2026-11-27 18:00", "closed", "2026-11-30 09:00"),
    (WEEKDAYS, {}, "2026-11-28 12:00", "closed", "2026-11-30 09:00"),
    (WEEKDAYS, {}, "2026-11-29 23:59", "closed", "2026-11-30 09:00"),
    (WEEKDAYS, {}, "2026-11-30 00:00", "closed", "2026-11-30 09:00"),
    (WEEKDAYS, {}, "2026-12-31 23:59", "closed", "2027-01-01 09:00"),
    # A break at noon
    (BREAK, {}, "2026-11-24 12:59", "open", "2026-11-24 13:00"),
    (BREAK, {}, "2026-11-24 13:00", "closed", "2026-11-24 14:00"),
    (BREAK, {}, "2026-11-24 13:59", "closed", "2026-11-24 14:00"),
    (BREAK, {}, "2026-11-24 14:00", "open", "2026-11-24 18:00"),
    # Past midnight
    (NIGHT, {}, "2026-11-27 19:59", "closed", "2026-11-27 20:00"),
    (NIGHT, {}, "2026-11-27 20:00", "open", "2026-11-28 02:00"),
    (NIGHT, {}, "2026-11-27 23:59", "open", "2026-11-28 02:00"),
    (NIGHT, {}, "2026-11-28 00:00", "open", "2026-11-28 02:00"),
    (NIGHT, {}, "2026-11-28 01:59", "open", "2026-11-28 02:00"),
    (NIGHT, {}, "2026-11-28 02:00", "closed", "2026-11-28 20:00"),
    (NIGHT, {}, "2026-11-29 01:00", "open", "2026-11-29 02:00"),
    (NIGHT, {}, "2026-11-29 02:00", "closed", "2026-12-04 20:00"),
    (SUNDAY_NIGHT, {}, "2026-11-29 22:30", "open", "2026-11-30 03:00"),
    (SUNDAY_NIGHT, {}, "2026-11-30 02:59", "open", "2026-11-30 03:00"),
    (SUNDAY_NIGHT, {}, "2026-11-30 03:00", "closed", "2026-12-06 22:00"),
    # Until midnight, and on
    ("mo 20:00-24:00", {}, "2026-11-23 23:59", "open", "2026-11-24 00:00"),
    ("mo 20:00-24:00", {}, "2026-11-24 00:00", "closed", "2026-11-30 20:00"),
    (TOUCHING, {}, "2026-11-23 23:59", "open", "2026-11-24 08:00"),
    (TOUCHING, {}, "2026-11-24 00:00", "open", "2026-11-24 08:00"),
    (TOUCHING, {}, "2026-11-24 08:00", "closed", "2026-11-30 20:00"),
    # Around the clock
    (AROUND, {}, "2026-11-24 00:00", "open", None),
    (AROUND, {}, "2026-11-24 12:00", "open", None),
    (AROUND, {}, "2026-11-29 23:59", "open", None),
    (AROUND, {"2026-11-25": ""}, "2026-11-24 12:00", "open", "2026-11-25 00:00"),
    (AROUND, {"2026-11-25": ""}, "2026-11-25 12:00", "closed", "2026-11-26 00:00"),
    ("we 08:00-08:00", {}, "2026-11-26 07:59", "open", "2026-11-26 08:00"),
    # Special days
    (WEEKDAYS, HOLIDAY, "2026-11-24 18:00", "closed", "2026-11-26 09:00"),
    (WEEKDAYS, HOLIDAY, "2026-11-25 12:00", "closed", "2026-11-26 09:00"),
    (WEEKDAYS, SHORT, "2026-11-25 09:30", "closed", "2026-11-25 10:00"),
    (WEEKDAYS, SHORT, "2026-11-25 11:59", "open", "2026-11-25 12:00"),
    (WEEKDAYS, SHORT, "2026-11-25 12:00", "closed", "2026-11-26 09:00"),
    (WEEKDAYS, EXTRA, "2026-11-28 12:00", "open", "2026-11-28 15:00"),
    (WEEKDAYS, EXTRA, "2026-11-27 18:00", "closed", "2026-11-28 11:00"),
    (NIGHT, {"2026-11-28": ""}, "2026-11-28 01:00", "open", "2026-11-28 02:00"),
    (NIGHT, {"2026-11-28": ""}, "2026-11-28 21:00", "closed", "2026-12-04 20:00"),
    (WEEKDAYS, NEW_YEAR, "2026-12-31 12:00", "closed", "2026-12-31 20:00"),
    (WEEKDAYS, NEW_YEAR, "2027-01-01 01:59", "open", "2027-01-01 02:00"),
    (WEEKDAYS, NEW_YEAR, "2027-01-01 02:00", "closed", "2027-01-04 09:00"),
    ("", EXTRA, "2026-11-24 12:00", "closed", "2026-11-28 11:00"),
    ("", EXTRA, "2026-11-28 15:00", "closed", None),
    # Clocks go forward: 03:00 becomes 04:00 on 28 March 2027
    (THROUGH, {}, "2027-03-28 05:59", "open", "2027-03-28 06:00"),
    (EARLY, {}, "2027-03-28 02:30", "open", "2027-03-28 04:30"),
    (EARLY, {}, "2027-03-28 04:29", "open", "2027-03-28 04:30"),
    (EARLY, {}, "2027-03-28 04:30", "closed", "2027-04-04 02:00"),
    (LATE, {}, "2027-03-28 04:29", "closed", "2027-03-28 04:30"),
    (LATE, {}, "2027-03-28 04:30", "open", "2027-03-28 05:00"),
    (WEEKDAYS, {}, "2027-03-26 18:00", "closed", "2027-03-29 09:00"),
    # Clocks go back: 04:00 becomes 03:00 on 25 October 2026
    (THROUGH, {}, "2026-10-25 05:59", "open", "2026-10-25 06:00"),
    (EARLY, {}, "2026-10-25 03:29", "open", "2026-10-25 03:30+02:00"),
    (EARLY, {}, "2026-10-25 03:45+03:00", "open", "2026-10-25 03:30+02:00"),
    (EARLY, {}, "2026-10-25 03:30+02:00", "closed", "2026-11-01 02:00"),
    (LATE, {}, "2026-10-25 03:30+03:00", "open", "2026-10-25 05:00"),
    (LATE, {}, "2026-10-25 03:15+02:00", "open", "2026-10-25 05:00"),
    (AROUND, {}, "2026-10-25 03:30+02:00", "open", None),
    # Nobody has said when
    ("", {}, "2026-11-24 12:00", "unknown", None),
)


def moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=KYIV)).astimezone(UTC)


def hours(week: str, special: dict[str, str], zone: str = KYIV_NAME) -> Hours:
    weekly = []
    for entry in filter(None, week.split(", ")):
        days, span = entry.split(" ")
        first, _, last = days.partition("-")
        names = DAYS[DAYS.index(first) : DAYS.index(last or first) + 1]
        weekly += [Open(name, *span.split("-")) for name in names]
    return Hours(
        tuple(weekly),
        tuple(
            SpecialDay(day, ((span[:5], span[6:]),) if span else (), None)
            for day, span in special.items()
        ),
        zone,
    )


@pytest.mark.parametrize(("week", "special", "at", "state", "until"), TABLE)
def test_it_is_open_or_closed_until(
    week: str, special: dict[str, str], at: str, state: str, until: str | None
) -> None:
    now = moment(at)
    found = opening(hours(week, special), now.date(), now)
    assert (found.state, found.until) == (state, until and moment(until))


def test_the_table_is_long_enough() -> None:
    assert len(TABLE) >= 60


@pytest.mark.parametrize(
    ("days", "state", "old"),
    [
        *((0, "open", False), (90, "open", False), (91, "open", True)),
        *((180, "open", True), (181, "unknown", True), (4000, "unknown", True)),
    ],
)
def test_what_nobody_confirms_is_warned_of_and_then_not_believed(
    days: int, state: str, old: bool
) -> None:
    now = moment("2026-11-24 12:00")
    verified_on = date(2026, 11, 24) - timedelta(days=days)
    assert opening(hours(WEEKDAYS, {}), verified_on, now).state == state
    assert is_old(verified_on, date(2026, 11, 24)) == old


def test_a_hub_lives_by_its_own_clock() -> None:
    now = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)  # 19:30 in Kyiv
    there = hours(WEEKDAYS, {}, "Europe/London")
    assert opening(there, now.date(), now).state == "open"
    assert opening(hours(WEEKDAYS, {}), now.date(), now).state == "closed"


MINUTES = st.integers(0, 366 * 24 * 60)


@given(MINUTES, st.sampled_from(sorted({row[0] for row in TABLE})))
def test_what_is_said_holds_until_then(minutes: int, week: str) -> None:
    """A minute before it changes it is as it was said, and then it is the other."""
    now = datetime(2026, 6, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    known = hours(week, NEW_YEAR)
    found = opening(known, now.date(), now)
    if found.until is None:
        return
    assert found.until > now
    before = found.until - timedelta(minutes=1)
    assert opening(known, before.date(), max(before, now)).state == found.state
    after = opening(known, found.until.date(), found.until)
    assert {found.state, after.state} == {"open", "closed"}

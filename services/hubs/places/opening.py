"""Whether a hub is open, and until when. Pure; every moment comes in with its zone.

Days are the hub's own, by an IANA zone, so that both nights on which clocks change come
out right: of a time that clocks show twice, doors open at the first and close at the
second; one that they skip counts by the clock as it was before the change (PEP 495).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.hubs.places.domain import Hours, Open
from shared.contracts.hubs_rpc import DAYS

OPEN, CLOSED, UNKNOWN = "open", "closed", "unknown"
WARNED_AFTER = timedelta(days=90)  # since somebody has looked whether it is true
BELIEVED_FOR = timedelta(days=180)
_LOOKED_AHEAD = 15  # days in which a hub opens again, or it is not said when
_MIDNIGHT = "24:00"

Span = tuple[datetime, datetime]  # UTC; the end is no longer in it


@dataclass(frozen=True, slots=True)
class Opening:
    """``until``: when that changes, UTC; None where it does not within two weeks."""

    state: str
    until: datetime | None = None


def opening(hours: Hours, verified_on: date, at: datetime) -> Opening:
    """What can be said of a moment.

    Nothing, where there are no hours, or where nobody has confirmed them for too long.
    """
    today = at.astimezone(ZoneInfo(hours.timezone)).date()
    if not hours.weekly and not hours.special:
        return Opening(UNKNOWN)
    if today - verified_on > BELIEVED_FOR:
        return Opening(UNKNOWN)
    first = today - timedelta(days=2)  # yesterday's night may reach into today
    for begins, ends in _together(_spans(hours, first, _LOOKED_AHEAD + 2)):
        if ends <= at:
            continue
        if begins <= at:
            is_known = ends < at + timedelta(days=_LOOKED_AHEAD - 1)
            return Opening(OPEN, ends if is_known else None)
        return Opening(CLOSED, begins)
    return Opening(CLOSED)


def is_old(verified_on: date, today: date) -> bool:
    """Whether a reader must be warned that nobody has looked for long."""
    return today - verified_on > WARNED_AFTER


def on(hours: Hours, day: date) -> tuple[Open, ...]:
    """The hours that begin on a day: those of a special day, or the week's."""
    for special in hours.special:
        if special.day == day.isoformat():
            name = DAYS[day.weekday()]
            return tuple(Open(name, o, c) for o, c in special.hours)
    return tuple(one for one in hours.weekly if one.day == DAYS[day.weekday()])


def _spans(hours: Hours, first: date, days: int) -> Iterator[Span]:
    zone = ZoneInfo(hours.timezone)
    for number in range(days):
        day = first + timedelta(days=number)
        found = [_span(one, day, zone) for one in on(hours, day)]
        yield from sorted(found)


def _span(one: Open, day: date, zone: ZoneInfo) -> Span:
    over_midnight = one.closes == _MIDNIGHT or one.closes <= one.opens
    last = day + timedelta(days=1) if over_midnight else day
    closes = "00:00" if one.closes == _MIDNIGHT else one.closes
    return _moment(day, one.opens, zone, 0), _moment(last, closes, zone, 1)


def _moment(day: date, clock: str, zone: ZoneInfo, fold: int) -> datetime:
    wall = datetime.combine(day, time.fromisoformat(clock), zone)
    moment = wall.replace(fold=fold).astimezone(UTC)
    is_skipped = moment.astimezone(zone).replace(tzinfo=None, fold=0) != wall.replace(
        tzinfo=None
    )
    return wall.replace(fold=0).astimezone(UTC) if is_skipped else moment


def _together(spans: Iterator[Span]) -> Iterator[Span]:
    """Spans that touch are one; of those that begin in order."""
    current: Span | None = None
    for begins, ends in spans:
        if current is not None and begins <= current[1]:
            current = current[0], max(current[1], ends)
            continue
        if current is not None:
            yield current
        current = begins, ends
    if current is not None:
        yield current

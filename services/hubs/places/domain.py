"""What a hub's entry is, and when a hub is open. Pure: no I/O, no framework."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from shared.contracts.hubs import HubPublished
from shared.contracts.hubs_rpc import DAYS
from shared.fingerprints import fingerprint

Texts = dict[str, str]  # by language

_DAY = 24 * 60  # minutes
_WEEK = 7 * _DAY


@dataclass(frozen=True, slots=True)
class Phone:
    number: str
    name: Texts


@dataclass(frozen=True, slots=True)
class Open:
    """Hours of one day by the hub's clock.

    ``closes`` is ``24:00`` at most; not later than ``opens``, it is the next morning.
    """

    day: str  # of DAYS
    opens: str  # HH:MM
    closes: str

    @property
    def span(self) -> tuple[int, int]:
        """Minutes from Monday midnight, beginning and length."""
        opens, closes = _minutes(self.opens), _minutes(self.closes)
        return DAYS.index(self.day) * _DAY + opens, (closes - opens) % _DAY or _DAY


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day on which the week's hours do not count; without hours it is closed."""

    day: str  # ISO 8601
    hours: tuple[tuple[str, str], ...]  # opens, closes, as in ``Open``
    note: Texts | None  # why


@dataclass(frozen=True, slots=True)
class Hours:
    weekly: tuple[Open, ...]
    special: tuple[SpecialDay, ...]
    timezone: str  # IANA


@dataclass(frozen=True, slots=True)
class Point:
    latitude: float  # degrees, WGS 84
    longitude: float


@dataclass(frozen=True, slots=True)
class HubService:
    id: str
    kind: str
    name: Texts
    summary: Texts
    audiences: tuple[str, ...]
    cost: Texts


@dataclass(frozen=True, slots=True)
class Hub:
    slug: str
    synthetic: bool  # made up for demonstrations: no such place
    name: Texts
    community: Texts
    summary: Texts
    address: Texts
    verified_on: str  # a day, ISO 8601
    phones: tuple[Phone, ...]
    hours: tuple[Open, ...]
    special_days: tuple[SpecialDay, ...]
    timezone: str  # IANA, of every time above
    point: Point | None
    languages: tuple[str, ...]  # spoken there, of SPOKEN
    facilities: tuple[str, ...]
    services: tuple[HubService, ...]

    @property
    def fingerprint(self) -> str:
        """The same for the same entry, whoever imports and confirms it and when."""
        said = asdict(self)
        del said["verified_on"]
        return fingerprint(said)


@dataclass(frozen=True, slots=True)
class Published:
    """The entry that people see now."""

    version: int
    fingerprint: str
    verified_on: str


@dataclass(frozen=True, slots=True)
class Publication:
    """An entry about to replace ``version - 1``."""

    hub: Hub
    version: int

    @property
    def event(self) -> HubPublished:
        return HubPublished(slug=self.hub.slug, version=self.version)


def publish(hub: Hub, current: Published | None) -> Publication | None:
    """The entry's next version; None when people see it as it is already."""
    if current is None:
        return Publication(hub, 1)
    # What was confirmed here since the file was written stays confirmed.
    verified_on = max(hub.verified_on, current.verified_on)
    if (current.fingerprint, current.verified_on) == (hub.fingerprint, verified_on):
        return None
    return Publication(replace(hub, verified_on=verified_on), current.version + 1)


def in_order(hours: Sequence[Open]) -> tuple[Open, ...]:
    """From Monday morning to Sunday night."""
    return tuple(sorted(hours, key=lambda hours_of_day: hours_of_day.span))


def overlaps(new: Open, hours: Sequence[Open]) -> bool:
    """Whether ``new`` falls into any of ``hours``, Sunday night's into Monday too."""
    begins, lasts = new.span
    return any(
        (other_begins - begins) % _WEEK < lasts
        or (begins - other_begins) % _WEEK < other_lasts
        for other_begins, other_lasts in (other.span for other in hours)
    )


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)

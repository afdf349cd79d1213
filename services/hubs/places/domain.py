"""What a hub's entry is, and when a hub is open. Pure: no I/O, no framework."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from shared.contracts.hubs import HubPublished
from shared.contracts.hubs_rpc import DAYS
from shared.fingerprints import fingerprint

Texts = dict[str, str]  # by language

MAIN = "main"  # the hub's own door among the places of its services

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
class Organisation:
    """Who answers for services."""

    id: str
    name: Texts
    summary: Texts
    website: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A door besides the hub's own.

    Of a confidential one nothing is kept that leads there: neither address nor point
    nor the way (SAFETY R24). Whoever needs it calls or comes to the hub.
    """

    id: str
    name: Texts
    confidential: bool
    address: Texts | None
    point: Point | None
    transport: Texts | None  # how to get there
    facilities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Who may come; None and False ask for nothing."""

    minimum_age: int | None
    maximum_age: int | None
    sex: str | None  # of SEXES
    displaced_only: bool  # with the certificate of a displaced person
    note: Texts | None


@dataclass(frozen=True, slots=True)
class Capacity:
    """How many a service can take, and how many more on a day."""

    unit: Texts
    maximum: int
    free: int | None
    as_of: str  # a day, ISO 8601


@dataclass(frozen=True, slots=True)
class HubService:
    """Hours and phones of its own replace the hub's; without any they are the hub's."""

    id: str
    kind: str
    name: Texts
    summary: Texts
    audiences: tuple[str, ...]
    cost: Texts
    organisation: str | None = None  # an id; None: the hub itself
    places: tuple[str, ...] = (MAIN,)  # ids, or MAIN
    eligibility: Eligibility | None = None
    documents: tuple[Texts, ...] | None = None  # to bring; None: not known
    capacity: Capacity | None = None
    application: Texts | None = None  # how one begins: by phone, by coming
    languages: tuple[str, ...] = ()  # of SPOKEN; none: the hub's
    phones: tuple[Phone, ...] = ()
    hours: tuple[Open, ...] = ()
    topics: tuple[str, ...] = ()  # of the library's taxonomy


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
    accessibility: Texts | None = None  # steps, doors, toilets, in words
    transport: Texts | None = None  # how to get there
    organisations: tuple[Organisation, ...] = ()
    places: tuple[Place, ...] = ()

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

"""What the hubs service can be asked, and what it answers."""

import math

from marshmallow import Schema, ValidationError, fields, validate

from shared.dates import moment
from shared.languages import language_field
from shared.pages import PageRequest
from shared.requests import Request, texts_field
from shared.vocabulary import AUDIENCES

SERVICE_KINDS = (
    "social",
    "legal",
    "mental-health",
    "training",
    "discussion",
    "idp-support",
)
FACILITIES = (
    "shelter",
    "generator",
    "ramp",
    "child-corner",
    "water",
    "warm-up-point",
)
# ISO 639; ukl is Ukrainian Sign Language, crh Crimean Tatar.
SPOKEN = ("uk", "ukl", "crh", "en", "pl", "ro", "hu", "bg", "sk", "de", "fr", "es")
SEXES = ("female", "male")
DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")


STATES = ("open", "closed", "unknown")
FARTHEST_KM = 500.0


def _is_place(text: str) -> None:
    try:
        latitude, longitude = map(float, text.split(","))
    except ValueError:
        latitude = longitude = math.nan
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise ValidationError("Write latitude and longitude like 50.45,30.52.")


def _is_now_or_a_moment(text: str) -> None:
    try:
        if text != "now":
            moment(text)
    except (ValueError, OverflowError):
        raise ValidationError(
            "Write “now”, or an existing moment like 2026-11-24T09:30, Kyiv time."
        ) from None


class ListHubs(PageRequest):
    language = language_field()
    service = fields.String(load_default=None, validate=validate.OneOf(SERVICE_KINDS))
    audience = fields.String(load_default=None, validate=validate.OneOf(AUDIENCES))
    facility = fields.String(load_default=None, validate=validate.OneOf(FACILITIES))
    accessible = fields.Boolean(
        load_default=False, metadata={"description": "with a ramp"}
    )
    open_at = fields.String(
        load_default=None,
        validate=_is_now_or_a_moment,
        metadata={"description": "`now`, or a moment; unknown hours are not open"},
    )
    near = fields.String(
        load_default=None,
        validate=_is_place,
        metadata={"description": "latitude,longitude; the nearest come first"},
    )
    radius_km = fields.Float(
        load_default=50.0, validate=validate.Range(0.1, FARTHEST_KM)
    )
    q = fields.String(load_default="", validate=validate.Length(max=200))


class GetHub(Request):
    slug = fields.String(required=True, validate=validate.Length(1, 100))
    language = language_field()


class ConfirmHub(Request):
    slug = fields.String(required=True, validate=validate.Length(1, 100))


class ImportHubs(Request):
    files = texts_field()


class OpeningView(Schema):
    """Now, or at the moment that was asked about."""

    state = fields.String(validate=validate.OneOf(STATES))
    until = fields.AwareDateTime(
        allow_none=True, metadata={"description": "when that changes, if it is known"}
    )


class PointView(Schema):
    latitude = fields.Float()
    longitude = fields.Float()


class HubSummaryView(Schema):
    slug = fields.String()
    name = fields.String()
    community = fields.String()
    summary = fields.String()
    language = fields.String()
    languages = fields.List(fields.String())
    services = fields.List(fields.String(validate=validate.OneOf(SERVICE_KINDS)))
    facilities = fields.List(fields.String(validate=validate.OneOf(FACILITIES)))
    synthetic = fields.Boolean()
    verified_on = fields.String()
    is_old = fields.Boolean(
        metadata={"description": "nobody has confirmed it for 90 days"}
    )
    opening = fields.Nested(OpeningView)
    point = fields.Nested(PointView, allow_none=True)
    distance_km = fields.Float(
        allow_none=True, metadata={"description": "in a straight line, from `near`"}
    )


class PhoneView(Schema):
    number = fields.String()
    name = fields.String()


class OpenView(Schema):
    """``closes`` may be ``24:00``, or not later than ``opens``: the next morning."""

    day = fields.String(validate=validate.OneOf(DAYS))
    opens = fields.String()
    closes = fields.String()


class HubServiceView(Schema):
    id = fields.String()
    kind = fields.String(validate=validate.OneOf(SERVICE_KINDS))
    name = fields.String()
    summary = fields.String()
    audiences = fields.List(fields.String())
    cost = fields.String()


class SpanView(Schema):
    opens = fields.String()
    closes = fields.String()


class SpecialDayView(Schema):
    """A day on which the week's hours do not count; without hours it is closed."""

    day = fields.String()
    hours = fields.List(fields.Nested(SpanView))
    note = fields.String(allow_none=True)


class HubView(Schema):
    slug = fields.String()
    version = fields.Integer()
    name = fields.String()
    community = fields.String()
    summary = fields.String()
    language = fields.String()
    languages = fields.List(fields.String())
    synthetic = fields.Boolean()
    verified_on = fields.String()
    is_old = fields.Boolean()
    opening = fields.Nested(OpeningView)
    special_days = fields.List(
        fields.Nested(SpecialDayView), metadata={"description": "from today on"}
    )
    timezone = fields.String(metadata={"description": "IANA, of all hours"})
    point = fields.Nested(PointView, allow_none=True)
    spoken = fields.List(
        fields.String(validate=validate.OneOf(SPOKEN)),
        metadata={"description": "ISO 639"},
    )
    address = fields.String()
    phones = fields.List(fields.Nested(PhoneView))
    hours = fields.List(fields.Nested(OpenView))
    facilities = fields.List(fields.String(validate=validate.OneOf(FACILITIES)))
    services = fields.List(fields.Nested(HubServiceView))


class HubPageView(Schema):
    items = fields.List(fields.Nested(HubSummaryView))
    next = fields.String(allow_none=True)


class ImportedHubView(Schema):
    slug = fields.String()
    version = fields.Integer()
    status = fields.String(validate=validate.OneOf(("imported", "unchanged")))


class ImportedHubsView(Schema):
    items = fields.List(fields.Nested(ImportedHubView))

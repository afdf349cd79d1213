"""What the hubs service can be asked, and what it answers."""

from marshmallow import Schema, fields, validate

from shared.folders import MAX_FILES
from shared.languages import language_field
from shared.pages import PageRequest
from shared.requests import Request

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
DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")


class ListHubs(PageRequest):
    language = language_field()
    service = fields.String(load_default=None, validate=validate.OneOf(SERVICE_KINDS))
    q = fields.String(load_default="", validate=validate.Length(max=200))


class GetHub(Request):
    slug = fields.String(required=True, validate=validate.Length(1, 100))
    language = language_field()


class ImportHubs(Request):
    files = fields.Dict(
        keys=fields.String(validate=validate.Length(1, 200)),
        values=fields.String(),
        required=True,
        validate=validate.Length(1, MAX_FILES),
    )


class HubSummaryView(Schema):
    slug = fields.String()
    name = fields.String()
    community = fields.String()
    summary = fields.String()
    language = fields.String()
    languages = fields.List(fields.String())
    services = fields.List(fields.String(validate=validate.OneOf(SERVICE_KINDS)))
    synthetic = fields.Boolean()
    verified_on = fields.String()


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

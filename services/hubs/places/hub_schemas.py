"""What a file of the directory may say. Each problem is one sentence."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.hubs.places.domain import (
    MAIN,
)
from shared.contracts.hubs_rpc import DAYS, FACILITIES, SERVICE_KINDS, SEXES, SPOKEN
from shared.dates import KYIV
from shared.editorial import both_languages, day_field
from shared.folders import SLUG
from shared.vocabulary import AUDIENCES

_WORD = [
    validate.Length(max=100),
    validate.Regexp(
        SLUG.pattern + r"\Z", error="Write small Latin letters, digits and hyphens."
    ),
]
_OPENS = validate.Regexp(
    r"([01][0-9]|2[0-3]):[0-5][0-9]\Z", error="Write a time like 09:00, before 24:00."
)
_CLOSES = validate.Regexp(
    r"(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)\Z",
    error="Write a time like 18:00, at most 24:00.",
)
_PHONE = validate.Regexp(
    r"\+?[0-9](?:[ ()-]{0,2}[0-9]){2,14}\Z",
    error="Write a number like +380 44 000 00 00.",
)


def _is_without_repeats(words: list[str]) -> None:
    if len(set(words)) < len(words):
        raise ValidationError("A word stands here twice.")


def _is_said_plainly(value: object) -> None:
    """Not even 1 may pass for true: a made-up place must never look real."""
    if value is not True and value is not False:
        raise ValidationError("Write true or false.")


def _some(words: tuple[str, ...], *, least: int = 0) -> fields.List[Any]:
    return fields.List(
        fields.String(validate=validate.OneOf(words)),
        required=True,
        validate=[validate.Length(min=least), _is_without_repeats],
    )


def _degrees(least: float, most: float) -> fields.Float:
    problem = f"In Ukraine this is {least} to {most}; look at the order of the two."
    return fields.Float(
        required=True, validate=validate.Range(least, most, error=problem)
    )


def _list_of(entry: type[Schema], *, required: bool = True) -> fields.List[Any]:
    how: dict[str, Any] = {"required": True} if required else {"load_default": list}
    return fields.List(fields.Nested(entry), validate=validate.Length(max=50), **how)


def _line_or_none(longest: int) -> fields.Nested:
    return both_languages(longest, required=False, load_default=None)


def _age() -> fields.Integer:
    return fields.Integer(load_default=None, validate=validate.Range(0, 120))


class _PhoneFile(Schema):
    number = fields.String(required=True, validate=_PHONE)
    name = both_languages(100)


class _HoursFile(Schema):
    days = _some(DAYS, least=1)
    opens = fields.String(required=True, validate=_OPENS)
    closes = fields.String(required=True, validate=_CLOSES)


class _OrganisationFile(Schema):
    id = fields.String(required=True, validate=_WORD)
    name = both_languages(200)
    summary = both_languages(500)
    website = fields.Url(load_default=None, schemes={"https"})


class _EligibilityFile(Schema):
    minimum_age = _age()
    maximum_age = _age()
    sex = fields.String(load_default=None, validate=validate.OneOf(SEXES))
    displaced_only = fields.Boolean(load_default=False)
    note = _line_or_none(200)

    @validates_schema
    def in_order(self, data: dict[str, Any], **_: Any) -> None:
        least, most = data["minimum_age"], data["maximum_age"]
        if least is not None and most is not None and least > most:
            raise ValidationError("The youngest is older than the oldest.")


class _CapacityFile(Schema):
    unit = both_languages(60)
    maximum = fields.Integer(required=True, validate=validate.Range(1, 100_000))
    free = fields.Integer(load_default=None, validate=validate.Range(0, 100_000))
    as_of = day_field()


class _ServiceFile(Schema):
    id = fields.String(required=True, validate=_WORD)
    kind = fields.String(required=True, validate=validate.OneOf(SERVICE_KINDS))
    name = both_languages(100)
    summary = both_languages(500)
    audiences = _some(AUDIENCES, least=1)
    cost = both_languages(100)
    organisation = fields.String(load_default=None)
    places = fields.List(
        fields.String(),
        load_default=lambda: [MAIN],
        validate=[validate.Length(1, 10), _is_without_repeats],
    )
    eligibility = fields.Nested(_EligibilityFile, load_default=None)
    documents = fields.List(
        both_languages(200), load_default=None, validate=validate.Length(max=20)
    )
    capacity = fields.Nested(_CapacityFile, load_default=None)
    application = _line_or_none(300)
    languages = fields.List(
        fields.String(validate=validate.OneOf(SPOKEN)),
        load_default=list,
        validate=_is_without_repeats,
    )
    phones = _list_of(_PhoneFile, required=False)
    hours = _list_of(_HoursFile, required=False)
    topics = fields.List(
        fields.String(validate=_WORD),
        load_default=list,
        validate=[validate.Length(max=10), _is_without_repeats],
    )


class _PlaceFile(Schema):
    id = fields.String(required=True, validate=_WORD)
    name = both_languages(200)
    confidential = fields.Raw(load_default=False, validate=_is_said_plainly)
    address = _line_or_none(300)
    point = fields.Nested(lambda: _PointFile(), load_default=None)
    transport = _line_or_none(300)
    facilities = _some(FACILITIES)

    @validates_schema
    def is_hidden(self, data: dict[str, Any], **_: Any) -> None:
        told = [name for name in ("address", "point", "transport") if data[name]]
        if data["confidential"] is True and told:
            problem = "A confidential place has none here: take it out of the file."
            raise ValidationError({name: [problem] for name in told})
        if data["confidential"] is False and data["address"] is None:
            raise ValidationError({"address": ["Write it, or confidential: true."]})


class _SpanFile(Schema):
    opens = fields.String(required=True, validate=_OPENS)
    closes = fields.String(required=True, validate=_CLOSES)


class _SpecialDayFile(Schema):
    day = day_field()
    hours = fields.List(
        fields.Nested(_SpanFile), required=True, validate=validate.Length(max=10)
    )
    note = _line_or_none(200)


def _is_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError("Write a zone like Europe/Kyiv.")


class _PointFile(Schema):
    """In degrees. Outside Ukraine, most often, the two have changed places."""

    latitude = _degrees(44.0, 52.5)
    longitude = _degrees(22.0, 40.5)


class HubFile(Schema):
    """Refuses what it does not know: what is not asked for here is not told either."""

    slug = fields.String(required=True, validate=_WORD)
    synthetic = fields.Raw(required=True, validate=_is_said_plainly)
    name = both_languages(200)
    community = both_languages(200)
    summary = both_languages(500)
    address = both_languages(300)
    verified_on = day_field()
    phones = _list_of(_PhoneFile)
    hours = _list_of(_HoursFile)
    special_days = _list_of(_SpecialDayFile, required=False)
    timezone = fields.String(load_default=KYIV.key, validate=_is_zone)
    point = fields.Nested(_PointFile, load_default=None)
    languages = fields.List(
        fields.String(validate=validate.OneOf(SPOKEN)),
        load_default=lambda: [SPOKEN[0]],
        validate=[validate.Length(1, len(SPOKEN)), _is_without_repeats],
    )
    facilities = _some(FACILITIES)
    services = _list_of(_ServiceFile)
    accessibility = _line_or_none(500)
    transport = _line_or_none(500)
    organisations = _list_of(_OrganisationFile, required=False)
    places = _list_of(_PlaceFile, required=False)

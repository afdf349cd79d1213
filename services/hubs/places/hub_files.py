"""Hubs as files: ``<slug>.yaml`` each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from marshmallow import Schema, ValidationError, fields, validate

from services.hubs.places.domain import (
    Hub,
    HubService,
    Open,
    Phone,
    Point,
    SpecialDay,
    in_order,
    overlaps,
)
from shared.contracts.hubs_rpc import DAYS, FACILITIES, SERVICE_KINDS, SPOKEN
from shared.dates import KYIV
from shared.documents import Document, read_named
from shared.editorial import both_languages, day_field
from shared.folders import SLUG, Problems, clean
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


class _PhoneFile(Schema):
    number = fields.String(required=True, validate=_PHONE)
    name = both_languages(100)


class _HoursFile(Schema):
    days = _some(DAYS, least=1)
    opens = fields.String(required=True, validate=_OPENS)
    closes = fields.String(required=True, validate=_CLOSES)


class _ServiceFile(Schema):
    id = fields.String(required=True, validate=_WORD)
    kind = fields.String(required=True, validate=validate.OneOf(SERVICE_KINDS))
    name = both_languages(100)
    summary = both_languages(500)
    audiences = _some(AUDIENCES, least=1)
    cost = both_languages(100)


class _SpanFile(Schema):
    opens = fields.String(required=True, validate=_OPENS)
    closes = fields.String(required=True, validate=_CLOSES)


class _SpecialDayFile(Schema):
    day = day_field()
    hours = fields.List(
        fields.Nested(_SpanFile), required=True, validate=validate.Length(max=10)
    )
    note = both_languages(200, required=False, load_default=None)


def _is_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError("Write a zone like Europe/Kyiv.")


class _PointFile(Schema):
    """In degrees. Outside Ukraine, most often, the two have changed places."""

    latitude = _degrees(44.0, 52.5)
    longitude = _degrees(22.0, 40.5)


def _list_of(entry: type[Schema], *, required: bool = True) -> fields.List[Any]:
    how: dict[str, Any] = {"required": True} if required else {"load_default": list}
    return fields.List(fields.Nested(entry), validate=validate.Length(max=50), **how)


class _HubFile(Schema):
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


def read_hubs(files: Mapping[str, str]) -> list[Hub]:
    """Every hub in the folder, by slug.

    Raises:
        Invalid: ``broken_directory``, every problem at ``path:line``.
    """
    problems = Problems()
    hubs = [
        _read_hub(path, text, problems)
        for path, text in sorted(clean(files, problems).items())
    ]
    problems.refuse(
        "broken_directory", "The directory has problems; nothing was imported."
    )
    return [hub for hub in hubs if hub is not None]


def _read_hub(path: str, text: str, problems: Problems) -> Hub | None:
    found = read_named(path, text, _HubFile(), problems)
    if found is None:
        return None
    document, facts = found
    _check_services(document, facts["services"], problems)
    hours = _read_hours(document, facts.pop("hours"), problems)
    special = _read_special_days(document, facts.pop("special_days"), problems)
    point, languages = facts.pop("point"), tuple(facts.pop("languages"))
    phones = tuple(Phone(**phone) for phone in facts.pop("phones"))
    services = tuple(
        HubService(**{**service, "audiences": tuple(service["audiences"])})
        for service in facts.pop("services")
    )
    facilities = tuple(facts.pop("facilities"))
    return Hub(
        **facts,
        hours=hours,
        special_days=special,
        point=Point(**point) if point else None,
        languages=languages,
        phones=phones,
        facilities=facilities,
        services=services,
    )


def _check_services(
    document: Document, services: list[dict[str, Any]], problems: Problems
) -> None:
    seen: set[str] = set()
    for index, service in enumerate(services):
        if service["id"] in seen:
            line = document.line("services", index, "id")
            problems.add(
                document.path, line, f"id: “{service['id']}” is taken already."
            )
        seen.add(service["id"])


def _read_hours(
    document: Document, rows: list[dict[str, Any]], problems: Problems
) -> tuple[Open, ...]:
    hours: list[Open] = []
    for index, row in enumerate(rows):
        for day in row["days"]:
            new = Open(day, row["opens"], row["closes"])
            if overlaps(new, hours):
                line = document.line("hours", index)
                problems.add(document.path, line, f"hours: {day} overlaps others.")
            hours.append(new)
    return in_order(hours)


def _read_special_days(
    document: Document, rows: list[dict[str, Any]], problems: Problems
) -> tuple[SpecialDay, ...]:
    found: dict[str, SpecialDay] = {}
    for index, row in enumerate(rows):
        line = document.line("special_days", index)
        day = row["day"]
        if day in found:
            problems.add(document.path, line, f"special_days: {day} stands here twice.")
        spans: list[Open] = []
        for span in row["hours"]:
            new = Open(DAYS[0], span["opens"], span["closes"])  # any day, to compare
            if overlaps(new, spans):
                problems.add(document.path, line, f"special_days: {day} overlaps.")
            spans.append(new)
        hours = tuple((one.opens, one.closes) for one in in_order(spans))
        found[day] = SpecialDay(day, hours, row["note"])
    return tuple(found[day] for day in sorted(found))

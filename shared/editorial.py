"""What editors' files of every kind hold: lines, days, both languages, sources."""

from datetime import date
from functools import cache
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from shared.folders import SLUG
from shared.languages import LANGUAGES
from shared.vocabulary import LICENCES

# Of what stands in addresses and names folders.
is_slug = validate.Regexp(
    SLUG.pattern + r"\Z", error="Write small Latin letters, digits and hyphens."
)


def each_once(values: list[Any]) -> None:
    """Raises:
    ValidationError: at the place of what a list has twice.
    """
    for index, value in enumerate(values):
        if value in values[:index]:
            raise ValidationError({index: ["Stands here twice."]})


def _is_day(text: str) -> None:
    try:
        well_formed = date.fromisoformat(text).isoformat() == text
    except ValueError:
        well_formed = False
    if not well_formed:
        raise ValidationError("Write the day like 2026-11-22.")


def day_field(*, required: bool = True, **options: Any) -> fields.String:
    """A day as text like ``2026-11-22``: it has no hour and so no time zone."""
    return fields.String(required=required, validate=_is_day, **options)


def line_field(
    longest: int = 300, *, required: bool = True, **options: Any
) -> fields.String:
    """Some text on one line, neither empty nor longer than ``longest`` characters."""
    return fields.String(
        required=required,
        validate=[
            validate.Length(1, longest),
            validate.Regexp(
                r"\S(?:[^\n]*\S)?\Z", error="Write one line, without outer spaces."
            ),
        ],
        **options,
    )


def both_languages(
    longest: int = 300, *, required: bool = True, **options: Any
) -> fields.Nested:
    """``{uk: ..., en: ...}``, a line each."""
    return fields.Nested(_in_both(longest), required=required, **options)


@cache
def _in_both(longest: int) -> type[Schema]:
    lines: dict[str, fields.Field[Any]] = {
        language: line_field(longest) for language in LANGUAGES
    }
    return Schema.from_dict(lines, name=f"BothLanguages{longest}")


def licence_field(*, required: bool = True, **options: Any) -> fields.String:
    return fields.String(
        required=required, validate=validate.OneOf(LICENCES), **options
    )


class SourceSchema(Schema):
    """Where a text comes from; in files and in views alike."""

    title = line_field()
    url = fields.Url(required=True, schemes={"http", "https"})
    licence = licence_field()
    checked_on = day_field()

"""What the content service is asked by those who write the library, and its answers."""

from __future__ import annotations

import re
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from shared.contracts.content_rpc import ITEM_TYPES, CaseSchema
from shared.contracts.files_rpc import FileView, files_field
from shared.dates import moment
from shared.editorial import (
    SourceSchema,
    day_field,
    each_once,
    is_slug,
    licence_field,
    line_field,
)
from shared.folders import MAX_FILE_CHARACTERS, MAX_FILES
from shared.languages import LANGUAGES, language_field
from shared.pages import PageRequest
from shared.requests import Request
from shared.vocabulary import AUDIENCES

STATES = ("draft", "review", "safety_review", "published", "archived")
MOST_RELATED = 12
_MONTH = r"\d{4}-(?:0[1-9]|1[0-2])"
_PERIOD = re.compile(rf"({_MONTH})/({_MONTH})?\Z")


def _words(*validators: Any, least: int = 1, most: int = 30, **options: Any) -> Any:
    word = fields.String(validate=[validate.Length(1, 100), *validators])
    return fields.List(
        word, validate=[validate.Length(least, most), each_once], **options
    )


def _is_period(text: str) -> None:
    found = _PERIOD.match(text)
    if found is None or (found[2] and found[2] < found[1]):
        raise ValidationError("Write the months like 2018-06/2018-09, or 2019-05/.")


class _Said(Schema):
    type = fields.String(required=True, validate=validate.OneOf(ITEM_TYPES))
    audiences = _words(validate.OneOf(AUDIENCES), required=True)
    topics = _words(is_slug, required=True)
    country = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Regexp(r"[a-z]{2}\Z", error="Two small Latin letters."),
    )
    period = fields.String(load_default=None, allow_none=True, validate=_is_period)
    related = _words(is_slug, load_default=list, least=0, most=MOST_RELATED)
    review_on = day_field(required=False, load_default=None, allow_none=True)


class FactsSchema(_Said):
    """What is said of an item but not in words, as its file has it."""

    slug = fields.String(required=True, validate=[validate.Length(max=100), is_slug])
    original = fields.String(
        load_default=LANGUAGES[0], validate=validate.OneOf(LANGUAGES)
    )
    regions = _words(is_slug, required=True, least=0)
    licence = licence_field()
    reviewed_by = line_field(200, allow_none=True)
    sources = fields.List(
        fields.Nested(SourceSchema), required=True, validate=validate.Length(max=50)
    )
    files = files_field(load_default=list)


class TranslationSchema(Schema):
    title = line_field(200)
    summary = line_field(500)
    body = fields.String(
        required=True, validate=validate.Length(1, MAX_FILE_CHARACTERS)
    )
    case = fields.Nested(CaseSchema, load_default=None, allow_none=True)
    # The revision of the original that this was translated from, if not the newest.
    made_from = fields.Integer(
        strict=True, load_default=None, allow_none=True, validate=validate.Range(0)
    )


def _texts() -> fields.Nested:
    by_language: dict[str, fields.Field[Any]] = {
        language: fields.Nested(TranslationSchema) for language in LANGUAGES
    }
    return fields.Nested(
        Schema.from_dict(by_language, name="Translations"),
        required=True,
        validate=validate.Length(1, error="Write it in one language at least."),
    )


class ItemContent(_Said, Request):
    """An item as its editor wrote it."""

    original = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf(LANGUAGES)
    )
    regions = _words(is_slug, load_default=list, least=0)
    licence = licence_field(required=False, load_default="cc-by-4.0")
    sources = fields.List(
        fields.Nested(SourceSchema), load_default=list, validate=validate.Length(max=50)
    )
    # Those it shall have of those it has; left out, all as they are.
    files = files_field(load_default=None, allow_none=True)
    translations = _texts()


class CreateItem(ItemContent):
    # Its name in addresses; made from the title if it is left out.
    slug = fields.String(
        load_default=None, allow_none=True, validate=[validate.Length(1, 100), is_slug]
    )


class OfWork(Request):
    slug = fields.String(required=True, validate=validate.Length(1, 100))


class AtRevision(OfWork):
    # The one that whoever asks has looked at.
    revision = fields.Integer(required=True, strict=True)


class SaveItem(ItemContent):
    slug = fields.String(required=True, validate=validate.Length(1, 100))
    revision = fields.Integer(required=True, strict=True)


class SaveFiles(OfWork):
    revision = fields.Integer(required=True, strict=True)
    files = files_field(required=True)


def _moment_field() -> fields.String:
    """A moment with its offset, or a clock's time in Kyiv."""
    return fields.String(load_default=None, allow_none=True, validate=_is_moment)


def _is_moment(text: str) -> None:
    try:
        moment(text)
    except (ValueError, OverflowError):
        raise ValidationError(
            "Write an existing moment like 2026-11-24T09:30, Kyiv time."
        ) from None


class MoveItem(OfWork):
    to = fields.String(required=True, validate=validate.OneOf(STATES))
    # That which was looked at; left out, the newest.
    revision = fields.Integer(strict=True, load_default=None, allow_none=True)
    comment = fields.String(load_default="", validate=validate.Length(max=2000))
    at = _moment_field()
    until = _moment_field()
    reviewed_by = line_field(200, required=False, load_default=None, allow_none=True)

    @post_load
    def _moments(self, asked: dict[str, Any], **_: Any) -> dict[str, Any]:
        told = {name: asked[name] and moment(asked[name]) for name in ("at", "until")}
        return {**asked, **told}


class CommentItem(OfWork):
    text = fields.String(
        required=True,
        validate=[
            validate.Length(1, 2000),
            validate.Regexp(r"(?s).*\S", error="Write something."),
        ],
    )


class ListWorks(PageRequest):
    language = language_field()
    state = fields.String(load_default=None, validate=validate.OneOf(STATES))


class GetWork(OfWork):
    language = language_field()


class ExportItems(Request):
    slugs = fields.List(
        fields.String(validate=validate.Length(1, 100)),
        load_default=None,
        allow_none=True,
        validate=validate.Length(1, MAX_FILES),
    )


class WorkSummaryView(Schema):
    id = fields.String()
    slug = fields.String()
    revision = fields.Integer()
    state = fields.String(validate=validate.OneOf(STATES))
    type = fields.String(validate=validate.OneOf(ITEM_TYPES))
    title = fields.String()
    language = fields.String()
    languages = fields.List(fields.String())
    topics = fields.List(fields.String())
    delicate = fields.Boolean()
    behind = fields.List(fields.String())
    published = fields.Integer(allow_none=True)
    scheduled_at = fields.AwareDateTime(allow_none=True)
    expires_at = fields.AwareDateTime(allow_none=True)
    review_on = fields.String(allow_none=True)
    written_at = fields.AwareDateTime()


class TranslationView(Schema):
    title = fields.String()
    summary = fields.String()
    body = fields.String()
    case = fields.Nested(CaseSchema, allow_none=True)
    behind = fields.Boolean()
    made_from = fields.Integer()


class WorkView(WorkSummaryView):
    original = fields.String()
    audiences = fields.List(fields.String())
    regions = fields.List(fields.String())
    country = fields.String(allow_none=True)
    period = fields.String(allow_none=True)
    related = fields.List(fields.String())
    licence = fields.String()
    reviewed_by = fields.String(allow_none=True)
    sources = fields.List(fields.Nested(SourceSchema))
    files = fields.List(fields.Nested(FileView))
    translations = fields.Dict(
        keys=fields.String(), values=fields.Nested(TranslationView)
    )
    # States the caller may take it to.
    next = fields.List(fields.String())


class WorkPageView(Schema):
    items = fields.List(fields.Nested(WorkSummaryView))
    next = fields.String(allow_none=True)


class ExportedItemsView(Schema):
    files = fields.Dict(keys=fields.String(), values=fields.String())

"""What can be asked of collections of library items, and what is answered."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from shared.contracts.content_rpc import ItemSummaryView
from shared.editorial import both_languages, each_once, is_slug
from shared.languages import language_field
from shared.requests import Request, texts_field

MOST_ITEMS = 50  # of one collection: more is a list, not a choice
IMPORT_RESULTS = ("imported", "unchanged", "kept")


def _slug_field(**options: Any) -> fields.String:
    return fields.String(validate=[validate.Length(1, 100), is_slug], **options)


class _Said(Schema):
    title = both_languages(200)
    summary = both_languages(500)
    # None: it is kept, and readers do not see it.
    items = fields.List(
        _slug_field(),
        required=True,
        validate=[validate.Length(max=MOST_ITEMS), each_once],
    )


class CollectionSchema(_Said):
    """A collection as its file has it."""

    slug = _slug_field(required=True)


class SaveCollection(_Said, Request):
    slug = _slug_field(required=True)
    # The one that was looked at; 0 to begin a collection.
    version = fields.Integer(
        required=True, strict=True, validate=validate.Range(0, 1_000_000)
    )


class OfCollection(Request):
    slug = fields.String(required=True, validate=validate.Length(1, 100))


class GetCollection(OfCollection):
    language = language_field()


class ListCollections(Request):
    language = language_field()


class ImportCollections(Request):
    files = texts_field()
    overwrite = fields.Boolean(load_default=False)


class ExportCollections(Request):
    pass


class CollectionSummaryView(Schema):
    slug = fields.String()
    title = fields.String()
    summary = fields.String()
    language = fields.String()
    languages = fields.List(fields.String())
    count = fields.Integer(metadata={"description": "items that readers have"})


class CollectionListView(Schema):
    items = fields.List(fields.Nested(CollectionSummaryView))


class CollectionView(CollectionSummaryView):
    items = fields.List(fields.Nested(ItemSummaryView))


class EditedCollectionView(CollectionSchema):
    """A collection as its editors have it."""

    version = fields.Integer()


class EditedCollectionsView(Schema):
    items = fields.List(fields.Nested(EditedCollectionView))


class ImportedCollectionView(Schema):
    slug = fields.String()
    status = fields.String(validate=validate.OneOf(IMPORT_RESULTS))


class ImportedCollectionsView(Schema):
    items = fields.List(fields.Nested(ImportedCollectionView))


class ExportedCollectionsView(Schema):
    files = fields.Dict(keys=fields.String(), values=fields.String())

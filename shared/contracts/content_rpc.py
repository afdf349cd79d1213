"""What the content service can be asked, and what it answers."""

from marshmallow import Schema, fields, validate

from shared.contracts.files_rpc import FileView
from shared.editorial import SourceSchema, line_field
from shared.languages import language_field
from shared.pages import PageRequest
from shared.requests import Request, texts_field
from shared.vocabulary import AUDIENCES

ITEM_TYPES = (
    "guideline",
    "case_study",
    "practical_tool",
    "safety_material",
    "success_story",
    "news",
    "legal_text",
)


IMPORT_RESULTS = ("imported", "awaiting_review", "unchanged", "kept")


class ListItems(PageRequest):
    language = language_field()
    type = fields.String(load_default=None, validate=validate.OneOf(ITEM_TYPES))
    audience = fields.String(load_default=None, validate=validate.OneOf(AUDIENCES))
    topic = fields.String(load_default=None, validate=validate.Length(1, 60))


class GetItem(Request):
    slug = fields.String(required=True, validate=validate.Length(1, 100))
    language = language_field()


class GetPublishedRevision(GetItem):
    revision = fields.Integer(required=True, validate=validate.Range(1, 1_000_000))


class ListAddresses(Request):
    """For lists of all pages, which have no need of the texts."""

    skip = fields.Integer(load_default=0, validate=validate.Range(0, 1_000_000))
    limit = fields.Integer(load_default=1000, validate=validate.Range(1, 5000))


class ImportItems(Request):
    files = texts_field()
    # In place of what was changed here since the last import, too.
    overwrite = fields.Boolean(load_default=False)


class ItemSummaryView(Schema):
    slug = fields.String()
    type = fields.String(validate=validate.OneOf(ITEM_TYPES))
    title = fields.String()
    summary = fields.String()
    language = fields.String()
    languages = fields.List(fields.String())
    audiences = fields.List(fields.String())
    topics = fields.List(fields.String())
    revision = fields.Integer()
    published_at = fields.AwareDateTime()


class RelatedItemView(Schema):
    slug = fields.String()
    type = fields.String(validate=validate.OneOf(ITEM_TYPES))
    title = fields.String()
    language = fields.String()


class InCollectionView(Schema):
    slug = fields.String()
    title = fields.String()
    language = fields.String()


class CaseSchema(Schema):
    """What a case study says at a glance."""

    partner = line_field(400)
    goals = line_field(400)
    actions = line_field(400)
    results = line_field(400)
    cost = line_field(400)


class ItemView(ItemSummaryView):
    body = fields.String()
    original = fields.String()
    behind = fields.Boolean()  # translated from an older text
    case = fields.Nested(CaseSchema, allow_none=True)
    country = fields.String(allow_none=True)
    period = fields.String(allow_none=True)
    related = fields.List(fields.Nested(RelatedItemView))
    collections = fields.List(fields.Nested(InCollectionView))
    review_on = fields.String(allow_none=True)
    sources = fields.List(fields.Nested(SourceSchema))
    licence = fields.String()
    reviewed_by = fields.String(allow_none=True)
    regions = fields.List(fields.String())
    files = fields.List(fields.Nested(FileView))
    first_published_at = fields.AwareDateTime()


class PublishedRevisionView(ItemView):
    newest = fields.Integer(metadata={"description": "the revision shown now"})


class ItemPageView(Schema):
    items = fields.List(fields.Nested(ItemSummaryView))
    next = fields.String(allow_none=True)


class AddressView(Schema):
    slug = fields.String()
    languages = fields.List(fields.String())
    published_at = fields.AwareDateTime()


class AddressPageView(Schema):
    items = fields.List(fields.Nested(AddressView))
    total = fields.Integer(metadata={"description": "of all items, about"})


class ImportedItemView(Schema):
    slug = fields.String()
    revision = fields.Integer()
    status = fields.String(validate=validate.OneOf(IMPORT_RESULTS))


class ImportedItemsView(Schema):
    items = fields.List(fields.Nested(ImportedItemView))

"""What editors ask of an item's past, and the answers: revisions, who did what."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.contracts.editing_rpc import AtRevision, OfWork

# What history says was done.
DEEDS = (
    *("created", "saved", "restored", "commented", "imported"),
    *("moved", "scheduled", "calendar"),
)


class RestoreRevision(AtRevision):
    restored = fields.Integer(required=True, strict=True)


class CompareRevisions(OfWork):
    old = fields.Integer(required=True)
    new = fields.Integer(required=True)


class HistoryEntryView(Schema):
    at = fields.AwareDateTime()
    by = fields.String(allow_none=True)  # a person's id; none for the operator
    what = fields.String(validate=validate.OneOf(DEEDS))
    revision = fields.Integer()
    state = fields.String()
    comment = fields.String()


class HistoryView(Schema):
    items = fields.List(fields.Nested(HistoryEntryView))


class RevisionView(Schema):
    slug = fields.String()
    revision = fields.Integer()
    written_at = fields.AwareDateTime()
    files = fields.Dict(keys=fields.String(), values=fields.String())


class RevisionSummaryView(Schema):
    revision = fields.Integer()
    written_at = fields.AwareDateTime()
    by = fields.String(allow_none=True)
    published_at = fields.AwareDateTime(allow_none=True)


class RevisionListView(Schema):
    items = fields.List(fields.Nested(RevisionSummaryView))


class PieceView(Schema):
    kind = fields.String(validate=validate.OneOf(("same", "removed", "added")))
    text = fields.String()


class ComparedFileView(Schema):
    name = fields.String()
    pieces = fields.List(fields.Nested(PieceView))


class ComparisonView(Schema):
    old = fields.Integer()
    new = fields.Integer()
    files = fields.List(fields.Nested(ComparedFileView))

"""What is asked about the library as one file, and how content answers."""

from marshmallow import Schema, fields, validate

from shared.requests import Request

BUNDLES = ("library", "whole")  # "whole" has items about violence, too
MOST_PIECE = 2**20  # bytes that travel at once


class OfBundle(Request):
    kind = fields.String(load_default="library", validate=validate.OneOf(BUNDLES))


class ReadBundle(OfBundle):
    # The bundle that is meant: another may take its place while it is read.
    digest = fields.String(required=True, validate=validate.Regexp(r"[0-9a-f]{64}\Z"))
    start = fields.Integer(required=True, validate=validate.Range(0, 2**40))
    length = fields.Integer(required=True, validate=validate.Range(1, MOST_PIECE))


class BundleView(Schema):
    digest = fields.String(metadata={"description": "SHA-256"})
    size = fields.Integer(metadata={"description": "bytes"})
    items = fields.Integer(metadata={"description": "how many"})
    made_at = fields.AwareDateTime()


class PieceView(Schema):
    content = fields.String(metadata={"description": "in base 64"})

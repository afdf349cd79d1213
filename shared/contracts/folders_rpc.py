"""Whole folders of courses and paths, on their way into the service and out."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.folders import MAX_FILES
from shared.requests import Request, name_field


class ImportCourse(Request):
    # Path inside the course's folder to the file's text.
    files = fields.Dict(
        keys=fields.String(validate=validate.Length(min=1, max=300)),
        values=fields.String(),
        required=True,
        validate=validate.Length(min=1, max=MAX_FILES),
    )
    # Name inside files/ to content in base 64.
    attachments = fields.Dict(
        keys=fields.String(validate=validate.Length(min=1, max=100)),
        values=fields.String(),
        load_default=dict,
        validate=validate.Length(max=100),
    )


class ImportPaths(Request):
    # Path inside the folder to the file's text.
    files = fields.Dict(
        keys=fields.String(validate=validate.Length(min=1, max=300)),
        values=fields.String(),
        required=True,
        validate=validate.Length(min=1, max=MAX_FILES),
    )


class ExportCourse(Request):
    slug = name_field()
    # The draft, or else the newest published version, where none is named.
    version = fields.Integer(
        load_default=None, strict=True, validate=validate.Range(1, 1_000_000)
    )


class ImportedCourseView(Schema):
    slug = fields.String()
    version = fields.Integer()
    status = fields.String(
        validate=validate.OneOf(
            ("imported", "unchanged", "awaiting_review", "draft_kept")
        )
    )


class ImportedPathView(Schema):
    slug = fields.String()
    status = fields.String(validate=validate.OneOf(("imported", "unchanged")))


class ImportedPathsView(Schema):
    items = fields.List(fields.Nested(ImportedPathView))


class ExportedCourseView(Schema):
    slug = fields.String()
    files = fields.Dict(keys=fields.String(), values=fields.String())
    attachments = fields.Dict(keys=fields.String(), values=fields.String())

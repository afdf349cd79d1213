"""Files beside the texts of the library: what is said of them, sent and read."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.attachments import is_file_name, is_picture
from shared.editorial import both_languages, line_field
from shared.requests import Request, name_field
from shared.vocabulary import FILE_LICENCES

MOST_FILES = 40  # of an item
MOST_PIECE = 2**20  # bytes that travel at once
WIDTHS = (320, 960)  # pixels, of smaller pictures
DIGEST = r"[0-9a-f]{64}"
_LARGEST = 2**31  # bytes; which files may have how many is not decided here


class _Words(Schema):
    """What is said of a file by whoever adds it."""

    alt = both_languages(300, required=False, load_default=None, allow_none=True)
    # A picture that says nothing; in place of ``alt``.
    decoration = fields.Boolean(load_default=False)
    title = both_languages(300, required=False, load_default=None, allow_none=True)
    licence = fields.String(required=True, validate=validate.OneOf(FILE_LICENCES))
    source = line_field(300, required=False, load_default=None, allow_none=True)


def check_words(name: str, said: dict[str, Any]) -> None:
    """Raises:
    ValidationError: words are missing, or are not those of such a file.
    """
    wrong = {}
    if is_picture(name):
        if said["decoration"] == (said["alt"] is not None):
            wrong["alt"] = ["Describe the picture, or say decoration: true."]
        if said["title"] is not None:
            wrong["title"] = ["A picture has words in alt."]
    else:
        if said["title"] is None:
            wrong["title"] = ["Missing data for required field."]
        if said["alt"] is not None or said["decoration"]:
            wrong["alt"] = ["Only a picture has these words."]
    if said["licence"] != "own" and said["source"] is None:
        wrong["source"] = ["Say whose it is, for it is not our own."]
    if wrong:
        raise ValidationError(wrong)


class FileSchema(_Words):
    """A file, as an item's folder and its editors name it."""

    name = fields.String(required=True, validate=is_file_name)

    @validates_schema
    def _has_its_words(self, said: dict[str, Any], **_: Any) -> None:
        check_words(said["name"], said)


def files_field(**options: Any) -> fields.List[Any]:
    return fields.List(
        fields.Nested(FileSchema),
        validate=[validate.Length(max=MOST_FILES), _each_name_once],
        **options,
    )


def _each_name_once(files: list[dict[str, Any]]) -> None:
    names = [file["name"] for file in files]
    if twice := [name for index, name in enumerate(names) if name in names[:index]]:
        raise ValidationError(f"“{twice[0]}” stands here twice.")


def _digest_field(**options: Any) -> fields.String:
    error = "Write the SHA-256 in small hexadecimal digits."
    return fields.String(
        validate=validate.Regexp(DIGEST + r"\Z", error=error), **options
    )


class BeginUpload(Request):
    # None: for a folder that is about to be imported.
    slug = fields.String(
        load_default=None, allow_none=True, validate=validate.Length(1, 100)
    )
    name = fields.String(required=True, validate=is_file_name)
    size = fields.Integer(
        required=True, strict=True, validate=validate.Range(0, _LARGEST)
    )
    # Of the whole file, so that it can be gone on with later, and checked.
    digest = _digest_field(load_default=None, allow_none=True)


class OfUpload(Request):
    slug = fields.String(
        load_default=None, allow_none=True, validate=validate.Length(1, 100)
    )
    upload_id = name_field()


class ContinueUpload(OfUpload):
    offset = fields.Integer(
        required=True, strict=True, validate=validate.Range(0, _LARGEST)
    )
    content = fields.String(required=True)  # base 64


class FinishUpload(_Words, OfUpload):
    # The one of the item that was looked at.
    revision = fields.Integer(required=True, strict=True)


class KnowContents(Request):
    digests = fields.List(
        _digest_field(), required=True, validate=validate.Length(1, 2000)
    )


class ReadFile(Request):
    slug = name_field()
    name = name_field()
    # The content that is meant, where it may be another by now.
    digest = _digest_field(load_default=None, allow_none=True)
    width = fields.Integer(
        load_default=None, allow_none=True, validate=validate.OneOf(WIDTHS)
    )
    start = fields.Integer(
        load_default=0, strict=True, validate=validate.Range(0, _LARGEST)
    )
    length = fields.Integer(
        load_default=0, strict=True, validate=validate.Range(0, MOST_PIECE)
    )


class FileQuery(Request):
    """How code asks for a file: ``v`` is the digest of the content that is meant."""

    v = _digest_field(load_default=None)
    width = fields.Integer(load_default=None, validate=validate.OneOf(WIDTHS))


class FileView(FileSchema):
    media_type = fields.String()
    size = fields.Integer()  # bytes
    digest = fields.String()
    width = fields.Integer(allow_none=True)  # pixels, of pictures
    height = fields.Integer(allow_none=True)


class UploadView(Schema):
    id = fields.String()
    name = fields.String()
    size = fields.Integer()
    offset = fields.Integer()
    expires_at = fields.AwareDateTime()


class KeptView(Schema):
    digest = fields.String()


class KnownContentsView(Schema):
    # As they were sent, to as they are kept.
    known = fields.Dict(keys=fields.String(), values=fields.String())


class ReadFileView(Schema):
    digest = fields.String()  # of these bytes
    original = fields.String()  # of the picture that they are a smaller one of
    media_type = fields.String()
    size = fields.Integer()
    content = fields.String()  # the piece, in base 64

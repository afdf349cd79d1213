"""What the printer is asked over RPC, and how it answers.

It keeps nothing and knows nothing: whoever asks brings everything that stands on the
sheet.
"""

from marshmallow import Schema, fields, validate

from shared.languages import language_field
from shared.requests import Request


def _line(longest: int) -> fields.String:
    return fields.String(required=True, validate=validate.Length(min=1, max=longest))


class PrintCertificate(Request):
    language = language_field()
    number = _line(40)
    name = _line(100)
    title = _line(300)
    title_language = _line(10)
    minutes = fields.Integer(required=True, validate=validate.Range(1, 100_000))
    issued_at = fields.AwareDateTime(required=True)
    expires_at = fields.AwareDateTime(load_default=None, allow_none=True)
    address = _line(300)
    qr = _line(1024)


class PrintedView(Schema):
    content = fields.String(metadata={"description": "a PDF in base 64"})

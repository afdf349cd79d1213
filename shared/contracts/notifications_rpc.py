"""What the notifications service can be asked, and what it answers."""

from marshmallow import Schema, fields, validate

from shared.crockford import ALPHABET
from shared.languages import LANGUAGES
from shared.pages import PageRequest
from shared.requests import Request

# One plain address in ASCII, as mail servers take it: nothing that could end a
# header, name a second recipient or be read in two ways.
EMAIL = (
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9-]*[A-Za-z0-9]\Z"
)

# How long a code for a new password is good, and so what its mail says.
PASSWORD_CODE_MINUTES = 20


class PutContact(Request):
    person_id = fields.String(required=True, validate=validate.Length(1, 100))
    email = fields.String(
        required=True,
        validate=[
            validate.Length(max=254),
            validate.Regexp(EMAIL, error="Not a valid e-mail address."),
        ],
    )
    name = fields.String(required=True, validate=validate.Length(1, 200))
    language = fields.String(required=True, validate=validate.OneOf(LANGUAGES))
    version = fields.Integer(
        required=True, strict=True, validate=validate.Range(1, 2**31 - 1)
    )


class ContactView(Schema):
    """``stored`` is false where this version, or a newer one, was known before."""

    stored = fields.Boolean()


class SendPasswordCode(Request):
    """``request_id`` tells one request from the next: a code is sent once for each."""

    person_id = fields.String(required=True, validate=validate.Length(1, 100))
    code = fields.String(
        required=True,
        validate=validate.Regexp(rf"[{ALPHABET}]{{5}}-[{ALPHABET}]{{5}}\Z"),
    )
    request_id = fields.String(required=True, validate=validate.Length(1, 100))


class PasswordCodeView(Schema):
    """``queued`` is false where the mail for this request was queued before."""

    queued = fields.Boolean()


class ListMessages(PageRequest):
    pass


class MarkRead(Request):
    id = fields.String(required=True, validate=validate.Length(1, 100))


class MessageView(Schema):
    id = fields.String()
    kind = fields.String()
    subject = fields.String()
    body = fields.String()
    link = fields.String(allow_none=True)
    language = fields.String(validate=validate.OneOf(LANGUAGES))
    created_at = fields.AwareDateTime()
    read = fields.Boolean()


class MessagePageView(Schema):
    items = fields.List(fields.Nested(MessageView))
    next = fields.String(allow_none=True)
    unread = fields.Integer()

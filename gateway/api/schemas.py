"""What the gateway itself takes and gives; services' own stand in their contracts."""

from marshmallow import Schema, fields, validate

from gateway.accounts.domain import LANGUAGES, NAME_MAX, PASSWORD_MAX, PASSWORD_MIN
from shared.contracts.certificates_rpc import (
    CertificateView,
)
from shared.contracts.learning_cohorts import (
    MOST_NOMINATED,
    PARTS,
    AttendanceEntryView,
    MemberView,
    ReportView,
)
from shared.identity import ROLES
from shared.requests import Request

_EMAIL_LONGEST = 320  # characters; what is longer is not even looked at


def _language(*, required: bool = False) -> fields.String:
    return fields.String(required=required, validate=validate.OneOf(LANGUAGES))


class Language(Request):
    """The query every route understands."""

    language = _language()


class OfVersion(Language):
    """Which version of a course; the newest where none is named. Learners stay on
    the version they enrolled in, which their enrolment names."""

    version = fields.Integer(validate=validate.Range(1, 1_000_000))


class Move(Request):
    """Which version to move to; the newest where none is named."""

    version = fields.Integer(strict=True, validate=validate.Range(1, 1_000_000))


class NewAccount(Request):
    email = fields.String(required=True, validate=validate.Length(1, _EMAIL_LONGEST))
    password = fields.String(
        required=True,
        load_only=True,
        validate=validate.Length(PASSWORD_MIN, PASSWORD_MAX),
    )
    name = fields.String(required=True, validate=validate.Length(1, NAME_MAX))
    language = _language(required=True)


class Credentials(Request):
    email = fields.String(required=True, validate=validate.Length(1, _EMAIL_LONGEST))
    password = fields.String(required=True, validate=validate.Length(1, 1024))


class PasswordResetRequest(Request):
    email = fields.String(required=True, validate=validate.Length(1, _EMAIL_LONGEST))


class PasswordResetRedemption(PasswordResetRequest):
    code = fields.String(
        required=True,
        validate=validate.Length(1, 100),
        metadata={
            "description": "Case, spaces, hyphens and look-alikes do not matter."
        },
    )
    password = fields.String(
        required=True,
        load_only=True,
        validate=validate.Length(PASSWORD_MIN, PASSWORD_MAX),
    )


class Refresh(Request):
    refresh_token = fields.String(required=True, validate=validate.Length(1, 200))


class ProfileChange(Request):
    name = fields.String(validate=validate.Length(1, NAME_MAX))
    language = _language()


class AccountView(Schema):
    person_id = fields.UUID(required=True)
    email = fields.String(required=True)
    name = fields.String(required=True)
    language = _language(required=True)
    roles = fields.List(fields.String(validate=validate.OneOf(ROLES)), required=True)


class TokensView(Schema):
    access_token = fields.String(required=True)
    refresh_token = fields.String(required=True)
    token_type = fields.String(required=True, validate=validate.Equal("Bearer"))
    expires_in = fields.Integer(required=True, metadata={"description": "seconds"})


class WrongPlaceView(Schema):
    pointer = fields.String(required=True)
    detail = fields.String(required=True)


class ProblemView(Schema):
    """A problem document (RFC 9457)."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    code = fields.String(required=True)
    errors = fields.List(fields.Nested(WrongPlaceView))
    trace_id = fields.String(required=True)


class ProblemTypeView(Schema):
    type = fields.String(required=True)
    code = fields.String(required=True)
    detail = fields.String(required=True)


class ProblemTypesView(Schema):
    items = fields.List(fields.Nested(ProblemTypeView), required=True)


class OpenApiView(Schema):
    """An OpenAPI 3.1 document."""

    openapi = fields.String(required=True)
    info = fields.Dict(required=True)
    paths = fields.Dict(required=True)
    components = fields.Dict(required=True)


class AsyncApiView(Schema):
    """An AsyncAPI 3.0 document."""

    asyncapi = fields.String(required=True)
    info = fields.Dict(required=True)
    channels = fields.Dict(required=True)
    operations = fields.Dict(required=True)
    components = fields.Dict(required=True)


class JsonSchemaView(Schema):
    """A JSON Schema, draft 2020-12."""

    type = fields.String(required=True)
    properties = fields.Dict(required=True)


class PublicCertificateView(CertificateView):
    """What anyone may check: whose certificate of which course a number is."""

    minutes = fields.Integer()
    name = fields.String(allow_none=True)


class NewPart(Request):
    email = fields.String(required=True, validate=validate.Length(1, _EMAIL_LONGEST))
    part = fields.String(required=True, validate=validate.OneOf(PARTS))


class NewNominations(Request):
    emails = fields.List(
        fields.String(validate=validate.Length(1, _EMAIL_LONGEST)),
        required=True,
        validate=validate.Length(1, MOST_NOMINATED),
    )


class NominationView(Schema):
    email = fields.String(required=True)
    status = fields.String(
        required=True,
        validate=validate.OneOf(("nominated", "known", "no_account")),
        metadata={"description": "known: nominated, a member, or declined before"},
    )


class NominationsView(Schema):
    items = fields.List(fields.Nested(NominationView), required=True)


class MemberNameView(MemberView):
    name = fields.String(allow_none=True)


class MembersNamesView(Schema):
    items = fields.List(fields.Nested(MemberNameView))
    next = fields.String(allow_none=True)


class AttendanceNameView(AttendanceEntryView):
    name = fields.String(allow_none=True)


class AttendanceNamesView(Schema):
    items = fields.List(fields.Nested(AttendanceNameView))
    next = fields.String(allow_none=True)


class ReportNamesView(ReportView):
    names = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        metadata={"description": "of the people in the rows, by id"},
    )

"""What the learning service is asked about certificates, and how it answers."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.contracts.learning_rpc import (
    OfCourse,
)
from shared.languages import language_field
from shared.pages import PageRequest, page_of
from shared.requests import Request, name_field

CERTIFICATE_STATES = ("valid", "expired", "revoked")
REVOCATIONS = ("issued_in_error", "rules_broken", "asked_by_holder")


class ListCertificates(PageRequest):
    language = language_field()


class GetCertificate(Request):
    # As a person typed it: case, spaces, hyphens and look-alikes do not matter.
    number = fields.String(required=True, validate=validate.Length(min=1, max=100))
    language = language_field()


class SignTicket(Request):
    number = fields.String(required=True, validate=validate.Length(min=1, max=100))
    # The holder's, which the gateway alone knows (ADR 4).
    name = fields.String(required=True, validate=validate.Length(min=1, max=100))


class SignBadge(SignTicket):
    language = language_field()


class GetIssuer(Request):
    language = language_field()


class GetIssuingKey(Request):
    id = name_field()


class GetStatusList(Request):
    list = fields.Integer(required=True, validate=validate.Range(1, 1_000_000))


class RevokeCertificate(Request):
    number = fields.String(required=True, validate=validate.Length(min=1, max=100))
    reason = fields.String(required=True, validate=validate.OneOf(REVOCATIONS))


class CertificateView(OfCourse):
    number = fields.String()
    state = fields.String(validate=validate.OneOf(CERTIFICATE_STATES))
    issued_at = fields.AwareDateTime()
    expires_at = fields.AwareDateTime(
        allow_none=True, metadata={"description": "null: it holds for ever"}
    )
    revoked_at = fields.AwareDateTime(allow_none=True)
    revocation = fields.String(
        allow_none=True,
        validate=validate.OneOf(REVOCATIONS),
        metadata={"description": "why it was revoked"},
    )
    sequence = fields.Integer(metadata={"description": "2 for the first renewal"})


class CheckedCertificateView(CertificateView):
    minutes = fields.Integer()
    # Opaque; the gateway shows the holder's name instead.
    person_id = fields.String()


CertificateListView = page_of("CertificateListView", CertificateView)


class SignedView(Schema):
    token = fields.String(metadata={"description": "a compact JWS"})


class IssuerView(Schema):
    """An Open Badges 3.0 profile."""

    context = fields.List(fields.String(), data_key="@context")
    id = fields.String()
    type = fields.List(fields.String())
    name = fields.String()
    url = fields.String()


class IssuingKeyView(Schema):
    """A public JSON Web Key (RFC 7517), RSA or on an elliptic curve."""

    kid = fields.String()
    kty = fields.String()
    alg = fields.String()
    use = fields.String()
    n = fields.String()
    e = fields.String()
    crv = fields.String()
    x = fields.String()
    y = fields.String()


class IssuingKeysView(Schema):
    """A JSON Web Key Set."""

    keys = fields.List(fields.Nested(IssuingKeyView))


class RotatedKeyView(Schema):
    number = fields.Integer(metadata={"description": "the first generation is 1"})


class RevokedCertificateView(Schema):
    number = fields.String()
    revoked_at = fields.AwareDateTime()

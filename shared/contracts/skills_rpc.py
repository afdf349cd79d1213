"""Practical skills over RPC: signed, taken back, listed by trainers."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.contracts.learning_rpc import (
    SkillView,
)
from shared.languages import language_field
from shared.requests import Request, name_field


class SeenSkill(Request):
    """What a trainer saw somebody do, and when."""

    course = name_field()
    skill = name_field()
    # Stays the text it was sent as, so that what is loaded is still plain JSON.
    seen_on = fields.String(
        required=True,
        validate=validate.Regexp(r"\d{4}-\d\d-\d\d\Z"),
        metadata={"format": "date"},
    )


class SignSkill(SeenSkill):
    person_id = name_field()
    language = language_field()


class RevokeSkill(Request):
    person_id = name_field()
    id = name_field()
    language = language_field()


class ListSkills(Request):
    person_id = name_field()
    language = language_field()


class SignatureView(SkillView):
    """``id`` is the signature's."""

    course = fields.String(metadata={"description": "slug of the course"})
    skill = fields.String()
    language = fields.String(metadata={"description": "of the title"})
    seen_on = fields.Date()
    signed_by = fields.String(metadata={"description": "person id"})
    signed_at = fields.AwareDateTime()
    revoked = fields.Boolean()


class SignaturesView(Schema):
    items = fields.List(fields.Nested(SignatureView))

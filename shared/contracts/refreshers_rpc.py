"""Refreshers over RPC: questions that come back, one at a time."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.contracts.learning_rpc import (
    OfCourse,
)
from shared.contracts.quizzes_rpc import AnswerView, QuestionView
from shared.languages import language_field
from shared.pages import PageRequest
from shared.requests import Request, name_field


class ListRefreshers(Request):
    language = language_field()


class GetCard(ListRefreshers):
    slug = name_field()


class GetReview(GetCard):
    review = name_field()


class CardAnswer(Request):
    """An answer to a question that is due. The id is made by the client, once: the same
    answer sent again under it counts once."""

    review = fields.String(
        required=True,
        validate=validate.Regexp(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z"),
        metadata={"format": "uuid"},
    )
    question = name_field()
    answer = fields.List(
        fields.String(validate=validate.Length(max=200)),
        required=True,
        validate=validate.Length(max=100),
        metadata={"description": "as in an attempt at a quiz"},
    )


class AnswerCard(CardAnswer):
    slug = name_field()
    language = language_field()


class DueRefreshers(PageRequest):
    """Of everyone; for the platform's own reminders."""


class RefresherView(OfCourse):
    questions = fields.Integer(metadata={"description": "how many there are"})
    due = fields.Integer(metadata={"description": "how many are due now"})
    next_due_at = fields.AwareDateTime(
        metadata={"description": "the next question; past when one is due now"}
    )
    certificate = fields.String(metadata={"description": "number of the newest"})
    fresh_until = fields.AwareDateTime(
        allow_none=True, metadata={"description": "when the certificate ends"}
    )
    is_fresh = fields.Boolean(metadata={"description": "whether it holds now"})
    renewable_from = fields.AwareDateTime(
        allow_none=True,
        metadata={
            "description": "from then on every question comes back, and answering "
            "all of them right renews the certificate"
        },
    )


class RefreshersView(Schema):
    items = fields.List(fields.Nested(RefresherView))


class CardView(OfCourse, QuestionView): ...


class NextCardView(Schema):
    refresher = fields.Nested(RefresherView)
    card = fields.Nested(
        CardView, allow_none=True, metadata={"description": "null when none is due"}
    )


class ReviewView(CardView):
    review = fields.String()
    result = fields.Nested(AnswerView)
    next_due_at = fields.AwareDateTime(metadata={"description": "of this question"})
    still_due = fields.Integer(metadata={"description": "how many others"})
    certificate = fields.String()
    fresh_until = fields.AwareDateTime(allow_none=True)


class DueRefresherView(Schema):
    person_id = fields.String()
    slug = fields.String()
    due_at = fields.AwareDateTime()


class DueRefreshersView(Schema):
    items = fields.List(fields.Nested(DueRefresherView))
    next = fields.String(allow_none=True)

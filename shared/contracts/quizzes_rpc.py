"""Quizzes over RPC: an attempt begun, shown, submitted.

What is right, feedback, points and what follows from a choice stand in ``AnswerView``
alone, which no view holds before submission.
"""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.contracts.learning_rpc import (
    PURPOSES,
    QUESTION_KINDS,
    RELEASES,
    OfCourse,
)
from shared.languages import language_field
from shared.requests import Request, name_field

ATTEMPT_STATES = ("open", "submitted", "expired")
REFUSALS = ("attempts_used", "lessons_first", "comes_back_later")


class StartAttempt(Request):
    slug = name_field()
    quiz = name_field()
    language = language_field()


class ListAttempts(StartAttempt): ...


class GetAttempt(StartAttempt):
    id = name_field()


class SubmitAttempt(GetAttempt):
    answers = fields.Dict(
        keys=fields.String(validate=validate.Length(min=1, max=100)),
        values=fields.List(
            fields.String(validate=validate.Length(max=200)),
            validate=validate.Length(max=100),
        ),
        required=True,
        validate=validate.Length(max=1000),
        metadata={
            "description": "Question id to its answer: ids of choices (single, "
            "multiple, scenario); ids of all choices in order (ordering); one "
            "left:right of ids for each choice (matching); one text (numeric, short)"
        },
    )
    unfinished = fields.Boolean(
        load_default=False,
        metadata={"description": "hand in what there is; what is missing is wrong"},
    )


class ChoiceView(Schema):
    id = fields.String()
    text = fields.String()


class QuestionView(Schema):
    id = fields.String()
    kind = fields.String(validate=validate.OneOf(QUESTION_KINDS))
    text = fields.String(metadata={"description": "Markdown"})
    choices = fields.List(
        fields.Nested(ChoiceView),
        metadata={"description": "to choose from, to order or to match"},
    )
    partners = fields.List(
        fields.Nested(ChoiceView),
        metadata={"description": "what choices are matched with; else empty"},
    )
    unit = fields.String(
        allow_none=True, metadata={"description": "of the number asked for"}
    )


class OutcomeView(Schema):
    id = fields.String(metadata={"description": "of the choice"})
    points = fields.Integer(metadata={"description": "of 100"})
    text = fields.String(metadata={"description": "Markdown: what follows from it"})


class AnswerView(Schema):
    id = fields.String(metadata={"description": "of the question"})
    correct = fields.Boolean()
    points = fields.Integer(metadata={"description": "of 100"})
    chosen = fields.List(fields.String())
    right = fields.List(fields.String())
    tolerance = fields.String(
        allow_none=True, metadata={"description": "of a number, to either side"}
    )
    outcomes = fields.List(
        fields.Nested(OutcomeView), metadata={"description": "of a scenario's choices"}
    )
    feedback = fields.String(metadata={"description": "Markdown"})


class GainView(Schema):
    """Of a test before and after."""

    before = fields.Integer(metadata={"description": "percent"})
    after = fields.Integer(metadata={"description": "percent"})


class ResultView(Schema):
    percent = fields.Integer()
    passed = fields.Boolean()
    counted = fields.Boolean(metadata={"description": "false if it came too late"})
    submitted_at = fields.AwareDateTime()
    released = fields.Boolean(
        metadata={
            "description": "whether answers are told yet; until then, no questions"
        }
    )
    questions = fields.List(fields.Nested(AnswerView))
    gain = fields.Nested(GainView, allow_none=True)
    course_completed = fields.Boolean()
    certificate = fields.String(allow_none=True)


class AttemptView(OfCourse):
    id = fields.String()
    quiz = fields.String()
    purpose = fields.String(validate=validate.OneOf(PURPOSES))
    answers = fields.String(
        validate=validate.OneOf(RELEASES),
        metadata={"description": "when right answers are told"},
    )
    number = fields.Integer(metadata={"description": "among one's attempts; from 1"})
    state = fields.String(validate=validate.OneOf(ATTEMPT_STATES))
    started_at = fields.AwareDateTime()
    due_at = fields.AwareDateTime(allow_none=True)
    seconds_left = fields.Integer(
        allow_none=True,
        metadata={"description": "by the server's clock; null without a time limit"},
    )
    pass_mark = fields.Integer(metadata={"description": "percent"})
    questions = fields.List(fields.Nested(QuestionView))
    result = fields.Nested(ResultView, allow_none=True)


class StartedAttemptView(AttemptView):
    created = fields.Boolean(metadata={"description": "false if it was open already"})


class AttemptSummaryView(Schema):
    id = fields.String()
    number = fields.Integer()
    state = fields.String(validate=validate.OneOf(ATTEMPT_STATES))
    started_at = fields.AwareDateTime()
    due_at = fields.AwareDateTime(allow_none=True)
    submitted_at = fields.AwareDateTime(allow_none=True)
    percent = fields.Integer(allow_none=True)
    passed = fields.Boolean()
    counted = fields.Boolean()


class AttemptListView(Schema):
    items = fields.List(
        fields.Nested(AttemptSummaryView), metadata={"description": "the oldest first"}
    )
    left = fields.Integer(
        allow_none=True, metadata={"description": "how many more; null for any number"}
    )
    refusal = fields.String(
        allow_none=True,
        validate=validate.OneOf(REFUSALS),
        metadata={"description": "why no attempt may begin now, if so"},
    )

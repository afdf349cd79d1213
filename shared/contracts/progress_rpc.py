"""What the learning service is asked about enrolments, and how it answers."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.contracts.learning_rpc import PURPOSES, OfCourse, SkillView
from shared.languages import language_field
from shared.pages import PageRequest, page_of
from shared.requests import Request, name_field

STATES = ("enrolled", "in_progress", "completed")


class Enrol(Request):
    slug = name_field()
    language = language_field()


class ListEnrolments(PageRequest):
    language = language_field()


class GetEnrolment(Enrol): ...


class MoveEnrolment(Enrol):
    # The newest published one where none is named.
    version = fields.Integer(
        load_default=None, strict=True, validate=validate.Range(1, 1_000_000)
    )


class ListPrerequisites(Enrol): ...


class RebuildProgress(Request):
    """Every enrolment, or those of a person or a course; a page at a time."""

    person_id = fields.String(load_default=None, validate=validate.Length(1, 100))
    slug = fields.String(load_default=None, validate=validate.Length(1, 100))
    dry_run = fields.Boolean(load_default=False)
    cursor = fields.String(load_default=None, validate=validate.Length(1, 1000))


class QuizStandingView(Schema):
    id = fields.String()
    title = fields.String()
    purpose = fields.String(validate=validate.OneOf(PURPOSES))
    required = fields.Boolean(metadata={"description": "to complete the course"})
    passed = fields.Boolean()
    best_percent = fields.Integer(allow_none=True)
    attempts = fields.Integer(metadata={"description": "how many were submitted"})


class SkillStandingView(SkillView):
    signed = fields.Boolean(metadata={"description": "by a trainer"})


class PrerequisiteView(OfCourse):
    completed = fields.Boolean()


class PrerequisitesView(Schema):
    items = fields.List(fields.Nested(PrerequisiteView))


class EnrolmentView(OfCourse):
    newest_version = fields.Integer(
        metadata={"description": "one may move to it if it is greater than `version`"}
    )
    state = fields.String(validate=validate.OneOf(STATES))
    enrolled_at = fields.AwareDateTime()
    active_at = fields.AwareDateTime(
        metadata={"description": "the last thing one did, by the server's clock"}
    )
    completed_at = fields.AwareDateTime(allow_none=True)
    lessons_total = fields.Integer()
    lessons_done = fields.List(fields.String())
    lessons_viewed = fields.List(fields.String())
    percent = fields.Integer()
    quizzes = fields.List(fields.Nested(QuizStandingView))
    practical = fields.List(fields.Nested(SkillStandingView))
    certificate = fields.String(allow_none=True)


class EnrolledView(EnrolmentView):
    created = fields.Boolean(metadata={"description": "false if enrolled before"})


EnrolmentPageView = page_of("EnrolmentPageView", EnrolmentView)


class RebuiltEnrolmentView(Schema):
    person_id = fields.String()
    slug = fields.String()


class RebuiltView(Schema):
    checked = fields.Integer(metadata={"description": "how many enrolments"})
    different = fields.List(fields.Nested(RebuiltEnrolmentView))
    next = fields.String(allow_none=True)

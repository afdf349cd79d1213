"""What the learning service is asked about cohorts over RPC, and how it answers."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.languages import language_field
from shared.pages import PageRequest
from shared.requests import Request, name_field

PARTS = ("trainer", "head")
MEMBER_STATES = ("nominated", "member", "declined", "removed")
REPORTS = ("progress", "stuck", "items", "gain", "attendance")
# Why a learner is stuck; "overdue" besides.
FAILED_TWICE, INACTIVE = "failed_twice", "inactive"
# What the cells of a column are. Every cell may be null.
COLUMN_KINDS = (
    "person",  # a person id
    "text",
    "number",  # an integer, or a float with two digits
    "percent",  # an integer
    "date",  # YYYY-MM-DD
    "flag",  # true or false
    "reason",  # why somebody is stuck
)
MOST_ROWS = 1000  # of a report, in one answer
MOST_NOMINATED = 50  # at once


def _text(most: int, *, required: bool = True) -> fields.String:
    rules = validate.And(validate.Length(1, most), validate.Regexp(r".*\S"))
    if required:
        return fields.String(required=True, validate=rules)
    return fields.String(load_default=None, allow_none=True, validate=rules)


def _due_on() -> fields.Date:
    return fields.Date(load_default=None, allow_none=True)


def _people(most: int) -> fields.List[str]:
    ids = fields.String(validate=validate.Length(min=1, max=100))
    return fields.List(ids, required=True, validate=validate.Length(max=most))


class MakeCohort(Request):
    name = _text(200)
    course = name_field(metadata={"description": "slug"})
    unit = _text(200, required=False)
    hub = _text(100, required=False)
    due_on = _due_on()


class ListCohorts(PageRequest):
    language = language_field()


class GetCohort(Request):
    id = name_field()
    language = language_field()


class ChangeCohort(Request):
    id = name_field()
    name = _text(200)
    due_on = _due_on()
    # As it was read; another since then is a conflict.
    version = fields.Integer(required=True, strict=True, validate=validate.Range(0))


class OneCohort(Request):
    id = name_field()


class ChangePart(Request):
    """Give somebody a part in the cohort, or take it away."""

    id = name_field()
    person_id = name_field()
    part = fields.String(required=True, validate=validate.OneOf(PARTS))


class AddSession(Request):
    id = name_field()
    title = _text(200)
    starts_at = fields.AwareDateTime(required=True)
    place = _text(200)


class SignAttendance(Request):
    id = name_field()
    session = name_field()
    # Of the members listed, who came; the others listed did not.
    members = _people(1000)
    came = _people(1000)


class Nominate(Request):
    id = name_field()
    people = _people(MOST_NOMINATED)


class OneMember(Request):
    id = name_field()
    person_id = name_field()


class Join(Request):
    # As a person typed it: case, spaces, hyphens and look-alikes do not matter.
    code = _text(50)
    language = language_field()


class ListMembers(PageRequest):
    id = name_field()
    state = fields.String(load_default=None, validate=validate.OneOf(MEMBER_STATES))


class ListMine(Request):
    language = language_field()


class GetAttendance(PageRequest):
    id = name_field()
    session = name_field()


class GetReport(Request):
    id = name_field()
    report = fields.String(required=True, validate=validate.OneOf(REPORTS))
    language = language_field()
    cursor = fields.String(load_default=None, validate=validate.Length(1, 1000))
    limit = fields.Integer(
        load_default=MOST_ROWS, validate=validate.Range(1, MOST_ROWS)
    )


class SessionView(Schema):
    id = fields.String()
    title = fields.String()
    starts_at = fields.AwareDateTime()
    place = fields.String()


class CohortSummaryView(Schema):
    id = fields.String()
    name = fields.String()
    course = fields.String(metadata={"description": "slug"})
    course_title = fields.String()
    language = fields.String(metadata={"description": "of the course's title"})
    unit = fields.String(allow_none=True)
    hub = fields.String(allow_none=True)
    due_on = fields.Date(allow_none=True)
    opened_at = fields.AwareDateTime()
    closed_at = fields.AwareDateTime(allow_none=True)
    part = fields.String(
        validate=validate.OneOf(PARTS),
        metadata={"description": "what the caller is in it"},
    )


class CohortView(CohortSummaryView):
    version = fields.Integer()
    # Null for a head, who nominates and sees no more.
    code = fields.String(allow_none=True)
    trainers = fields.List(fields.String())
    heads = fields.List(fields.String())
    sessions = fields.List(fields.Nested(SessionView))
    members = fields.Integer(allow_none=True, metadata={"description": "how many"})
    nominated = fields.Integer(allow_none=True, metadata={"description": "how many"})


class MemberView(Schema):
    person_id = fields.String()
    state = fields.String(validate=validate.OneOf(MEMBER_STATES))
    at = fields.AwareDateTime()
    nominated_by = fields.String(allow_none=True)


class MemberPageView(Schema):
    items = fields.List(fields.Nested(MemberView))
    next = fields.String(allow_none=True)


class CohortPageView(Schema):
    items = fields.List(fields.Nested(CohortSummaryView))
    next = fields.String(allow_none=True)


class NominatedView(Schema):
    nominated = fields.List(
        fields.String(), metadata={"description": "ids of those who are new"}
    )


class RemindedView(Schema):
    reminded = fields.Boolean(metadata={"description": "false if they were today"})


class MineView(Schema):
    """A cohort as one of its members sees it."""

    id = fields.String()
    name = fields.String()
    course = fields.String()
    course_title = fields.String()
    language = fields.String()
    due_on = fields.Date(allow_none=True)
    state = fields.String(validate=validate.OneOf(("nominated", "member")))
    sessions = fields.List(fields.Nested(SessionView))


class MyCohortsView(Schema):
    items = fields.List(fields.Nested(MineView))
    # Whether the caller heads units that may nominate, to show them the way.
    heads = fields.Boolean()


class AttendanceEntryView(Schema):
    person_id = fields.String()
    attended = fields.Boolean(
        allow_none=True, metadata={"description": "null: not signed yet"}
    )


class AttendanceView(Schema):
    items = fields.List(fields.Nested(AttendanceEntryView))
    next = fields.String(allow_none=True)


class ColumnView(Schema):
    id = fields.String()
    kind = fields.String(validate=validate.OneOf(COLUMN_KINDS))
    title = fields.String(allow_none=True)


class BarView(Schema):
    value = fields.Float()
    label = fields.String(allow_none=True)
    id = fields.String(allow_none=True)


class ChartView(Schema):
    id = fields.String()
    kind = fields.String(validate=validate.OneOf(("percent", "number")))
    most = fields.Float()
    bars = fields.List(fields.Nested(BarView))


class ReportView(Schema):
    report = fields.String(validate=validate.OneOf(REPORTS))
    columns = fields.List(fields.Nested(ColumnView))
    rows = fields.List(fields.Raw(), metadata={"description": "cells in their order"})
    footer = fields.List(fields.Raw(allow_none=True), allow_none=True)
    chart = fields.Nested(ChartView, allow_none=True)
    next = fields.String(allow_none=True)

"""What the learning service is asked over RPC, and how it answers.

Texts of a course are in the asked language; ``language`` says which one a view is in,
``languages`` which ones there are. Times are UTC.
"""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.editorial import SourceSchema
from shared.languages import language_field
from shared.pages import PageRequest, page_of
from shared.requests import Request, name_field
from shared.vocabulary import AUDIENCES

QUESTION_KINDS = (
    "single",
    "multiple",
    "ordering",
    "matching",
    "numeric",
    "short",
    "scenario",
)
PURPOSES = ("final", "practice", "before_after", "refresher")
RELEASES = ("at_once", "after_passing", "after_cohort")


class ListCourses(PageRequest):
    language = language_field()
    audience = fields.String(load_default=None, validate=validate.OneOf(AUDIENCES))
    q = fields.String(load_default=None, validate=validate.Length(max=200))


class GetCourse(Request):
    slug = name_field()
    language = language_field()
    # The newest published one where none is named.
    version = fields.Integer(
        load_default=None, strict=True, validate=validate.Range(1, 1_000_000)
    )


class GetLesson(GetCourse):
    lesson = name_field()


class GetFile(Request):
    slug = name_field()
    name = name_field()
    version = fields.Integer(
        load_default=None, strict=True, validate=validate.Range(1, 1_000_000)
    )


class ListPaths(Request):
    language = language_field()
    audience = fields.String(load_default=None, validate=validate.OneOf(AUDIENCES))


class GetPath(Request):
    slug = name_field()
    language = language_field()


class OfCourse(Schema):
    """What every view of a published version begins with."""

    slug = fields.String(metadata={"description": "of the course"})
    version = fields.Integer()
    title = fields.String()
    language = fields.String()
    languages = fields.List(fields.String())


class CourseSummaryView(OfCourse):
    summary = fields.String()
    audiences = fields.List(fields.String())
    topics = fields.List(fields.String())
    minutes = fields.Integer()
    lessons = fields.Integer(metadata={"description": "how many"})


class PathView(Schema):
    """A learning path with those of its courses that are published, in their order."""

    slug = fields.String()
    title = fields.String()
    summary = fields.String()
    language = fields.String()
    languages = fields.List(fields.String())
    audiences = fields.List(fields.String())
    minutes = fields.Integer(metadata={"description": "of all courses"})
    courses = fields.List(fields.Nested(CourseSummaryView))


class PathListView(Schema):
    items = fields.List(fields.Nested(PathView))


class LessonEntryView(Schema):
    id = fields.String()
    title = fields.String()
    minutes = fields.Integer()


class QuizEntryView(Schema):
    id = fields.String()
    title = fields.String()
    intro = fields.String(metadata={"description": "Markdown, or empty"})
    questions = fields.Integer(metadata={"description": "how many"})
    pass_mark = fields.Integer(metadata={"description": "percent"})
    purpose = fields.String(validate=validate.OneOf(PURPOSES))
    minutes = fields.Integer(
        allow_none=True, metadata={"description": "time limit, if there is one"}
    )
    attempts = fields.Integer(
        allow_none=True, metadata={"description": "how many; null for any number"}
    )
    answers = fields.String(
        validate=validate.OneOf(RELEASES),
        metadata={"description": "when right answers are told"},
    )


class ModuleView(Schema):
    id = fields.String()
    title = fields.String()
    lessons = fields.List(fields.String(), metadata={"description": "ids in order"})
    quizzes = fields.List(fields.String(), metadata={"description": "ids in order"})


class SkillView(Schema):
    id = fields.String()
    title = fields.String()


class CourseView(CourseSummaryView):
    lessons = fields.List(fields.Nested(LessonEntryView))  # type: ignore[assignment]
    objectives = fields.List(fields.String())
    quizzes = fields.List(fields.Nested(QuizEntryView))
    modules = fields.List(fields.Nested(ModuleView))
    prerequisites = fields.List(
        fields.String(), metadata={"description": "slugs of courses to complete first"}
    )
    practical = fields.List(
        fields.Nested(SkillView),
        metadata={"description": "what a trainer sees done and signs"},
    )
    valid_months = fields.Integer(
        allow_none=True,
        metadata={"description": "how long a certificate holds; null for ever"},
    )
    sources = fields.List(fields.Nested(SourceSchema))
    reviewed_by = fields.String(allow_none=True)


class LessonFileView(Schema):
    name = fields.String()
    title = fields.String()
    licence = fields.String()
    media_type = fields.String()
    size = fields.Integer(metadata={"description": "bytes"})


class LessonView(OfCourse):
    course_title = fields.String()
    id = fields.String()
    minutes = fields.Integer()
    body = fields.String(
        metadata={
            "description": "Markdown, headings from ##, with blocks between ::: lines; "
            "pictures and downloads as files/<name>"
        }
    )
    files = fields.List(fields.Nested(LessonFileView))
    position = fields.Integer(metadata={"description": "the first is 1"})
    of = fields.Integer()
    previous = fields.String(allow_none=True)
    next = fields.String(allow_none=True)
    quizzes = fields.List(fields.String(), metadata={"description": "the course's"})


class FileView(Schema):
    name = fields.String()
    media_type = fields.String()
    digest = fields.String(metadata={"description": "SHA-256 of the content"})
    content = fields.String(metadata={"description": "base 64"})


CoursePageView = page_of("CoursePageView", CourseSummaryView)

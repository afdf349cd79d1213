"""What the learning service is asked over RPC, and how it answers.

Texts of a course are in the asked language; ``language`` says which one a view is in,
``languages`` which ones there are. Times are UTC.
"""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from shared.editorial import SourceSchema
from shared.folders import MAX_FILES
from shared.languages import language_field
from shared.pages import PageRequest
from shared.requests import Request
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
STATES = ("enrolled", "in_progress", "completed")
CERTIFICATE_STATES = ("valid", "expired", "revoked")
REVOCATIONS = ("issued_in_error", "rules_broken", "asked_by_holder")


def _name(**options: Any) -> fields.String:
    """A slug or id that names something; one that names nothing is NotFound."""
    return fields.String(
        required=True, validate=validate.Length(min=1, max=100), **options
    )


class ListCourses(PageRequest):
    language = language_field()
    audience = fields.String(load_default=None, validate=validate.OneOf(AUDIENCES))
    q = fields.String(load_default=None, validate=validate.Length(max=200))


class GetCourse(Request):
    slug = _name()
    language = language_field()
    # The newest published one where none is named.
    version = fields.Integer(
        load_default=None, strict=True, validate=validate.Range(1, 1_000_000)
    )


class GetLesson(GetCourse):
    lesson = _name()


class GetFile(Request):
    slug = _name()
    name = _name()
    version = fields.Integer(
        load_default=None, strict=True, validate=validate.Range(1, 1_000_000)
    )


class ListPaths(Request):
    language = language_field()
    audience = fields.String(load_default=None, validate=validate.OneOf(AUDIENCES))


class GetPath(Request):
    slug = _name()
    language = language_field()


class Enrol(Request):
    slug = _name()
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


class ListCertificates(ListEnrolments): ...


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
    id = _name()


class GetStatusList(Request):
    list = fields.Integer(required=True, validate=validate.Range(1, 1_000_000))


class RevokeCertificate(Request):
    number = fields.String(required=True, validate=validate.Length(min=1, max=100))
    reason = fields.String(required=True, validate=validate.OneOf(REVOCATIONS))


class ImportCourse(Request):
    # Path inside the course's folder to the file's text.
    files = fields.Dict(
        keys=fields.String(validate=validate.Length(min=1, max=300)),
        values=fields.String(),
        required=True,
        validate=validate.Length(min=1, max=MAX_FILES),
    )
    # Name inside files/ to content in base 64.
    attachments = fields.Dict(
        keys=fields.String(validate=validate.Length(min=1, max=100)),
        values=fields.String(),
        load_default=dict,
        validate=validate.Length(max=100),
    )


class ImportPaths(Request):
    # Path inside the folder to the file's text.
    files = fields.Dict(
        keys=fields.String(validate=validate.Length(min=1, max=300)),
        values=fields.String(),
        required=True,
        validate=validate.Length(min=1, max=MAX_FILES),
    )


class ExportCourse(Request):
    slug = _name()
    # The draft, or else the newest published version, where none is named.
    version = fields.Integer(
        load_default=None, strict=True, validate=validate.Range(1, 1_000_000)
    )


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


class ImportedCourseView(Schema):
    slug = fields.String()
    version = fields.Integer()
    status = fields.String(
        validate=validate.OneOf(
            ("imported", "unchanged", "awaiting_review", "draft_kept")
        )
    )


class ImportedPathView(Schema):
    slug = fields.String()
    status = fields.String(validate=validate.OneOf(("imported", "unchanged")))


class ImportedPathsView(Schema):
    items = fields.List(fields.Nested(ImportedPathView))


class ExportedCourseView(Schema):
    slug = fields.String()
    files = fields.Dict(keys=fields.String(), values=fields.String())
    attachments = fields.Dict(keys=fields.String(), values=fields.String())


class FileView(Schema):
    name = fields.String()
    media_type = fields.String()
    digest = fields.String(metadata={"description": "SHA-256 of the content"})
    content = fields.String(metadata={"description": "base 64"})


def _page_of(name: str, item: type[Schema]) -> type[Schema]:
    return Schema.from_dict(
        {
            "items": fields.List(fields.Nested(item)),
            "next": fields.String(allow_none=True),
        },
        name=name,
    )


CoursePageView = _page_of("CoursePageView", CourseSummaryView)
EnrolmentPageView = _page_of("EnrolmentPageView", EnrolmentView)
CertificateListView = _page_of("CertificateListView", CertificateView)


class RebuiltEnrolmentView(Schema):
    person_id = fields.String()
    slug = fields.String()


class RebuiltView(Schema):
    checked = fields.Integer(metadata={"description": "how many enrolments"})
    different = fields.List(fields.Nested(RebuiltEnrolmentView))
    next = fields.String(allow_none=True)

"""What the learning service is asked by those who write courses, and how it answers."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from shared.contracts.learning_rpc import (
    PURPOSES,
    QUESTION_KINDS,
    RELEASES,
    LessonFileView,
)
from shared.editorial import both_languages, line_field
from shared.folders import MAX_FILE_CHARACTERS, SLUG
from shared.languages import LANGUAGES, language_field
from shared.requests import Request, name_field
from shared.vocabulary import AUDIENCES, FILE_LICENCES

STATUSES = ("draft", "awaiting_review")
PARTS = ("module", "lesson", "quiz")
_SLUG = validate.Regexp(
    rf"{SLUG.pattern}\Z", error="Write small Latin letters, digits and hyphens."
)


def _new_name() -> fields.String:
    return fields.String(required=True, validate=[validate.Length(1, 64), _SLUG])


def _in_both(longest: int) -> fields.Nested:
    """``{uk, en}``, texts of any number of lines; either may still be empty."""
    texts: dict[str, fields.Field[Any]] = {
        language: fields.String(required=True, validate=validate.Length(0, longest))
        for language in LANGUAGES
    }
    return fields.Nested(Schema.from_dict(texts, name="Texts"), required=True)


class ListDrafts(Request):
    language = language_field()


class GetDraft(ListDrafts):
    slug = name_field()


class StartCourse(ListDrafts):
    slug = _new_name()
    title = both_languages(200)
    summary = both_languages(1000)
    audiences = fields.List(
        fields.String(validate=validate.OneOf(AUDIENCES)),
        required=True,
        validate=validate.Length(1, 10),
    )
    topics = fields.List(
        fields.String(validate=[validate.Length(1, 64), _SLUG]),
        required=True,
        validate=validate.Length(1, 20),
    )


class OpenDraft(GetDraft): ...


class OfDraft(Request):
    slug = name_field()
    # The one that whoever asks has looked at.
    revision = fields.Integer(required=True, strict=True)


class ChangeDraft(OfDraft):
    language = language_field()


class ChangeOutline(ChangeDraft):
    # As course.yaml has them; what does not hold is told as the draft's problems.
    facts = fields.Dict(
        keys=fields.String(
            validate=validate.OneOf(
                (
                    "title",
                    "summary",
                    "audiences",
                    "topics",
                    "minutes",
                    "objectives",
                    "sources",
                    "prerequisites",
                )
            )
        ),
        required=True,
        validate=validate.Length(1, 10),
    )


class AddPart(ChangeDraft):
    kind = fields.String(required=True, validate=validate.OneOf(PARTS))
    id = _new_name()
    title = both_languages(200)
    module = fields.String(load_default=None, validate=validate.Length(1, 64))
    pass_mark = fields.Integer(
        load_default=80, strict=True, validate=validate.Range(1, 100)
    )
    purpose = fields.String(load_default="final", validate=validate.OneOf(PURPOSES))


class RemovePart(ChangeDraft):
    kind = fields.String(required=True, validate=validate.OneOf(PARTS))
    id = name_field()


class MovePart(ChangeDraft):
    kind = fields.String(required=True, validate=validate.OneOf(PARTS[1:]))
    id = name_field()


class RenameModule(ChangeDraft):
    module = name_field()
    title = both_languages(200)


class WriteLesson(ChangeDraft):
    lesson = name_field()
    minutes = fields.Integer(
        required=True, strict=True, validate=validate.Range(1, 600)
    )
    title = both_languages(200)
    body = _in_both(MAX_FILE_CHARACTERS)


class WriteQuiz(ChangeDraft):
    quiz = name_field()
    texts = _in_both(MAX_FILE_CHARACTERS)
    add = fields.String(load_default=None, validate=validate.OneOf(QUESTION_KINDS))


class WriteFile(ChangeDraft):
    path = name_field()
    text = fields.String(
        required=True, validate=validate.Length(0, MAX_FILE_CHARACTERS)
    )


class Attach(ChangeDraft):
    name = name_field()
    title = both_languages(200)
    licence = fields.String(required=True, validate=validate.OneOf(FILE_LICENCES))
    content = fields.String(required=True)  # base 64


class Detach(ChangeDraft):
    name = name_field()


class ReviewDraft(OfDraft):
    reviewed_by = line_field(200)


class GetDraftLesson(Request):
    slug = name_field()
    lesson = name_field()


class PreviewLesson(GetDraft):
    lesson = name_field()


class PreviewQuiz(GetDraft):
    quiz = name_field()


class GetDraftFile(Request):
    slug = name_field()
    name = name_field()


class DraftFileView(Schema):
    path = fields.String()
    text = fields.String()


class AttachmentView(Schema):
    name = fields.String()
    size = fields.Integer(metadata={"description": "bytes"})


class ProblemView(Schema):
    place = fields.String(metadata={"description": "path:line"})
    messages = fields.List(fields.String())


class DraftView(Schema):
    slug = fields.String()
    title = fields.String()
    language = fields.String()
    status = fields.String(validate=validate.OneOf(STATUSES))
    revision = fields.Integer()
    version = fields.Raw()
    updated_at = fields.AwareDateTime()
    delicate = fields.List(
        fields.String(), metadata={"description": "topics that need a named reviewer"}
    )
    outline = fields.Raw(metadata={"description": "what course.yaml says"})
    files = fields.List(fields.Nested(DraftFileView))
    attachments = fields.List(fields.Nested(AttachmentView))
    titles = fields.Dict(keys=fields.String(), values=fields.String())
    problems = fields.List(fields.Nested(ProblemView))


class DraftListView(Schema):
    items = fields.List(fields.Nested(DraftView(exclude=("files", "outline"))))


class DraftLessonView(Schema):
    """A lesson's files as a form shows them."""

    minutes = fields.Integer()
    title = fields.Dict(keys=fields.String(), values=fields.String())
    body = fields.Dict(keys=fields.String(), values=fields.String())


class LessonPreviewView(Schema):
    slug = fields.String()
    id = fields.String()
    title = fields.String()
    language = fields.String()
    minutes = fields.Integer()
    body = fields.String()
    files = fields.List(fields.Nested(LessonFileView))


class ChoicePreviewView(Schema):
    text = fields.String()
    right = fields.Boolean(metadata={"description": "of those to choose from"})
    points = fields.Integer(metadata={"description": "scenario: of 100"})
    outcome = fields.String(metadata={"description": "scenario: Markdown"})
    partner = fields.String(metadata={"description": "matching: what it goes with"})


class QuestionPreviewView(Schema):
    id = fields.String()
    kind = fields.String(validate=validate.OneOf(QUESTION_KINDS))
    text = fields.String(metadata={"description": "Markdown"})
    feedback = fields.String(metadata={"description": "Markdown"})
    pool = fields.String(allow_none=True)
    form = fields.String(allow_none=True)
    # In the right order where there is one.
    choices = fields.List(fields.Nested(ChoicePreviewView))
    spare = fields.List(
        fields.String(), metadata={"description": "matching: what fits nothing"}
    )
    accepted = fields.List(
        fields.String(), metadata={"description": "numeric and short: right answers"}
    )
    tolerance = fields.String(metadata={"description": "numeric"})
    unit = fields.String(metadata={"description": "numeric"})


class QuizPreviewView(Schema):
    """With the right answers: for those who write and review, never for learners."""

    slug = fields.String()
    id = fields.String()
    title = fields.String()
    language = fields.String()
    # False: what is wrong must be mended first, and there is nothing else to show.
    sound = fields.Boolean()
    intro = fields.String()
    pass_mark = fields.Integer()
    purpose = fields.String(validate=validate.OneOf(PURPOSES))
    minutes = fields.Integer(allow_none=True)
    attempts = fields.Integer(allow_none=True)
    answers = fields.String(validate=validate.OneOf(RELEASES))
    asked = fields.Integer(metadata={"description": "questions an attempt takes"})
    questions = fields.List(fields.Nested(QuestionPreviewView))

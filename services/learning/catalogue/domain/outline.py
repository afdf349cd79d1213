"""``course.yaml``: what a course says about itself, and which parts it has."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from shared.documents import Document, check, read_yaml
from shared.editorial import SourceSchema, both_languages, line_field
from shared.folders import SLUG, Problems
from shared.languages import LANGUAGES
from shared.vocabulary import AUDIENCES, REVIEWED_TOPICS

PATH = "course.yaml"
MAX_ID = 64  # characters
MAX_TITLE = 200  # characters

Outline = dict[str, Any]


def is_id(text: str) -> None:
    if len(text) > MAX_ID or not SLUG.fullmatch(text):
        raise ValidationError(
            f"“{text}” is not a name of small Latin letters, digits and hyphens, "
            f"up to {MAX_ID}."
        )


def no_repetition(entries: list[Any]) -> None:
    if len(set(map(str, entries))) < len(entries):
        raise ValidationError("Something is named twice.")


def number_field(low: int, high: int) -> fields.Integer:
    return fields.Integer(
        required=True, strict=True, validate=validate.Range(low, high)
    )


def _names(entry: fields.Field[Any], *, least: int) -> fields.List[Any]:
    return fields.List(
        entry, required=True, validate=[validate.Length(least, 100), no_repetition]
    )


def _objectives() -> fields.List[Any]:
    return fields.List(line_field(300), required=True, validate=validate.Length(1, 30))


class _CourseSchema(Schema):
    slug = fields.String(required=True, validate=is_id)
    version = number_field(1, 1_000_000)
    audiences = _names(fields.String(validate=validate.OneOf(AUDIENCES)), least=1)
    topics = _names(fields.String(validate=is_id), least=1)
    minutes = number_field(1, 10_000)
    title = both_languages(MAX_TITLE)
    summary = both_languages(1000)
    objectives = fields.Nested(
        Schema.from_dict({language: _objectives() for language in LANGUAGES}),
        required=True,
    )
    reviewed_by = fields.String(load_default=None, validate=line_field(200).validators)
    sources = fields.List(
        fields.Nested(SourceSchema), required=True, validate=validate.Length(1, 100)
    )
    lessons = _names(fields.String(validate=is_id), least=1)
    quizzes = _names(fields.String(validate=is_id), least=0)


def read_outline(text: str, problems: Problems) -> tuple[Document, Outline] | None:
    """What ``course.yaml`` says; None, with a problem, where it cannot be read.

    Where parts of it do not hold, with problems, the outline lacks those parts.
    """
    document = read_yaml(PATH, text, problems)
    if document is None:
        return None
    outline = check(document, _CourseSchema(), problems)
    if outline is None:
        outline = _what_holds(document)
    _check_objectives(document, outline, problems)
    _check_review(document, outline, problems)
    return document, outline


def _what_holds(document: Document) -> Outline:
    """What is right in spite of problems, so that the rest is checked all the same."""
    try:
        loaded: Outline = _CourseSchema().load(document.values)
    except ValidationError as exc:
        valid: Outline = dict(exc.valid_data or {})
        return {k: v for k, v in valid.items() if k not in exc.messages_dict}
    return loaded


def _check_objectives(document: Document, outline: Outline, problems: Problems) -> None:
    counts = {
        language: len(sentences)
        for language, sentences in outline.get("objectives", {}).items()
    }
    if len(set(counts.values())) > 1:
        found = ", ".join(f"{language} {count}" for language, count in counts.items())
        problems.add(
            PATH,
            document.line("objectives"),
            f"objectives: every language needs as many as the other ({found}).",
        )


def _check_review(document: Document, outline: Outline, problems: Problems) -> None:
    delicate = sorted(REVIEWED_TOPICS.intersection(outline.get("topics", ())))
    if delicate and not outline.get("reviewed_by", "unreadable"):
        problems.add(
            PATH,
            document.line("reviewed_by"),
            f"reviewed_by: a course about {', '.join(delicate)} needs a reviewer.",
        )

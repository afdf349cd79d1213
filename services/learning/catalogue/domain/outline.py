"""``course.yaml``: what a course says about itself, and which parts it has."""

from __future__ import annotations

from typing import Any

from marshmallow import (
    Schema,
    ValidationError,
    fields,
    validate,
    validates_schema,
)

from shared.attachments import is_file_name
from shared.documents import Document, Place, check, read_yaml
from shared.editorial import SourceSchema, both_languages, line_field
from shared.folders import SLUG, Problems
from shared.languages import LANGUAGES
from shared.vocabulary import AUDIENCES, FILE_LICENCES

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


class _ModuleSchema(Schema):
    id = fields.String(required=True, validate=is_id)
    title = both_languages(MAX_TITLE)
    lessons = _names(fields.String(validate=is_id), least=0)
    quizzes = _names(fields.String(validate=is_id), least=0)

    @validates_schema
    def _not_empty(self, module: dict[str, Any], **_: Any) -> None:
        if not module["lessons"] and not module["quizzes"]:
            raise ValidationError("A module needs a lesson or a quiz.")


class _FileSchema(Schema):
    name = fields.String(required=True, validate=is_file_name)
    title = both_languages(MAX_TITLE)
    licence = fields.String(required=True, validate=validate.OneOf(FILE_LICENCES))


class _SkillSchema(Schema):
    id = fields.String(required=True, validate=is_id)
    title = both_languages(MAX_TITLE)


class _FreshnessSchema(Schema):
    months = number_field(1, 120)
    quiz = fields.String(required=True, validate=is_id)


def _many(schema: type[Schema], *, least: int) -> fields.List[Any]:
    presence: dict[str, Any] = {"required": True} if least else {"load_default": list}
    return fields.List(
        fields.Nested(schema), validate=validate.Length(least, 100), **presence
    )


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
    prerequisites = fields.List(
        fields.String(validate=is_id),
        load_default=list,
        validate=[validate.Length(0, 20), no_repetition],
    )
    reviewed_by = fields.String(load_default=None, validate=line_field(200).validators)
    sources = _many(SourceSchema, least=1)
    modules = _many(_ModuleSchema, least=1)
    files = _many(_FileSchema, least=0)
    practical = _many(_SkillSchema, least=0)
    freshness = fields.Nested(_FreshnessSchema, load_default=None)
    replaces = fields.Dict(
        keys=fields.String(validate=is_id),
        values=fields.String(validate=is_id, allow_none=True),
        load_default=dict,
    )


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
    _check_once(document, outline, problems)
    _check_replaced(document, outline, problems)
    return document, outline


def listed(outline: Outline, kind: str) -> list[tuple[str, Place]]:
    """Every lesson or quiz of the modules, in order, with its place in the file."""
    return [
        (part_id, ("modules", at, kind, index))
        for at, module in enumerate(outline.get("modules", ()))
        for index, part_id in enumerate(module[kind])
    ]


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


def _check_once(document: Document, outline: Outline, problems: Problems) -> None:
    """Progress is kept by id, whatever kind of part it is of."""
    parts = [*listed(outline, "lessons"), *listed(outline, "quizzes")]
    parts += _named_in(outline, "practical", "id")
    modules = _named_in(outline, "modules", "id")
    for named in (parts, modules, _named_in(outline, "files", "name")):
        seen: set[str] = set()
        for name, place in named:
            if name in seen:
                line = document.line(*place)
                problems.add(PATH, line, f"“{name}” stands in two places.")
            seen.add(name)


def _named_in(outline: Outline, entries: str, key: str) -> list[tuple[str, Place]]:
    return [
        (entry[key], (entries, index))
        for index, entry in enumerate(outline.get(entries, ()))
    ]


def _check_replaced(document: Document, outline: Outline, problems: Problems) -> None:
    """What took an old part's place is a part of this version."""
    parts = {
        part for kind in ("lessons", "quizzes") for part, _ in listed(outline, kind)
    }
    parts |= {skill["id"] for skill in outline.get("practical", ())}
    for old, new in outline.get("replaces", {}).items():
        line = document.line("replaces", old)
        if old in parts:
            problems.add(PATH, line, f"replaces: “{old}” is still in this course.")
        if new is not None and new not in parts:
            problems.add(PATH, line, f"replaces: this course has no “{new}”.")

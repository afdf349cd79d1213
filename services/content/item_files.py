"""Library items as folders: ``<slug>/item.yaml`` with ``uk.md`` and ``en.md``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from services.content.domain import Item, Source, Text
from shared.contracts.content_rpc import ITEM_TYPES
from shared.documents import Document, check, read_page, read_yaml
from shared.editorial import SourceSchema, licence_field, line_field
from shared.folders import SLUG, Problems, clean
from shared.languages import LANGUAGES
from shared.prose import check_prose
from shared.vocabulary import AUDIENCES, REVIEWED_TOPICS

_WORD = validate.Regexp(
    SLUG.pattern + r"\Z", error="Write small Latin letters, digits and hyphens."
)


def _words(*validators: Any, least: int = 1) -> fields.List[Any]:
    word = fields.String(validate=[validate.Length(max=60), *validators])
    return fields.List(word, required=True, validate=validate.Length(least, 30))


class _ItemFile(Schema):
    slug = fields.String(required=True, validate=[validate.Length(max=100), _WORD])
    type = fields.String(required=True, validate=validate.OneOf(ITEM_TYPES))
    audiences = _words(validate.OneOf(AUDIENCES))
    topics = _words(_WORD)
    regions = _words(_WORD, least=0)
    licence = licence_field()
    reviewed_by = fields.String(
        required=True, allow_none=True, validate=validate.Length(1, 200)
    )
    sources = fields.List(fields.Nested(SourceSchema), required=True)


class _Front(Schema):
    title = line_field(200)
    summary = line_field(500)


def read_items(files: Mapping[str, str]) -> list[Item]:
    """Every item in the folder, by slug.

    Raises:
        Invalid: ``broken_library``, every problem at ``path:line``.
    """
    problems = Problems()
    folders: dict[str, dict[str, str]] = {}
    for path, text in clean(files, problems).items():
        folder, _, name = path.partition("/")
        if name not in ("item.yaml", *(f"{language}.md" for language in LANGUAGES)):
            problems.add(path, 1, "Expected <slug>/item.yaml, uk.md and en.md only.")
            continue
        folders.setdefault(folder, {})[name] = text
    items = [
        _read_item(folder, folders[folder], problems) for folder in sorted(folders)
    ]
    problems.refuse("broken_library", "The library has problems; nothing was imported.")
    return [item for item in items if item is not None]


def _read_item(slug: str, folder: dict[str, str], problems: Problems) -> Item | None:
    texts = {
        language: _read_text(
            f"{slug}/{language}.md", folder[f"{language}.md"], problems
        )
        for language in LANGUAGES
        if f"{language}.md" in folder
    }
    if not texts:
        problems.add(f"{slug}/uk.md", 1, "There is no text in any language.")
    path = f"{slug}/item.yaml"
    if "item.yaml" not in folder:
        problems.add(path, 1, "This file is missing.")
        return None
    document = read_yaml(path, folder["item.yaml"], problems)
    facts = check(document, _ItemFile(), problems) if document else None
    if document is None or facts is None:
        return None
    _check_facts(slug, document, facts, problems)
    return Item(
        slug=facts["slug"],
        type=facts["type"],
        audiences=tuple(facts["audiences"]),
        topics=tuple(facts["topics"]),
        regions=tuple(facts["regions"]),
        licence=facts["licence"],
        reviewed_by=facts["reviewed_by"],
        sources=tuple(Source(**source) for source in facts["sources"]),
        texts={language: text for language, text in texts.items() if text},
    )


def _check_facts(
    folder: str, document: Document, facts: dict[str, Any], problems: Problems
) -> None:
    path = document.path
    if facts["slug"] != folder:
        problems.add(path, document.line("slug"), f"slug: the folder is “{folder}”.")
    unreviewed = REVIEWED_TOPICS.intersection(facts["topics"])
    if unreviewed and facts["reviewed_by"] is None:
        named = ", ".join(sorted(unreviewed))
        problems.add(
            path,
            document.line("reviewed_by"),
            f"reviewed_by: the topic {named} needs a named professional's review.",
        )
    for name in ("audiences", "topics", "regions"):
        for index, word in enumerate(facts[name]):
            if word in facts[name][:index]:
                line = document.line(name, index)
                problems.add(path, line, f"{name}: “{word}” stands here twice.")


def _read_text(path: str, text: str, problems: Problems) -> Text | None:
    page = read_page(path, text, problems)
    if page is None:
        return None
    check_prose(path, page.body, page.body_line, problems)
    front = check(page.front, _Front(), problems)
    return Text(**front, body=page.body.strip() + "\n") if front else None

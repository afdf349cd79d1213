"""Library items as folders: ``<slug>/item.yaml`` with ``uk.md`` and ``en.md``.

In place of a file's bytes, ``<slug>/files/<name>`` holds the SHA-256 of its content.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import Schema, ValidationError, fields

from services.content.domain import Case, File, Item, Source, Text
from services.content.taxonomy.domain import REGION, TOPIC, shipped
from shared.attachments import FOLDER, is_file_name
from shared.contracts.content_rpc import CaseSchema
from shared.contracts.editing_rpc import FactsSchema
from shared.contracts.files_rpc import DIGEST
from shared.documents import Document, check, read_page, read_yaml
from shared.editorial import line_field
from shared.errors import Invalid
from shared.folders import Problems, clean
from shared.languages import LANGUAGES
from shared.prose import check_prose

FACTS = "item.yaml"
_BROKEN = ("broken_library", "The library has problems; nothing was imported.")
_DIGEST = re.compile(DIGEST)


class _Front(Schema):
    title = line_field(200)
    summary = line_field(500)
    behind = fields.Boolean(load_default=False)


class _CaseFront(_Front, CaseSchema):
    pass


def text_file(language: str) -> str:
    return f"{language}.md"


def read_items(files: Mapping[str, str]) -> dict[str, Item]:
    """Every item in the folder, by slug, sorted by words of the taxonomy.

    Raises:
        Invalid: ``broken_library``, every problem at ``path:line``.
    """
    problems = Problems()
    found = folders(files, problems)
    items = {slug: read_item(slug, folder, problems) for slug, folder in found.items()}
    for slug, folder in found.items():
        _check_words(slug, folder.get(FACTS, ""), items[slug], problems)
    problems.refuse(*_BROKEN)
    return {slug: item for slug, item in items.items() if item is not None}


def broken(fields: dict[str, list[str]]) -> Invalid:
    return Invalid(*_BROKEN, fields)


def folders(
    files: Mapping[str, str], problems: Problems | None = None
) -> dict[str, dict[str, str]]:
    """The files of each item by their names in its folder."""
    problems = Problems() if problems is None else problems
    known = (FACTS, *map(text_file, LANGUAGES))
    found: dict[str, dict[str, str]] = {}
    for path, text in clean(files, problems).items():
        folder, _, name = path.partition("/")
        if name in known or _is_attached(name):
            found.setdefault(folder, {})[name] = text
        else:
            problems.add(path, 1, "Expected <slug>/item.yaml, uk.md, en.md and files/.")
    return dict(sorted(found.items()))


def attached(folder: Mapping[str, str]) -> dict[str, str]:
    """The digests of an item's files, by their names."""
    return {
        path.removeprefix(FOLDER): digest
        for path, digest in folder.items()
        if path.startswith(FOLDER)
    }


def _is_attached(path: str) -> bool:
    try:
        is_file_name(path.removeprefix(FOLDER))
    except ValidationError:
        return False
    return path.startswith(FOLDER)


def read_item(slug: str, folder: Mapping[str, str], problems: Problems) -> Item | None:
    """One item out of the files of its folder."""
    path = f"{slug}/{FACTS}"
    if FACTS not in folder:
        problems.add(path, 1, "This file is missing.")
    document = read_yaml(path, folder.get(FACTS, "slug: ?"), problems)
    facts = check(document, FactsSchema(), problems) if document else None
    is_case = facts is not None and facts["type"] == "case_study"
    files = facts["files"] if facts else []
    texts = {
        language: _read_text(
            f"{slug}/{name}", folder[name], problems, files, is_case=is_case
        )
        for language in LANGUAGES
        if (name := text_file(language)) in folder
    }
    if not texts:
        problems.add(f"{slug}/uk.md", 1, "There is no text in any language.")
    if document is None or facts is None:
        return None
    _check_facts(slug, document, facts, texts, problems)
    digests = attached(folder)
    _check_files(slug, document, files, digests, problems)
    held = [File(**f, digest=digests[f["name"]]) for f in files if f["name"] in digests]
    return an_item(facts, {name: text for name, text in texts.items() if text}, held)


def an_item(
    facts: Mapping[str, Any], texts: Mapping[str, Text], files: Sequence[File] = ()
) -> Item:
    """``facts`` as ``FactsSchema`` loads them, with the rest of an item's own."""
    lists = ("audiences", "topics", "regions", "related")
    return Item(
        **{
            **facts,
            **{name: tuple(facts[name]) for name in lists},
            "sources": tuple(Source(**source) for source in facts["sources"]),
            "files": tuple(files),
        },
        texts=texts,
    )


def _check_facts(
    folder: str,
    document: Document,
    facts: Mapping[str, Any],
    texts: Mapping[str, object],
    problems: Problems,
) -> None:
    path = document.path
    if facts["slug"] != folder:
        problems.add(path, document.line("slug"), f"slug: the folder is “{folder}”.")
    if texts and facts["original"] not in texts:
        line = document.line("original")
        problems.add(path, line, "original: there is no text in this language.")


def unknown_words(item: Item) -> list[tuple[str, int, str]]:
    """Topics and regions that the taxonomy lacks: the field, the place in it, why.

    Asked of what comes in. What was once written is read all the same, for the
    taxonomy changes.
    """
    return [
        (name, index, f"“{word}” is not in the taxonomy.")
        for name, scheme in (("topics", TOPIC), ("regions", REGION))
        for index, word in enumerate(getattr(item, name))
        if word not in shipped().ids(scheme)
    ]


def _check_words(slug: str, facts: str, item: Item | None, problems: Problems) -> None:
    document = read_yaml(f"{slug}/{FACTS}", facts, Problems())
    if item is None or document is None:
        return
    for name, index, problem in unknown_words(item):
        line = document.line(name, index)
        problems.add(document.path, line, f"{name}: {problem}")


def _check_files(
    slug: str,
    document: Document,
    listed: Sequence[Mapping[str, Any]],
    digests: Mapping[str, str],
    problems: Problems,
) -> None:
    """Every file is listed, and every listed one is there."""
    names = [file["name"] for file in listed]
    for index, name in enumerate(names):
        if name not in digests:
            line = document.line("files", index)
            problems.add(document.path, line, f"There is no {FOLDER}{name}.")
    for name, digest in digests.items():
        path = f"{slug}/{FOLDER}{name}"
        if name not in names:
            problems.add(path, 1, f"This file is not listed in {FACTS}.")
        if not _DIGEST.fullmatch(digest):
            problems.add(path, 1, "This file was not sent before the folder.")


def check_body(
    path: str,
    body: str,
    first_line: int,
    problems: Problems,
    files: Sequence[Mapping[str, Any]],
) -> None:
    """A text's Markdown, with what it may show and link to."""
    names = [file["name"] for file in files]
    described = [f["name"] for f in files if f["alt"] or f["decoration"]]
    check_prose(path, body, first_line, problems, names, described)


def _read_text(
    path: str,
    text: str,
    problems: Problems,
    files: Sequence[Mapping[str, Any]],
    *,
    is_case: bool,
) -> Text | None:
    page = read_page(path, text, problems)
    if page is None:
        return None
    check_body(path, page.body, page.body_line, problems, files)
    schema = _CaseFront() if is_case and "partner" in page.front.values else _Front()
    front = check(page.front, schema, problems)
    return a_text({**front, "body": page.body}) if front else None


def a_text(written: Mapping[str, Any]) -> Text:
    """``title``, ``summary``, ``body``, and what a case study has besides."""
    case = {name: written[name] for name in CaseSchema().fields if name in written}
    return Text(
        title=written["title"],
        summary=written["summary"],
        body=written["body"].strip() + "\n",
        case=Case(**case) if case else None,
        behind=written.get("behind", False),
    )

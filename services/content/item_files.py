"""Library items as folders: ``<slug>/item.yaml`` with ``uk.md`` and ``en.md``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import yaml
from marshmallow import Schema, fields

from services.content.domain import Case, Item, Source, Text
from services.content.taxonomy.domain import REGION, TOPIC, shipped
from shared.contracts.content_rpc import CaseSchema
from shared.contracts.editing_rpc import FactsSchema
from shared.documents import Document, check, read_page, read_yaml
from shared.editorial import line_field
from shared.errors import Invalid
from shared.folders import Problems, clean
from shared.languages import LANGUAGES
from shared.prose import check_prose

FACTS = "item.yaml"
# In the order in which they are written.
_WRITTEN = (
    *("slug", "type", "original", "audiences", "topics", "regions"),
    *("country", "period", "related", "licence", "reviewed_by", "review_on", "sources"),
)
_OFTEN_EMPTY = ("country", "period")
_BROKEN = ("broken_library", "The library has problems; nothing was imported.")
_REVIEWED_BY = re.compile(r"(?m)^reviewed_by:.*$")


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
        if name in known:
            found.setdefault(folder, {})[name] = text
        else:
            problems.add(path, 1, "Expected <slug>/item.yaml, uk.md and en.md only.")
    return dict(sorted(found.items()))


def read_item(slug: str, folder: Mapping[str, str], problems: Problems) -> Item | None:
    """One item out of the files of its folder."""
    path = f"{slug}/{FACTS}"
    if FACTS not in folder:
        problems.add(path, 1, "This file is missing.")
    document = read_yaml(path, folder.get(FACTS, "slug: ?"), problems)
    facts = check(document, FactsSchema(), problems) if document else None
    is_case = facts is not None and facts["type"] == "case_study"
    texts = {
        language: _read_text(f"{slug}/{name}", folder[name], problems, is_case=is_case)
        for language in LANGUAGES
        if (name := text_file(language)) in folder
    }
    if not texts:
        problems.add(f"{slug}/uk.md", 1, "There is no text in any language.")
    if document is None or facts is None:
        return None
    _check_facts(slug, document, facts, texts, problems)
    return an_item(facts, {name: text for name, text in texts.items() if text})


def an_item(facts: Mapping[str, Any], texts: Mapping[str, Text]) -> Item:
    """``facts`` as ``FactsSchema`` loads them, with the rest of an item's own."""
    lists = ("audiences", "topics", "regions", "related")
    return Item(
        **{
            **facts,
            **{name: tuple(facts[name]) for name in lists},
            "sources": tuple(Source(**source) for source in facts["sources"]),
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


def _check_words(slug: str, facts: str, item: Item | None, problems: Problems) -> None:
    document = read_yaml(f"{slug}/{FACTS}", facts, Problems())
    if item is None or document is None:
        return
    for name, scheme in (("topics", TOPIC), ("regions", REGION)):
        for index, word in enumerate(getattr(item, name)):
            if word not in shipped().ids(scheme):
                problem = f"{name}: “{word}” is not in the taxonomy."
                problems.add(document.path, document.line(name, index), problem)


def _read_text(
    path: str, text: str, problems: Problems, *, is_case: bool
) -> Text | None:
    page = read_page(path, text, problems)
    if page is None:
        return None
    check_prose(path, page.body, page.body_line, problems)
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


def write_item(item: Item) -> dict[str, str]:
    """The files of an item's folder; ``read_item`` of them is the item again."""
    plain = asdict(item)
    facts = {
        name: plain[name]
        for name in _WRITTEN
        if name not in _OFTEN_EMPTY or plain[name] is not None
    }
    written = {FACTS: _yaml(facts)}
    for language, text in item.texts.items():
        front: dict[str, Any] = {"title": text.title, "summary": text.summary}
        front |= {"behind": True} if text.behind else {}
        front |= asdict(text.case) if text.case else {}
        written[text_file(language)] = f"---\n{_yaml(front)}---\n\n{text.body}"
    return written


def with_reviewer(item: Item, folder: Mapping[str, str], name: str) -> dict[str, str]:
    """The folder with its reviewer's name, and nothing else written anew."""
    reviewed = replace(item, reviewed_by=name)
    line = _yaml({"reviewed_by": name}).rstrip("\n")
    changed = dict(folder)
    changed[FACTS] = _REVIEWED_BY.sub(lambda _: line, folder[FACTS], count=1)
    read = read_item(item.slug, changed, Problems())
    return changed if read == reviewed else write_item(reviewed)


class _Dumper(yaml.SafeDumper):
    """Text in quotes, so that it is read as text; short lists on one line."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    plain = re.fullmatch(r"[a-z][a-z0-9_.-]*", text) and text not in ("true", "false")
    style = None if plain and text != "null" else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _list(dumper: yaml.SafeDumper, items: list[Any]) -> yaml.SequenceNode:
    flat = all(isinstance(item, str) for item in items)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=flat)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(list, _list)
_Dumper.add_representer(tuple, lambda dumper, items: _list(dumper, list(items)))


def _yaml(values: Mapping[str, Any]) -> str:
    return str(
        yaml.dump(
            dict(values),
            Dumper=_Dumper,
            sort_keys=False,
            allow_unicode=True,
            width=float("inf"),
        )
    )

"""Library items written as the files that ``item_files`` reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import yaml

from services.content.domain import File, Item
from services.content.item_files import FACTS, read_item, text_file
from shared.attachments import FOLDER
from shared.folders import Problems

# In the order in which they are written.
_WRITTEN = (
    *("slug", "type", "original", "audiences", "topics", "regions"),
    *("country", "period", "related", "licence", "reviewed_by", "review_on", "sources"),
    "files",
)
_OFTEN_EMPTY = ("country", "period", "files")
_REVIEWED_BY = re.compile(r"(?m)^reviewed_by:.*$")


def write_item(item: Item) -> dict[str, str]:
    """The files of an item's folder; ``read_item`` of them is the item again."""
    plain = {**asdict(item), "files": [*map(_said_of, item.files)] or None}
    facts = {
        name: plain[name]
        for name in _WRITTEN
        if name not in _OFTEN_EMPTY or plain[name] is not None
    }
    written = {FACTS: as_yaml(facts)}
    for language, text in item.texts.items():
        front: dict[str, Any] = {"title": text.title, "summary": text.summary}
        front |= {"behind": True} if text.behind else {}
        front |= asdict(text.case) if text.case else {}
        written[text_file(language)] = f"---\n{as_yaml(front)}---\n\n{text.body}"
    return written | {FOLDER + file.name: file.digest for file in item.files}


def _said_of(file: File) -> dict[str, Any]:
    """What the item's own file says of one beside it."""
    said = asdict(file)
    del said["digest"]
    return {name: value for name, value in said.items() if value}


def with_reviewer(item: Item, folder: Mapping[str, str], name: str) -> dict[str, str]:
    """The folder with its reviewer's name, and nothing else written anew."""
    reviewed = replace(item, reviewed_by=name)
    line = as_yaml({"reviewed_by": name}).rstrip("\n")
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


def as_yaml(values: Mapping[str, Any]) -> str:
    """In the order given, texts in quotes: as people write these files."""
    return str(
        yaml.dump(
            dict(values),
            Dumper=_Dumper,
            sort_keys=False,
            allow_unicode=True,
            width=float("inf"),
        )
    )

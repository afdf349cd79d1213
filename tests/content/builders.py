"""Folders of library items as an editor would send them."""

from collections.abc import Mapping
from typing import Any

from services.content.domain import Item
from services.content.item_files import read_items
from shared.attachments import is_picture
from shared.contracts.editing_rpc import ItemContent

_YAML = """\
slug: {slug}
type: {type}
audiences: [{audiences}]
topics: [{topics}]
regions: [kyiv-oblast]
licence: cc-by-4.0
reviewed_by: {reviewed_by}
sources:
  - title: A report
    url: https://example.org/report
    licence: rights-reserved
    checked_on: 2026-11-22
"""
_PAGE = """\
---
title: "{title}"
summary: "{summary}"
---

## First heading

{body}
"""


def a_folder(
    slug: str = "night-light",
    *,
    kind: str = "guideline",
    audiences: str = "citizen",
    topics: str = "public-space",
    reviewed_by: str = "null",
    uk: str | None = "Освітлення вночі",
    en: str | None = "Light at night",
    body: str = "Some text.",
    held: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """``uk`` and ``en`` are titles; None leaves that language out. ``held`` are files
    by name, with the digests of what is kept."""
    files = {
        f"{slug}/item.yaml": _YAML.format(
            slug=slug,
            type=kind,
            audiences=audiences,
            topics=topics,
            reviewed_by=reviewed_by,
        )
    }
    if held:
        files[f"{slug}/item.yaml"] += "files:\n" + "".join(map(_entry, held))
        files |= {f"{slug}/files/{name}": kept for name, kept in held.items()}
    for language, title in (("uk", uk), ("en", en)):
        if title is not None:
            files[f"{slug}/{language}.md"] = _PAGE.format(
                title=title, summary=f"{title}: summary", body=body
            )
    return files


def _entry(name: str) -> str:
    words = "alt" if is_picture(name) else "title"
    said = f"{words}: {{uk: Мапа, en: A map}}"
    return f"  - name: {name}\n    {said}\n    licence: own\n"


def an_item(slug: str = "night-light", **changes: Any) -> Item:
    return read_items(a_folder(slug, **changes))[slug]


def a_content(**changes: Any) -> dict[str, Any]:
    """An item as an editor's request has it, once it is loaded."""
    asked = {
        "type": "guideline",
        "audiences": ["citizen"],
        "topics": ["public-space"],
        "translations": {"uk": a_text("Освітлення вночі"), "en": a_text()},
        **changes,
    }
    loaded = ItemContent().load(asked)
    assert isinstance(loaded, dict)
    return loaded


def a_text(title: str = "Light at night", **changes: Any) -> dict[str, Any]:
    return {"title": title, "summary": "In short.", "body": "Some text.\n", **changes}

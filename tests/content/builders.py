"""Folders of library items as an editor would send them."""

from services.content.domain import Item
from services.content.item_files import read_items

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
) -> dict[str, str]:
    """``uk`` and ``en`` are titles; None leaves that language out."""
    files = {
        f"{slug}/item.yaml": _YAML.format(
            slug=slug,
            type=kind,
            audiences=audiences,
            topics=topics,
            reviewed_by=reviewed_by,
        )
    }
    for language, title in (("uk", uk), ("en", en)):
        if title is not None:
            files[f"{slug}/{language}.md"] = _PAGE.format(
                title=title, summary=f"{title}: summary", body=body
            )
    return files


def an_item(slug: str = "night-light", **changes: str | None) -> Item:
    (item,) = read_items(a_folder(slug, **changes))  # type: ignore[arg-type]
    return item

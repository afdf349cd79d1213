"""An item with all that a reader must know of it, as HTML of its own.

The words stand in ``templates/words.yaml``, those for types and audiences in the
taxonomy.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.content.copies import prose
from services.content.taxonomy.domain import shipped
from shared.dates import KYIV, in_words

FOLDER = Path(__file__).parent / "templates"
CASE = ("partner", "goals", "actions", "results", "cost")
Words = dict[str, Any]

environment = Environment(
    loader=FileSystemLoader(FOLDER),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(
    template: str,
    item: Mapping[str, Any],
    language: str,
    *,
    site: str,
    pictures: Mapping[str, str] | None = None,
    **values: object,
) -> str:
    """Args:
    item: as ``ItemQueries.get`` answers.
    language: of the words around the text, which may be in another.
    site: the platform's address, without a slash at its end.
    pictures: where each picture of the item stands, by its name.
    values: what a template wants besides.
    """
    said = words(language)
    return environment.get_template(template).render(
        item=item,
        language=language,
        words=said,
        case=[(said["case"][name], item["case"][name]) for name in CASE]
        if item["case"]
        else [],
        body=prose.to_html(
            item["body"], site=site, pictures=_described(item, pictures or {})
        ),
        kind=label(item["type"], language),
        audiences=[label(name, language) for name in item["audiences"]],
        published=day(item["published_at"], language),
        sources=[
            {**source, "checked": day_in_words(source["checked_on"], language)}
            for source in item["sources"]
        ],
        address=permanent_address(item, site),
        **values,
    )


def _described(
    item: Mapping[str, Any], addresses: Mapping[str, str]
) -> dict[str, prose.Picture]:
    return {
        file["name"]: prose.Picture(
            addresses[file["name"]], (file["alt"] or {}).get(item["language"], "")
        )
        for file in item["files"]
        if file["name"] in addresses
    }


def permanent_address(item: Mapping[str, Any], site: str) -> str:
    """Where this very revision can be read as long as the item is (ADR 24)."""
    page = f"{site}/{item['language']}/library/{item['slug']}"
    return f"{page}/revisions/{item['revision']}"


@cache
def words(language: str) -> Words:
    found: dict[str, Words] = yaml.safe_load(
        (FOLDER / "words.yaml").read_text(encoding="utf-8")
    )
    return found[language]


def label(concept: str, language: str) -> str:
    return shipped().concepts[concept].label(language)


def day(moment: datetime, language: str) -> str:
    return in_words(moment.astimezone(KYIV).date(), language)


def day_in_words(written: str, language: str) -> str:
    return in_words(datetime.fromisoformat(written).date(), language)

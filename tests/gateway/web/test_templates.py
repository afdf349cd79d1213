"""No template spells a word of its own: every one comes from the catalogues."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import Environment

import gateway
from gateway import i18n
from tests.pages.reading import read

FOLDER = Path(gateway.__file__).parent
TEMPLATES = sorted((FOLDER / "templates").rglob("*.html"))
# Parameters of the component macros whose value a person reads.
SPOKEN = re.compile(r'"(?:\w*[tT]ext|html|\w+Label)":\s*"([^"]+)"')
# A key in full, not the beginning of one that a value completes.
KEY = re.compile(r'\btn?\(\s*"([a-z_.0-9]+[a-z_0-9])"\s*[,)]')
# What a macro that writes an attribute leaves of it.
ATTRIBUTE = re.compile(r'^[a-z-]+=" "$')
LETTERS = re.compile(r"[^\W\d_]{2,}")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_holds_no_words(path: Path) -> None:
    source = path.read_text("utf-8")
    environment = Environment(autoescape=True)
    literal = "".join(
        text if kind == "data" else " "
        for _, kind, text in environment.lex(source)
        if kind == "data" or kind in ("variable_begin", "block_begin")
    )
    found = (ATTRIBUTE.sub("", text) for text in read(literal).texts)
    words = [text for text in found if LETTERS.search(text)]
    assert words == []
    assert SPOKEN.findall(source) == []


def test_every_key_that_is_asked_for_exists() -> None:
    known = i18n.load("uk")
    sources = [*TEMPLATES, *sorted((FOLDER / "web").glob("*.py"))]
    asked = {key for path in sources for key in KEY.findall(path.read_text("utf-8"))}
    assert len(asked) > 100
    assert sorted(asked - set(known.singular) - known.plural_keys) == []

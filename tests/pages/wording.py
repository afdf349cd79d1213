"""Proof that every visible word comes from a catalogue, a service or the reader.

An application is built whose catalogues wrap each text in brackets and whose RPC
client notes what the services answered.  On its pages whatever stands outside
brackets and was said by no service was spelt by code or by a template.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from flask import Flask

from gateway import i18n, markdown
from tests.pages.reading import read
from tests.pages.walking import Seen

OPEN, CLOSE = "\u27e6", "\u27e7"
BRACKETED = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
# Numbers are at the edges too: what a service tells in figures is put before its unit.
EDGES = " .,:;–—·|()«»“”\"'±0123456789"
LETTERS = re.compile(r"[^\W\d_]{2,}")
# A date is put into words by the calendar of the language, not by a catalogue.
DATE = re.compile(r"\d{1,2} [^\W\d]+ \d{4}( року)?")
# Where something stands is told by code, and is no word.
ADDRESS = re.compile(r"https?://\S+")

# Between texts of a service: a place in an order, a mark from one to its match.
MARKS = re.compile(r"\n(?:\d+\. )?| [→–] ")


class Overheard:
    """The application's RPC client, with a note of every text that came back."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.texts: set[str] = set()

    def call(self, *args: Any, **kwargs: Any) -> Any:
        answer = self._client.call(*args, **kwargs)
        self.texts.update(_leaves(answer))
        return answer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)


def bracket(app: Flask) -> Overheard:
    """Wrap the application's texts, and listen to its services."""
    translator: i18n.Translator = app.extensions[i18n.EXTENSION]
    app.extensions[i18n.EXTENSION] = replace(
        translator,
        languages={code: _wrapped(m) for code, m in translator.languages.items()},
    )
    overheard = Overheard(app.extensions["rpc"])
    app.extensions["rpc"] = overheard
    return overheard


def spelt_elsewhere(seen: Seen, known: str) -> list[str]:
    """Words of a page that stand in no catalogue and came from no service.

    ``known`` is what services and the reader said, spaces normalised.
    """
    texts = [seen.page.title, *seen.page.texts]
    # Joined, because a text may be spread over elements.
    rest = "\n".join(" ".join(text.split()) for text in texts)
    while (shorter := BRACKETED.sub("\n", rest)) != rest:
        rest = shorter
    rest = DATE.sub("\n", ADDRESS.sub("\n", rest))
    pieces = (piece.strip(EDGES) for piece in MARKS.split(rest))
    return [
        f"{seen.name}: {piece!r}"
        for piece in pieces
        if LETTERS.search(piece) and piece not in known
    ]


def told(texts: set[str]) -> str:
    """Everything the services said, as plain text and as rendered Markdown."""
    rendered = (" ".join(read(markdown.render(text)).texts) for text in texts)
    lines = (line for text in texts for line in text.split("\n"))
    pieces = (piece for text in texts for piece in read(markdown.render(text)).texts)
    return "\n".join(" ".join(text.split()) for text in (*lines, *rendered, *pieces))


def _wrapped(messages: i18n.Messages) -> i18n.Messages:
    def plural(key: str, number: int) -> str:
        return _wrap(messages.plural(key, number))

    singular = {key: _wrap(text) for key, text in messages.singular.items()}
    return replace(messages, singular=singular, plural=plural)


def _wrap(text: str) -> str:
    return f"{OPEN}{text}{CLOSE}"


def _leaves(answer: Any) -> Iterator[str]:
    if isinstance(answer, str):
        yield answer
    elif isinstance(answer, dict):
        for value in answer.values():
            yield from _leaves(value)
    elif isinstance(answer, list):
        for value in answer:
            yield from _leaves(value)

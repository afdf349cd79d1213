"""Markdown of items as plain HTML that stands by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from shared.prose_tokens import every, nest_headings, open_corners, tidy

# Raw HTML comes out as text and links run nothing, so there is nothing to sanitise.
_parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_OURS = "files/"


@dataclass(frozen=True, slots=True)
class Picture:
    address: str
    alt: str = ""  # what it shows, where the text does not say it


def to_html(text: str, *, site: str, pictures: Mapping[str, Picture]) -> Markup:
    """``text`` below a heading of level 1.

    Args:
        site: the platform's address, which links that stay on it lead to.
        pictures: those there are, by name; of others the words are shown, and of files
            to download what the text calls them.
    """
    tokens = _parser.parse(text)
    nest_headings(tokens, under=1)
    open_corners(tokens)
    for token in tokens:
        if token.children:
            token.children = list(_standing_alone(token.children, site, pictures))
    for token in every(tokens):
        tidy(token)
    html = _parser.renderer.render(tokens, _parser.options, {})
    return Markup(html)  # noqa: S704 - see above


def _standing_alone(
    children: Sequence[Token], site: str, pictures: Mapping[str, Picture]
) -> Iterator[Token]:
    is_link_left_out = False
    for token in children:
        if token.type == "image":
            yield _picture(token, pictures)
            continue
        if token.type == "link_open":
            address = str(token.attrGet("href"))
            is_link_left_out = address.startswith(_OURS)
            token.attrSet("href", urljoin(site, address))
        if not (is_link_left_out and token.type in ("link_open", "link_close")):
            yield token


def _picture(token: Token, pictures: Mapping[str, Picture]) -> Token:
    picture = pictures.get(str(token.attrGet("src")).removeprefix(_OURS))
    if picture is None:
        return Token("text", "", 0, content=token.content)
    token.attrSet("src", picture.address)
    if not token.content.strip():
        token.children = [Token("text", "", 0, content=picture.alt)]
    return token

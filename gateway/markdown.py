"""Markdown of lessons, quizzes and library items as safe HTML.

The texts are ours, yet they pass a sanitiser: an import is a way in like any
other, and the pages promise to run nothing they did not ship.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from shared.prose_tokens import every, nest_headings, open_corners, tidy

CLASSES = {
    "paragraph_open": "govuk-body",
    "bullet_list_open": "govuk-list govuk-list--bullet",
    "ordered_list_open": "govuk-list govuk-list--number",
    "link_open": "govuk-link",
    "blockquote_open": "govuk-inset-text",
    "hr": "govuk-section-break govuk-section-break--visible",
    "table_open": "govuk-table",
    "th_open": "govuk-table__header",
    "td_open": "govuk-table__cell",
}
HEADING_CLASSES = dict(zip(range(2, 7), "lmsss", strict=True))
# No raw HTML, no scripts: nothing that runs. Pictures are a course's own files.
TAGS = {
    *("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "hr", "br"),
    *("strong", "em", "s", "code", "pre", "a", "div"),
    *("table", "thead", "tbody", "tr", "th", "td"),
    *("img", "span"),
}
INLINE = {"strong", "em", "s", "code"}
ATTRIBUTES = {
    "*": {"class"},
    "a": {"href", "title", "rel"},
    "ol": {"start"},
    "th": {"scope"},
    "div": {"tabindex", "role", "aria-label"},
    "img": {"src", "srcset", "sizes", "width", "height", "alt", "loading"},
}
# How wide a text's column is: the screen, or on larger ones what can be read well.
PICTURE_SIZES = "(min-width: 48em) 42em, 100vw"
SCHEMES = {"http", "https", "mailto", "tel"}
BOX = '<div class="hub-scroll" tabindex="0" role="group" aria-label="{label}">'

_parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


@dataclass(frozen=True, slots=True)
class File:
    """What ``files/<name>`` in a text stands for."""

    name: str
    address: str
    note: str  # its kind and size, in words
    alt: str = ""  # what it shows or holds, where the text does not say it
    sources: str = ""  # of a picture, as ``srcset`` has them
    size: tuple[int, int] | None = None  # pixels, of a picture
    whole: str = ""  # the address of a picture of which ``address`` is a smaller one


@lru_cache(maxsize=512)
def render(
    text: str, *, under: int = 1, table_label: str = "", files: tuple[File, ...] = ()
) -> Markup:
    """HTML of ``text``, its headings nested below a heading of level ``under``.

    The shallowest heading becomes ``under + 1`` and no level is skipped, whatever
    the author wrote.  Tables scroll inside a box named ``table_label``, so that a
    wide one never widens the page.  Of pictures only those among ``files`` are shown,
    of others their words.
    """
    tokens = _parser.parse(text)
    nest_headings(tokens, under)
    open_corners(tokens)
    by_name = {f"files/{file.name}": file for file in files}
    for token in tokens:
        if token.children:
            token.children = list(_with_files(token.children, by_name))
    for token in every(tokens):
        _dress(token)
    html = _parser.renderer.render(tokens, _parser.options, {})
    box = BOX.format(label=escape(table_label))
    html = html.replace("<table", f"{box}<table").replace("</table>", "</table></div>")
    clean = nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None
    )
    return Markup(clean)  # noqa: S704 - this is the one place that sanitises


@lru_cache(maxsize=512)
def line(text: str) -> Markup:
    """HTML of one line of Markdown, to stand inside a legend or a heading."""
    clean = nh3.clean(_parser.renderInline(text), tags=INLINE, attributes={})
    return Markup(clean)  # noqa: S704 - sanitised


def _with_files(
    children: Sequence[Token], files: Mapping[str, File]
) -> Iterator[Token]:
    note = ""
    for token in children:
        if token.type == "image":
            yield _picture(token, files)
            continue
        if token.type == "link_open":
            file = files.get(str(token.attrGet("href")))
            note = file.note if file else ""
            if file:
                token.attrSet("href", file.address)
        if token.type == "link_close" and note:
            yield Token("text", "", 0, content=f" ({note})")
        yield token


def _picture(token: Token, files: Mapping[str, File]) -> Token:
    file = files.get(str(token.attrGet("src")))
    if file is None:
        return Token("text", "", 0, content=token.content)
    token.attrSet("src", file.address)
    token.attrSet("loading", "lazy")
    if file.sources:
        token.attrSet("srcset", file.sources)
        token.attrSet("sizes", PICTURE_SIZES)
    if file.size:
        for side, pixels in zip(("width", "height"), file.size, strict=True):
            token.attrSet(side, str(pixels))
    if not token.content.strip():
        token.children = [Token("text", "", 0, content=file.alt)]
    token.attrSet("class", "hub-picture")
    return token


def _dress(token: Token) -> None:
    if token.type in CLASSES and not token.hidden:
        token.attrSet("class", CLASSES[token.type])
    if token.type == "heading_open":
        token.attrSet("class", f"govuk-heading-{HEADING_CLASSES[int(token.tag[1])]}")
    tidy(token)
    if token.type == "link_open" and _is_external(str(token.attrGet("href"))):
        token.attrSet("rel", "external noopener noreferrer")


def _is_external(href: str) -> bool:
    return urlsplit(href).scheme in ("http", "https")

"""What every rendering of our Markdown does to it, whatever it becomes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

TICK_BOX = ("[ ] ", "☐ ")  # an empty box to tick on a printed checklist
DEEPEST = 6


def nest_headings(tokens: Sequence[Token], under: int) -> None:
    """Put headings below one of level ``under``: the shallowest becomes
    ``under + 1`` and no level is skipped, whatever the author wrote."""
    open_levels: list[int] = []  # as written, outermost first
    for token in tokens:
        if not token.type.startswith("heading"):
            continue
        if token.type == "heading_open":
            written = int(token.tag[1])
            while open_levels and open_levels[-1] >= written:
                open_levels.pop()
            open_levels.append(written)
        token.tag = f"h{min(under + len(open_levels), DEEPEST)}"


def open_corners(tokens: Sequence[Token]) -> None:
    """Make a head of a table with no words in it, such as the corner above a column of
    names, an ordinary cell: it heads nothing, and would be read out as a heading."""
    for opened, held, closed in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opened.type == "th_open" and not held.content.strip():
            opened.type, closed.type = "td_open", "td_close"
            opened.tag = closed.tag = "td"


def every(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens and those inside them."""
    for token in tokens:
        yield token
        yield from every(token.children or [])


def tidy(token: Token) -> None:
    """Headers of tables say what they head, boxes to tick look like boxes, and no
    token brings styles of its own."""
    if token.type == "th_open":
        token.attrSet("scope", "col")
    if token.type in ("th_open", "td_open"):
        token.attrs.pop("style", None)
    if token.type == "text" and token.content.startswith(TICK_BOX[0]):
        token.content = TICK_BOX[1] + token.content.removeprefix(TICK_BOX[0])

"""What Markdown in lessons and library items may hold, checked where it comes in.

The pages sanitise all the same; this tells an editor before anybody reads it.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from shared.folders import Problems

PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".svg")
_SCHEMES = ("https", "http", "mailto", "tel")
# HTML is recognised here in order to be refused by line, not shown as text.
_parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_parser.validateLink = lambda url: True  # type: ignore[method-assign]


def check_prose(
    path: str,
    body: str,
    first_line: int,
    problems: Problems,
    files: Collection[str] = (),
    described: Collection[str] = (),
) -> None:
    """Text with headings from ``##``, without raw HTML, odd links or odd pictures.

    Args:
        first_line: where ``body`` begins in the file.
        files: what lies in ``files/`` beside the text, to show or to link to.
        described: those of them that have words of their own, or need none.
    """
    if not body.strip():
        problems.add(path, first_line, "There is no text.")
    line = first_line
    for token in _parser.parse(body):
        if token.map is not None:
            line = first_line + token.map[0]
        _check(token, path, line, problems, files, described)
        inner = line
        for child in token.children or []:
            inner += child.type in ("softbreak", "hardbreak")
            _check(child, path, inner, problems, files, described)


def _check(
    token: Token,
    path: str,
    line: int,
    problems: Problems,
    files: Collection[str],
    described: Collection[str],
) -> None:
    match token.type:
        case "heading_open" if token.tag == "h1":
            problems.add(path, line, "Headings begin with “##”; the title is the “#”.")
        case "html_block" | "html_inline":
            problems.add(path, line, "HTML is not supported; write Markdown.")
        case "image":
            for problem in _of_picture(token, files, described):
                problems.add(path, line, problem)
        case "link_open":
            address = str(token.attrGet("href") or "")
            if not _is_good_link(address) and not _is_ours(address, files):
                problems.add(path, line, f"“{address}” is not a link people can open.")


def _of_picture(
    token: Token, files: Collection[str], described: Collection[str]
) -> list[str]:
    if not files:
        return ["Pictures are not supported."]
    address = str(token.attrGet("src") or "")
    found = []
    if not _is_ours(address, files) or not address.endswith(PICTURES):
        found.append(f"“{address}” is no picture in files/.")
    if not token.content.strip() and not _is_ours(address, described):
        found.append("A picture needs words for who cannot see it: ![words](…).")
    return found


def _is_ours(address: str, files: Collection[str]) -> bool:
    return address.startswith("files/") and address.removeprefix("files/") in files


def _is_good_link(address: str) -> bool:
    """A full address, or one on this site that begins with ``/`` or ``#``."""
    scheme = urlsplit(address).scheme
    if not scheme:
        return address[:1] in ("/", "#") and not address.startswith("//")
    return scheme in _SCHEMES

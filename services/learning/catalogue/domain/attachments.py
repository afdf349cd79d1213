"""``files/<name>``: pictures and downloads, checked by what they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

import puremagic
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from services.learning.catalogue.domain.course import CourseFile
from services.learning.catalogue.domain.outline import PATH as OUTLINE
from services.learning.catalogue.domain.outline import Outline
from shared.attachments import FOLDER, OFFICE, PDF, PICTURES, digest, ending
from shared.documents import Document
from shared.folders import FORBIDDEN, Problems

MAX_SIZE = 2 * 1024 * 1024  # bytes, each
MAX_TOGETHER = 8 * 1024 * 1024  # bytes

MEDIA_TYPES = {
    **PICTURES,
    "svg": "image/svg+xml",
    **PDF,
    **{name: OFFICE[name] for name in ("docx", "xlsx", "odt")},
    "csv": "text/csv",
    "txt": "text/plain",
}
_SVG = "{http://www.w3.org/2000/svg}"
_SVG_BANNED = {"script", "foreignObject", "a", "iframe", "image", "use", "animate"}
_ELSEWHERE = re.compile(r"url\(\s*['\"]?(?!#)|@import|javascript:", re.IGNORECASE)

Bytes = Mapping[str, bytes]  # name inside files/ to content


def check_files(
    document: Document, outline: Outline, contents: Bytes, problems: Problems
) -> None:
    """Every file is listed and every listed file is there and is what it says."""
    listed = [entry["name"] for entry in outline.get("files", ())]
    for index, name in enumerate(listed):
        if name not in contents:
            line = document.line("files", index)
            problems.add(OUTLINE, line, f"There is no {FOLDER}{name}.")
    for name, content in contents.items():
        path = FOLDER + name
        if "files" in outline and name not in listed:
            problems.add(path, 1, f"This file is not listed in {OUTLINE}.")
        for problem in problems_of(name, content):
            problems.add(path, 1, problem)
    if sum(map(len, contents.values())) > MAX_TOGETHER:
        whole = f"{MAX_TOGETHER // 2**20} MiB"
        problems.add(FOLDER, 1, f"The files are larger than {whole} together.")


def describe(outline: Outline, contents: Bytes) -> tuple[CourseFile, ...]:
    """The files of a folder in which ``check_files`` found no problem."""
    return tuple(
        CourseFile(
            id=entry["name"],
            title=entry["title"],
            licence=entry["licence"],
            media_type=media_type(entry["name"]),
            size=len(contents[entry["name"]]),
            digest=digest(contents[entry["name"]]),
        )
        for entry in outline["files"]
    )


def media_type(name: str) -> str:
    """Of a file in which ``problems_of`` finds none."""
    return MEDIA_TYPES[ending(name)]


def problems_of(name: str, content: bytes) -> Iterator[str]:
    """Why a course may not hold this file; nothing where it may."""
    expected = MEDIA_TYPES.get(ending(name))
    if expected is None:
        yield f"A course may hold {', '.join(MEDIA_TYPES)}."
    elif not content:
        yield "The file is empty."
    elif len(content) > MAX_SIZE:
        yield f"The file is larger than {MAX_SIZE // 2**20} MiB."
    elif expected == "image/svg+xml":
        yield from _problems_of_svg(content)
    elif expected.startswith("text/"):
        yield from _problems_of_text(content)
    elif expected not in _found_types(content):
        yield f"The file is not what its ending “.{ending(name)}” says."


def _found_types(content: bytes) -> set[str]:
    try:
        return {found.mime_type for found in puremagic.magic_string(content)}
    except puremagic.PureError:
        return set()


def _problems_of_text(content: bytes) -> Iterator[str]:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        yield "This file is not UTF-8 text."
    else:
        if FORBIDDEN.search(text):
            yield "This file has characters that cannot stand in a text."


def _problems_of_svg(content: bytes) -> Iterator[str]:
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        yield "This is no well-formed SVG drawing."
        return
    if root.tag != f"{_SVG}svg":
        yield "This is no well-formed SVG drawing."
        return
    if any(_is_active(element) for element in root.iter()):
        yield "The drawing holds a script, a link or something from elsewhere."


def _is_active(element: Element) -> bool:
    name = str(element.tag).removeprefix(_SVG)
    if name in _SVG_BANNED or name.startswith("{"):
        return True
    written = [element.text or "", *element.attrib.values()]
    return any(_ELSEWHERE.search(text) for text in written) or any(
        key.lower().startswith("on") or key.endswith("href") for key in element.attrib
    )

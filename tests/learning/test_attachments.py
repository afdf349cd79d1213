"""Pictures and downloads are what they say, or the folder is refused."""

from __future__ import annotations

import io
import zipfile

import pytest

from services.learning.catalogue.domain.folder import Folder, read_course
from shared.errors import Invalid
from tests.learning.builders import a_folder, lesson

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>'
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
LISTED = "files:\n  - {name: %s, title: {uk: План, en: Plan}, licence: own}\n"


def problems(name: str, content: bytes, *, listed: str | None = None) -> dict[str, str]:
    folder = Folder(a_folder(more=LISTED % (listed or name)), {name: content})
    with pytest.raises(Invalid) as refused:
        read_course(folder)
    return {place: said[0] for place, said in refused.value.fields.items()}


def test_a_picture_is_shown_and_known_by_its_content() -> None:
    body = "![План двору](files/plan.svg)\n\n[План](files/plan.svg)"
    texts = a_folder(
        {f"lessons/01-why.{lang}.md": lesson(body=body) for lang in ("uk", "en")},
        more=LISTED % "plan.svg",
    )
    [file] = read_course(Folder(texts, {"plan.svg": SVG})).files
    assert (file.id, file.media_type, file.size) == (
        "plan.svg",
        "image/svg+xml",
        len(SVG),
    )


@pytest.mark.parametrize(
    "inside",
    [
        b"<script>alert(1)</script>",
        b'<path onload="alert(1)"/>',
        b'<a href="https://example.org"><path/></a>',
        b'<image href="https://example.org/x.png"/>',
        b"<style>@import 'https://example.org/x.css';</style>",
        b'<rect fill="url(https://example.org/x)"/>',
        b"<foreignObject/>",
    ],
)
def test_a_drawing_that_runs_or_loads_something_is_refused(inside: bytes) -> None:
    found = problems("plan.svg", SVG.replace(b"<path", inside + b"<path"))
    assert "script, a link" in found["files/plan.svg:1"]


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("plan.svg", b"<svg", "well-formed"),
        ("plan.svg", b"<html/>", "well-formed"),
        ("plan.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG, "well-formed"),
        ("plan.png", SVG, "not what its ending"),
        ("form.pdf", PNG, "not what its ending"),
        ("list.csv", b"\xff\xfe", "UTF-8"),
        ("plan.png", b"", "empty"),
        ("plan.png", PNG + bytes(2 * 1024 * 1024), "larger than 2 MiB"),
        ("run.exe", b"MZ", "A course may hold"),
    ],
)
def test_a_file_that_is_something_else_is_refused(
    name: str, content: bytes, part: str
) -> None:
    assert part in problems(name, content)[f"files/{name}:1"]


def test_a_sheet_is_told_by_what_is_in_it() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    folder = Folder(a_folder(more=LISTED % "list.xlsx"), {"list.xlsx": held.getvalue()})
    assert read_course(folder).files[0].size == len(held.getvalue())


def test_files_are_listed_and_what_is_listed_is_there() -> None:
    found = problems("plan.svg", SVG, listed="other.svg")
    assert found["files/plan.svg:1"] == "This file is not listed in course.yaml."
    assert found["course.yaml:21"] == "There is no files/other.svg."


def test_a_picture_needs_words_and_a_file() -> None:
    body = (
        "![](files/plan.svg)\n\n![План](files/none.svg)\n\n![План](https://x.org/a.png)"
    )
    texts = a_folder(
        {"lessons/01-why.uk.md": lesson(body=body)}, more=LISTED % "plan.svg"
    )
    with pytest.raises(Invalid) as refused:
        read_course(Folder(texts, {"plan.svg": SVG}))
    assert {
        "lessons/01-why.uk.md:8",
        "lessons/01-why.uk.md:10",
        "lessons/01-why.uk.md:12",
    } <= set(refused.value.fields)

"""Files of library items as readers get them, on the whole running platform."""

from __future__ import annotations

import io
from typing import Any

import pytest
import requests
from PIL import Image

from shared.attachments import digest
from tests.content.files import a_picture, open_xml
from tests.gateway.file_sender import (
    ALT,
    PICTURE_WORDS,
    TITLE,
    Sender,
)
from tests.gateway.library_desk import begin, move
from tests.gateway.stack_client import Api
from tests.stacks import Stack

pytestmark = pytest.mark.needs_stack


def address(stack: Stack, item: dict[str, Any], name: str) -> str:
    return f"{stack.base_url}/uk/library/{item['slug']}/files/{name}"


def get(url: str, **headers: str) -> requests.Response:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return requests.get(url, headers=named, timeout=30)


def test_an_item_tells_of_its_files(shown: dict[str, Any]) -> None:
    photo, form = shown["files"]
    assert (photo["name"], photo["alt"], photo["licence"]) == ("map.jpg", ALT, "own")
    assert (photo["width"], photo["height"]) == (1400, 700)
    assert photo["media_type"] == "image/jpeg"
    assert (form["title"], form["source"]) == (TITLE, "Example NGO, 2026")
    assert form["size"] == len(open_xml())


def test_anybody_reads_what_is_published(stack: Stack, shown: dict[str, Any]) -> None:
    photo = shown["files"][0]
    read = get(address(stack, shown, "map.jpg"), Accept_Encoding="gzip")
    assert read.status_code == 200
    assert digest(read.content) == photo["digest"]
    assert not Image.open(io.BytesIO(read.content)).getexif()
    told = read.headers
    assert told["Content-Type"] == "image/jpeg"
    assert told["ETag"] == f'"{photo["digest"]}"'
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["Content-Security-Policy"].endswith("sandbox")
    assert told["Accept-Ranges"] == "bytes"
    assert told["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Content-Disposition" not in told
    again = get(address(stack, shown, "map.jpg"), If_None_Match=told["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    sent = get(address(stack, shown, "form.docx"))
    assert sent.headers["Content-Disposition"] == 'attachment; filename="form.docx"'
    assert sent.content == open_xml()
    path = f"/library/{shown['slug']}/files/form.docx"
    assert Api(stack.base_url)("GET", path).content == open_xml()


def test_a_content_that_is_named_is_kept_for_ever(
    stack: Stack, shown: dict[str, Any]
) -> None:
    kept = get(address(stack, shown, f"map.jpg?v={shown['files'][0]['digest']}"))
    assert "immutable" in kept.headers["Cache-Control"]
    assert "max-age=31536000" in kept.headers["Cache-Control"]
    other = get(address(stack, shown, f"map.jpg?v={'0' * 64}"))
    assert other.content == kept.content
    assert "immutable" not in other.headers["Cache-Control"]


def test_a_part_is_read_by_itself(stack: Stack, shown: dict[str, Any]) -> None:
    url = address(stack, shown, "form.docx")
    whole, size = open_xml(), len(open_xml())
    for asked, part in (
        ("bytes=0-9", whole[:10]),
        ("bytes=100-", whole[100:]),
        ("bytes=-7", whole[-7:]),
        (f"bytes=50-{size + 99}", whole[50:]),
    ):
        read = get(url, Range=asked)
        assert (read.status_code, read.content) == (206, part)
        assert read.headers["Content-Length"] == str(len(part))
        assert read.headers["Content-Range"].endswith(f"/{size}")
    beyond = get(url, Range=f"bytes={size}-")
    assert beyond.status_code == 416
    assert beyond.headers["Content-Range"] == f"bytes */{size}"
    tag = get(url).headers["ETag"]
    assert get(url, Range="bytes=0-9", If_Range=tag).status_code == 206
    changed = get(url, Range="bytes=0-9", If_Range='"another"')
    assert (changed.status_code, changed.content) == (200, whole)


def test_a_phone_loads_little(stack: Stack, shown: dict[str, Any]) -> None:
    url = address(stack, shown, "map.jpg")
    small = get(f"{url}?width=320")
    assert small.headers["Content-Type"] == "image/webp"
    assert Image.open(io.BytesIO(small.content)).size == (320, 160)
    assert get(f"{url}?width=333").status_code == 422
    page = get(f"{stack.base_url}/en/library/{shown['slug']}").text
    assert 'alt="A map of the community"' in page
    assert "width=320 320w" in page.replace("&amp;", "&")
    assert "width=960 960w" in page.replace("&amp;", "&")
    assert 'width="1400"' in page
    assert "Example NGO, 2026" in page
    assert "(DOCX, " in page


def test_drafts_are_read_by_those_who_work_on_them(
    stack: Stack, sender: Sender, editor: Api, reviewer: Api
) -> None:
    slug = begin(editor)
    sender.attach(slug, "map.png", a_picture("PNG", (40, 20)), 1, **PICTURE_WORDS)
    sender.attach(slug, "map.png", a_picture("PNG", (60, 20)), 2, **PICTURE_WORDS)
    path = f"/library/{slug}/files/map.png"
    assert Api(stack.base_url)("GET", path).status_code == 404
    read = reviewer("GET", path)
    assert Image.open(io.BytesIO(read.content)).size == (60, 20)
    assert "private" in read.headers["Cache-Control"]
    older = editor("GET", f"/library/{slug}/revisions/2").json()["files"]
    first = reviewer("GET", f"{path}?v={older['files/map.png']}")
    assert Image.open(io.BytesIO(first.content)).size == (40, 20)
    assert reviewer("GET", f"/library/{slug}/files/other.png").status_code == 404


def test_readers_keep_the_files_of_what_they_once_had(
    stack: Stack, sender: Sender, editor: Api, reviewer: Api
) -> None:
    """A cited revision shows its own picture; a draft's is nobody's yet."""
    slug = begin(editor)
    for number, width in enumerate((40, 50, 60), 1):
        picture = a_picture("PNG", (width, 20))
        sender.attach(slug, "map.png", picture, number, **PICTURE_WORDS)
        if number < 3:
            move(editor, slug, "review")
            assert move(reviewer, slug, "published")[0] == 200
    reader, path = Api(stack.base_url), f"/library/{slug}/files/map.png"
    kept, widths = {}, []
    for revision in (2, 3, 4):
        told = editor("GET", f"/library/{slug}/revisions/{revision}").json()
        kept[revision] = told["files"]["files/map.png"]
        read = reader("GET", f"{path}?v={kept[revision]}").content
        widths.append(Image.open(io.BytesIO(read)).width)
    assert widths == [40, 50, 50]
    page = get(f"{stack.base_url}/en/library/{slug}/revisions/2").text
    assert f"map.png?v={kept[2]}" in page

"""The library as one file, read back by libzim."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from libzim.reader import Archive
from libzim.suggestion import SuggestionSearcher
from PIL import Image

from services.content.copies import zim
from shared.languages import LANGUAGES, present
from tests.content.test_copies import SHIPPED, SITE, shown
from tests.content.test_import import NOON

PICTURE = {
    "name": "map.png",
    "digest": "a" * 64,
    "media_type": "image/png",
    "alt": {"uk": "Мапа"},
}


def nothing(digest: str) -> tuple[bytes, str]:
    raise AssertionError(f"nobody shows {digest}")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    path = tmp_path_factory.mktemp("bundle") / "library.zim"
    items = (
        [shown(slug, language) for language in present(item.texts)]
        for slug, item in SHIPPED.items()
    )
    assert zim.write(path, items, nothing, site=SITE, at=NOON) == len(SHIPPED)
    return Archive(path)


def page(archive: Archive, path: str) -> str:
    return bytes(archive.get_entry_by_path(path).get_item().content).decode()


def pages(archive: Archive) -> Iterator[str]:
    yield "index"
    for language in LANGUAGES:
        yield f"{language}/index"
        for slug, item in SHIPPED.items():
            if language in item.texts:
                yield f"{language}/{slug}"


def test_it_says_what_it_is(archive: Archive) -> None:
    def told(name: str) -> str:
        return bytes(archive.get_metadata(name)).decode()

    assert told("Language") == "ukr,eng"
    assert told("Date") == "2026-11-22"
    assert told("Name") == "library"
    assert 0 < len(told("Title")) <= 30
    assert 0 < len(told("Description")) <= 80
    for name in ("Creator", "Publisher", "License"):
        assert told(name)
    icon = Image.open(BytesIO(bytes(archive.get_illustration_item(48).content)))
    assert (icon.format, icon.size) == ("PNG", (48, 48))


def test_it_is_whole_and_found_by_title(archive: Archive) -> None:
    assert archive.check()
    assert archive.has_title_index
    assert archive.has_fulltext_index
    assert archive.main_entry.get_item().path == "index"
    title = shown("safety-walk-checklist")["title"]
    found = SuggestionSearcher(archive).suggest(title.split(":")[0])
    assert "uk/safety-walk-checklist" in found.getResults(0, 5)


def test_every_item_is_there_in_each_language_with_its_sources(
    archive: Archive,
) -> None:
    for slug, item in SHIPPED.items():
        for language in item.texts:
            html = page(archive, f"{language}/{slug}")
            assert f'<html lang="{language}">' in html
            for source in item.sources:
                assert source.url.replace("&", "&amp;") in html


def test_every_link_inside_leads_somewhere_and_nothing_is_loaded_from_outside(
    archive: Archive,
) -> None:
    for path in pages(archive):
        html = page(archive, path)
        assert not re.search(r"<script|<iframe|@import|src=\"http", html)
        for style in re.findall(r'<link rel="stylesheet" href="([^"]+)"', html):
            assert not style.startswith("http")
        for link in re.findall(r'(?:href|src)="([^"#]+)"', html):
            if not re.match(r"[a-z]+:", link):
                there = Path("/", path).parent / link
                target = str(Path(*there.parts[1:])).replace("uk/../", "")
                target = target.replace("en/../", "")
                assert archive.has_entry_by_path(target), f"{path}: {link}"


def test_a_picture_is_inside_once(tmp_path: Path) -> None:
    slugs = ("safety-walk-checklist", "family-plan-form")
    body = "![A map](files/map.png)\n"
    items = [[shown(slug, "uk", body=body, files=[PICTURE])] for slug in slugs]
    read: list[str] = []

    def content(digest: str) -> tuple[bytes, str]:
        read.append(digest)
        return b"picture", "image/webp"

    path = tmp_path / "library.zim"
    zim.write(path, items, content, site=SITE, at=NOON)
    found = Archive(path)
    assert read == ["a" * 64]
    entry = found.get_entry_by_path(f"files/{'a' * 64}").get_item()
    assert (bytes(entry.content), entry.mimetype) == (b"picture", "image/webp")
    for slug in slugs:
        assert f'<img src="../files/{"a" * 64}" alt="A map"' in page(
            found, f"uk/{slug}"
        )


def test_a_library_without_items_is_a_file_too(tmp_path: Path) -> None:
    assert zim.write(tmp_path / "x.zim", [], nothing, site=SITE, at=NOON) == 0

"""Items on paper, read back by programs that did not make them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError

from services.content.copies import article, prose
from services.content.item_files import read_items
from shared import tagged_pdf
from shared.folders import read_folder
from shared.languages import LANGUAGES
from shared.vocabulary import LICENCES
from tests.content.test_import import NOON

SITE = "https://hub.example.org"
SHIPPED = read_items(read_folder(Path("services/content/library")))
TOOL, CASE = "safety-walk-checklist", "community-police-officer"


def shown(slug: str, language: str = "uk", **changes: Any) -> dict[str, Any]:
    """An item that ships, as ``ItemQueries.get`` answers."""
    item = SHIPPED[slug]
    facts = asdict(item)
    text = facts.pop("texts")[language]
    told = {"language": language, "revision": 3, "published_at": NOON}
    return {**facts, **text, **told, **changes}


def html_of(slug: str, language: str = "uk", **changes: Any) -> str:
    item = shown(slug, language, **changes)
    return article.render("sheet.html", item, language, site=SITE)


def read(html: str) -> PdfReader:
    return PdfReader(BytesIO(tagged_pdf.to_pdf(html)))


def text_of(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)


def solid(text: str) -> str:
    return re.sub(r"[\s-]", "", text)


@pytest.fixture(scope="module")
def pdf() -> PdfReader:
    return read(html_of(TOOL))


def test_its_text_is_ukrainian_and_whole(pdf: PdfReader) -> None:
    item, text = shown(TOOL), text_of(pdf)
    assert item["title"] in text
    assert item["summary"] in text
    assert "Чи видно вказівник до укриття, чи воно відчинене" in text
    assert "☐" in text
    assert "редакція 3 від 22 листопада 2026 року." in text
    assert "Хаб знань «Поліція і громада»" in text
    assert "Сторінка 1 з" in text
    for source in item["sources"]:
        assert source["title"] in text
        assert solid(source["url"]) in solid(text)
    cited = f"{SITE}/uk/library/{TOOL}/revisions/3"
    assert solid(cited) in solid(text)


def test_a_screen_reader_is_led_through_it(pdf: PdfReader) -> None:
    root: Any = pdf.trailer["/Root"]
    assert root["/Lang"] == "uk"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata is not None
    assert pdf.metadata.title == shown(TOOL)["title"]
    kinds = [element["/S"] for element in tagged(root["/StructTreeRoot"])]
    for kind in ("/H1", "/H2", "/P", "/L", "/LI", "/Table", "/TH", "/TD", "/Link"):
        assert kind in kinds
    assert kinds.count("/H1") == 1
    assert b"pdfuaid" in root["/Metadata"].get_data()


def tagged(element: Any) -> Iterator[Any]:
    """Every structure element below this one."""
    inner = element.get("/K", [])
    for child in inner if isinstance(inner, list) else [inner]:
        found = child.get_object() if hasattr(child, "get_object") else child
        if isinstance(found, dict) and "/S" in found:
            yield found
            yield from tagged(found)


def test_no_row_of_its_tables_is_cut(pdf: PdfReader) -> None:
    pages = [solid(page.extract_text()) for page in pdf.pages]
    rows = re.findall(r"(?m)^\| ([^|]+) \| ☐", shown(TOOL)["body"])
    assert len(rows) > 10
    for row in rows:
        assert any(solid(row) in page for page in pages), row


def test_a_case_tells_its_facts_in_english() -> None:
    item = shown(CASE, "en")
    text = text_of(read(html_of(CASE, "en")))
    assert solid(item["case"]["results"]) in solid(text)
    assert "How to cite this" in text
    assert "revision 3 of 22 November 2026." in text


def test_what_is_not_translated_says_so_and_keeps_its_language() -> None:
    html = article.render("sheet.html", shown(TOOL, "uk"), "en", site=SITE)
    assert "This text is not available in English yet." in html
    assert '<html lang="en">' in html
    assert '<h1 lang="uk">' in html
    assert f"{SITE}/uk/library/{TOOL}/revisions/3" in html
    behind = html_of(TOOL, "en", behind=True)
    assert "The original has changed since this translation." in behind


@pytest.mark.parametrize("slug", SHIPPED)
def test_every_item_that_ships_can_be_rendered(slug: str) -> None:
    for language in LANGUAGES:
        html = html_of(slug, language)
        assert shown(slug, language)["title"] in unescape(html)


def test_words_are_there_in_both_languages_for_every_licence() -> None:
    uk, en = (article.words(language) for language in LANGUAGES)
    assert uk.keys() == en.keys()
    assert uk["licences"].keys() == en["licences"].keys() == set(LICENCES)


def prose_of(text: str) -> str:
    return prose.to_html(text, site=SITE, pictures={})


def test_markup_of_an_editor_is_text() -> None:
    html = prose_of("<script>alert(1)</script>\n\n[x](javascript:alert(1))")
    assert "<script" not in html
    assert "href" not in html


def test_links_on_the_platform_lead_there_and_headings_skip_no_level() -> None:
    html = prose_of("## One\n\n#### Two\n\n[more](/uk/library/x) [102](tel:102)")
    assert f'<a href="{SITE}/uk/library/x">' in html
    assert '<a href="tel:102">' in html
    assert "<h2>One</h2>" in html
    assert "<h3>Two</h3>" in html


def test_a_picture_stands_inside_or_its_words_do() -> None:
    text = "![A map](files/map.png) ![](files/map.png) [form](files/form.pdf)"
    map_ = prose.Picture("data:image/png;base64,", "Where to go")
    there = prose.to_html(text, site=SITE, pictures={"map.png": map_})
    assert re.findall('alt="([^"]*)"', there) == ["A map", "Where to go"]
    assert there.count('<img src="data:image/png;base64,"') == 2
    gone = prose_of(text)
    assert "<img" not in gone
    assert "A map" in gone
    assert "form" in gone
    assert "<a" not in gone


def test_nothing_is_loaded_from_anywhere() -> None:
    with pytest.raises(FatalURLFetchingError):
        tagged_pdf.to_pdf(
            '<html lang="en"><title>x</title><img alt="" src="http://127.0.0.1:9/x">'
        )

"""Library items on paper, as a browser prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import requests
from playwright.sync_api import BrowserContext
from pypdf import PdfReader

from shared.documents import read_page
from shared.folders import Problems, read_folder
from tests.gateway.test_editing_on_the_stack import LIBRARY
from tests.pages import browsing
from tests.stacks import Stack

pytestmark = [pytest.mark.needs_stack, pytest.mark.browser]
TOOL = "safety-walk-checklist"
A4_MM = (210, 297)


@pytest.fixture(scope="module")
def without_scripts() -> Iterator[BrowserContext]:
    with browsing.chromium() as browser:
        yield browser.new_context(java_script_enabled=False)


def printed(browser: BrowserContext, stack: Stack, path: str) -> PdfReader:
    page = browser.new_page()
    page.goto(stack.base_url + path)
    made = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    page.close()
    return made


def solid(text: str) -> str:
    """Without what a line's end adds or swallows."""
    return re.sub(r"[\s\u00ad\ufffe-]", "", text)


def solid_pages(pdf: PdfReader) -> list[str]:
    return [solid(page.extract_text()) for page in pdf.pages]


def item(stack: Stack, slug: str, language: str) -> dict[str, Any]:
    address = f"{stack.base_url}/api/v1/library/{slug}?language={language}"
    found: dict[str, Any] = requests.get(address, timeout=20).json()
    return found


def rows(slug: str, language: str) -> list[str]:
    """What the first cell of each row of a tool's tables says."""
    name = f"{slug}/{language}.md"
    page = read_page(name, read_folder(LIBRARY)[name], Problems())
    assert page is not None
    cells = re.findall(r"(?m)^\| ([^|]+) \|", page.body)
    return [cell for cell in cells if not cell.startswith("---")]


@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_tool_is_a_sheet_with_nothing_of_the_screen(
    stack: Stack, without_scripts: BrowserContext, language: str
) -> None:
    pdf = printed(without_scripts, stack, f"/{language}/library/{TOOL}")
    sizes = {
        tuple(round(float(side) / 72 * 25.4) for side in page.mediabox[2:])
        for page in pdf.pages
    }
    assert sizes == {A4_MM}
    assert len(pdf.pages) <= 5
    shown = item(stack, TOOL, language)
    first, whole = solid_pages(pdf)[0], "".join(solid_pages(pdf))
    assert solid(shown["title"]) in first
    assert solid(shown["summary"]) in first
    for source in shown["sources"]:
        assert solid(source["url"]) in whole
    cited = f"{stack.base_url}/{language}/library/{TOOL}/revisions/{shown['revision']}"
    assert whole.count(solid(cited)) == 1
    assert solid("CC BY 4.0") in whole
    screen = {
        "uk": ("Про платформу", "Увійти", "Надрукувати"),
        "en": ("About the platform", "Sign in", "Skip to"),
    }
    for word in screen[language]:
        assert solid(word) not in whole


@pytest.mark.parametrize("language", ["uk", "en"])
def test_no_row_of_a_table_is_cut_by_the_end_of_a_page(
    stack: Stack, without_scripts: BrowserContext, language: str
) -> None:
    pages = solid_pages(printed(without_scripts, stack, f"/{language}/library/{TOOL}"))
    found = rows(TOOL, language)
    assert len(found) > 15
    for row in found:
        assert any(solid(row) in page for page in pages), row


def test_sources_that_are_folded_on_the_screen_are_told_on_paper(
    stack: Stack, without_scripts: BrowserContext
) -> None:
    slug = "law-citizens-public-order"
    sources = item(stack, slug, "uk")["sources"]
    assert len(sources) > 6
    whole = "".join(solid_pages(printed(without_scripts, stack, f"/uk/library/{slug}")))
    for source in sources:
        assert solid(source["url"]) in whole


@pytest.mark.parametrize("language", ["uk", "en"])
def test_an_item_is_offered_as_pdf(stack: Stack, language: str) -> None:
    path = f"/{language}/library/{TOOL}.pdf"
    page = requests.get(f"{stack.base_url}/{language}/library/{TOOL}", timeout=20)
    assert f'href="{path}"' in page.text
    answer = requests.get(stack.base_url + path, timeout=40)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert f"{TOOL}-1-{language}.pdf" in answer.headers["Content-Disposition"]
    whole = "".join(solid_pages(PdfReader(BytesIO(answer.content))))
    assert solid(item(stack, TOOL, language)["title"]) in whole
    gone = requests.get(f"{stack.base_url}/{language}/library/no-such.pdf", timeout=20)
    assert gone.status_code == 404

"""Searching in a browser: by hand, by keyboard, with what is suggested on the way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from tests.pages import browsing
from tests.stacks import Stack

pytestmark = [pytest.mark.needs_stack, pytest.mark.browser]

FOUND = "Шахраї і літні люди: як уберегти гроші"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing.chromium() as opened:
        yield opened


@pytest.fixture
def page(browser: Browser, stack: Stack) -> Iterator[Page]:
    with browser.new_context(base_url=stack.base_url) as context:
        yield context.new_page()


def test_a_title_is_suggested_and_taken_by_keyboard_alone(page: Page) -> None:
    page.goto("/uk/search")
    field = page.get_by_role("combobox", name="Що шукаєте")
    field.focus()
    page.keyboard.type("шахр")
    listed = page.get_by_role("listbox", name="Підказки")
    expect(listed).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(listed.get_by_role("option", name=FOUND)).to_be_visible()
    expect(listed.get_by_role("option").first).to_have_attribute(
        "aria-selected", "true"
    )
    page.keyboard.press("Escape")
    expect(listed).to_be_hidden()
    page.keyboard.type("а")
    expect(listed).to_be_visible()
    page.keyboard.press("ArrowUp")
    taken = listed.get_by_role("option").last
    expect(taken).to_have_attribute("aria-selected", "true")
    title = taken.inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=title).first).to_be_visible()
    assert "/uk/search?q=" in page.url


def test_the_header_searches_from_every_page(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/en/about")
    search = page.get_by_role("search", name="Search this site")
    search.locator("input").fill("fraudsters")
    search.get_by_role("button").click()
    page.get_by_role("link", name="Fraudsters and older people").first.click()
    assert page.url.endswith("/en/library/fraud-against-older-people")


@pytest.mark.parametrize(
    ("typed", "instead"), [("shakhrayi", "шахра"), ("шахрої", "шахра")]
)
def test_what_was_searched_instead_is_said_and_can_be_undone(
    page: Page, typed: str, instead: str
) -> None:
    page.goto(f"/uk/library?q={typed}")
    expect(page.locator("main mark").first).to_contain_text(instead, ignore_case=True)
    page.get_by_role("link", name=f"Шукати саме «{typed}»").click()
    assert "exact=true" in page.url
    expect(page.locator("main mark")).to_have_count(0)


def test_choices_are_links_that_narrow_and_let_go(page: Page) -> None:
    page.goto("/en/library?q=safety")
    narrow = page.get_by_role("navigation", name="Narrow down")
    narrow.get_by_role("link", name="Practical tool").click()
    assert "type=practical_tool" in page.url
    entries = page.locator(".hub-found__entry")
    shown = entries.count()
    expect(page.get_by_role("heading", name=f"{shown} found")).to_be_visible()
    narrow.get_by_role("link", name="Practical tool").click()
    assert "type=" not in page.url


def test_no_question_stands_in_a_log(stack: Stack) -> None:
    """What somebody looks for may tell what happened to them."""
    secret = "безпека-zqxjv"
    for path in ("/uk/search", "/uk/library", "/api/v1/search", "/api/v1/library"):
        answer = requests.get(
            f"{stack.base_url}{path}", params={"q": secret}, timeout=30
        )
        assert answer.status_code == 200
    logs = stack.platform.layout.logs
    assert all("zqxjv" not in path.read_text("utf-8") for path in logs.glob("*.log"))

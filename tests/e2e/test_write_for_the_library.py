"""An editor writes an item, a reviewer approves it, a reader finds it: by keyboard."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.stacks import Stack

pytestmark = [pytest.mark.needs_stack, pytest.mark.browser]
MOST_STOPS = 150  # of the Tab key on the longest form
FOUND_S = 20  # seconds in which what was published must be found
IS_FOCUSED = "element => element === document.activeElement"
TEXTS = {
    "title_uk": "Гойдалки на подвір’ї",
    "title_en": "Swings in the courtyard",
    "summary_uk": "Як облаштувати безпечне місце для дітей.",
    "summary_en": "How to make a safe place for children.",
    "body_uk": "## Що зробити\n\nПоставте гойдалки далі від дороги.",
    "body_en": "## What to do\n\nPut the swings away from the road.",
}


@dataclass(frozen=True)
class Words:
    language: str
    new: str
    save: str
    review: str
    publish: str
    saved: str
    in_review: str
    published: str
    audience: str
    # Inflected, misspelt, and in the other alphabet.
    queries: tuple[str, str, str]


UKRAINIAN = Words(
    language="uk",
    new="Новий матеріал",
    save="Зберегти",
    review="Надіслати на рецензію",
    publish="Опублікувати",
    saved="Чернетку створено.",
    in_review="Матеріал надіслано на рецензію.",
    published="Матеріал опубліковано.",
    audience="Мешканці",
    queries=("гойдалками", "гойдалкт подвір’я", "hoidalky"),
)
ENGLISH = Words(
    language="en",
    new="New item",
    save="Save",
    review="Send to review",
    publish="Publish",
    saved="The draft is begun.",
    in_review="The item is sent to review.",
    published="The item is published.",
    audience="Residents",
    queries=("swing", "courtyrad", "hoidalky"),
)


@pytest.mark.parametrize("words", [UKRAINIAN, ENGLISH], ids=["uk", "en"])
def test_an_item_is_written_approved_and_found(
    browser: Browser, stack: Stack, words: Words
) -> None:
    slug = f"swings-{uuid.uuid4().hex[:8]}"
    shelf = f"{stack.base_url}/{words.language}/teaching/library"
    with somebody(browser, stack, words, "editor") as page:
        page.goto(shelf)
        press(page, page.get_by_role("button", name=words.new))
        write(page, words, slug)
        press(page, page.get_by_role("button", name=words.save, exact=True))
        expect(page.get_by_text(words.saved)).to_be_visible()
        press(page, page.get_by_role("button", name=words.review))
        expect(page.get_by_text(words.in_review)).to_be_visible()
        expect(page.get_by_role("button", name=words.publish)).to_have_count(0)
    with somebody(browser, stack, words, "reviewer") as page:
        page.goto(f"{shelf}/{slug}")
        press(page, page.get_by_role("button", name=words.publish, exact=True))
        expect(page.get_by_text(words.published)).to_be_visible()
    with phone(browser) as page:
        for query in words.queries:
            find(page, stack, words, query, slug)


@contextmanager
def somebody(browser: Browser, stack: Stack, words: Words, role: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(f"{stack.base_url}/{words.language}/sign-in")
    type_into(page, page.locator("#email"), f"{role}@example.org")
    type_into(page, page.locator("#password"), stack.accounts[f"{role}@example.org"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/my-learning")
    yield page
    context.close()


@contextmanager
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def tab_to(page: Page, target: Locator) -> None:
    """Reach a control as somebody without a pointer does."""
    for _ in range(MOST_STOPS):
        if target.evaluate(IS_FOCUSED):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not lead to {target}")


def press(page: Page, target: Locator) -> None:
    tab_to(page, target)
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def type_into(page: Page, target: Locator, text: str) -> None:
    tab_to(page, target)
    page.keyboard.insert_text(text)


def write(page: Page, words: Words, slug: str) -> None:
    for name, text in TEXTS.items():
        type_into(page, page.locator(f"#{name}"), text)
    tab_to(page, page.get_by_label(words.audience, exact=True))
    page.keyboard.press("Space")
    tab_to(page, page.locator('[name="topics"][value="public-space"]'))
    page.keyboard.press("Space")
    type_into(page, page.locator("#slug"), slug)


def find(page: Page, stack: Stack, words: Words, query: str, slug: str) -> None:
    """Search until the item is there: it comes to the index in a moment."""
    until = time.monotonic() + FOUND_S
    address = f"/{words.language}/library/{slug}"
    link = page.get_by_role("main").locator(f'a[href="{address}"]').first
    while True:
        page.goto(f"{stack.base_url}/{words.language}/library")
        type_into(page, page.locator("#q"), query)
        page.keyboard.press("Enter")
        page.wait_for_url("**/library?*")
        if link.count():
            break
        assert time.monotonic() < until, f"{query} does not find {address}"
        time.sleep(0.5)
    press(page, link)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        TEXTS[f"title_{words.language}"]
    )

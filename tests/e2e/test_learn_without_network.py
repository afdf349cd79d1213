"""A course kept on a phone is learned without network, and nothing of it is lost.

Nothing is stored before it is asked for, and nothing is left after signing out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.gateway.builders import PASSWORD
from tests.gateway.stack_client import Api
from tests.stacks import Stack

pytestmark = [pytest.mark.needs_stack, pytest.mark.browser]
COURSE = "safety-audit"
STORED = """async () => ({
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  databases: (await indexedDB.databases()).map((found) => found.name),
  local: localStorage.length + sessionStorage.length,
})"""
NOTHING = {"caches": [], "workers": 0, "local": 0}


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    yield context
    context.close()


def stored(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(STORED)
    return found


def test_lessons_done_without_network_arrive_when_there_is_one(
    stack: Stack, phone: BrowserContext
) -> None:
    learner = Api(stack.base_url)
    page = phone.new_page()
    sign_in(page, stack, learner.sign_up())
    page.goto(f"{stack.base_url}/uk/courses/{COURSE}")
    page.get_by_role("button", name="Записатися на курс").click()
    before = stored(page)
    assert {name: before[name] for name in NOTHING} == NOTHING

    page.get_by_role("button", name="Зберегти курс на цьому пристрої").click()
    expect(page.get_by_text("Курс збережено")).to_be_visible(timeout=30_000)
    assert stored(page)["caches"] == [f"course:{COURSE}"]

    phone.set_offline(True)
    page.goto(f"{stack.base_url}/uk/courses/{COURSE}")
    page.get_by_role("button", name="Почати перший урок").click()
    mark_as_done(page)
    picture = page.locator("main img").first
    picture.scroll_into_view_if_needed()  # it is loaded no sooner
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("img => img.naturalWidth") > 0
    mark_as_done(page)
    waiting = page.get_by_text("Кроки, що чекають на зв’язок")
    expect(waiting).to_be_visible()
    page.goto(f"{stack.base_url}/uk/library")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Збережене на цьому пристрої"
    )
    expect(page.get_by_role("link", name="Аудит безпеки місця")).to_be_visible()

    phone.set_offline(False)
    page.goto(f"{stack.base_url}/uk/my-learning")
    expect(waiting).to_be_hidden()
    [enrolment] = learner("GET", "/me/enrolments").json()["items"]
    assert len(enrolment["lessons_done"]) == 2

    page.get_by_role("button", name="Вийти").click()
    page.wait_for_url("**/uk/")
    after = stored(page)
    assert {name: after[name] for name in NOTHING} == NOTHING
    assert after["databases"] == []


def mark_as_done(page: Page) -> None:
    title = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("button", name="Позначити пройденим").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(title)


def sign_in(page: Page, stack: Stack, email: str) -> None:
    page.goto(f"{stack.base_url}/uk/sign-in")
    page.get_by_label("Електронна пошта").fill(email)
    page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Увійти").click()
    page.wait_for_url("**/uk/my-learning")

"""A trainer leads a group, a learner comes in with its code and learns, the trainer
reads how far they are and reminds them; in both languages, without JavaScript."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.shipped import lessons
from tests.stacks import Stack

pytestmark = [pytest.mark.needs_stack, pytest.mark.browser]
COURSE = "safety-audit"
TRAINER = "trainer@example.org"


@dataclass(frozen=True)
class Words:
    """What people look for on the pages of one language."""

    language: str
    email: str
    password: str
    enter: str
    teaching: str
    groups: str
    new: str
    name: str
    course: str
    title: str
    make: str
    sign_up_name: str
    sign_up: str
    join: str
    code: str
    come_in: str
    begin: str
    mark_done: str
    progress: str
    yes: str
    no: str
    remind: str
    subject: str


UKRAINIAN = Words(
    language="uk",
    email="Електронна пошта",
    password="Пароль",
    enter="Увійти",
    teaching="Навчання й курси",
    groups="Групи",
    new="Нова група",
    name="Назва групи",
    course="Курс",
    title="Аудит безпеки місця",
    make="Створити групу",
    sign_up_name="Ім’я та прізвище",
    sign_up="Створити обліковий запис",
    join="Приєднатися до групи за кодом",
    code="Код групи",
    come_in="Приєднатися",
    begin="Почати перший урок",
    mark_done="Позначити пройденим",
    progress="Перебіг навчання",
    yes="так",
    no="ні",
    remind="Нагадати",
    subject="Нагадування про навчання",
)
ENGLISH = Words(
    language="en",
    email="E-mail address",
    password="Password",
    enter="Sign in",
    teaching="Teaching",
    groups="Groups",
    new="New group",
    name="Name of the group",
    course="Course",
    title="Safety audit of a place",
    make="Make the group",
    sign_up_name="Full name",
    sign_up="Create account",
    join="Join a group with a code",
    code="Group code",
    come_in="Join",
    begin="Start the first lesson",
    mark_done="Mark as done",
    progress="Progress",
    yes="yes",
    no="no",
    remind="Remind",
    subject="A reminder about your learning",
)


@pytest.fixture
def pages(browser: Browser) -> Iterator[tuple[Page, Page]]:
    """The trainer's computer and the learner's phone."""
    desk = browser.new_context(java_script_enabled=False)
    phone = browser.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=False
    )
    yield desk.new_page(), phone.new_page()
    desk.close()
    phone.close()


@pytest.mark.parametrize("words", [UKRAINIAN, ENGLISH], ids=["uk", "en"])
def test_a_trainer_reads_how_far_the_group_is(
    stack: Stack, pages: tuple[Page, Page], words: Words
) -> None:
    trainer, learner = pages
    name = f"Учениця {uuid.uuid4().hex[:6]}"
    code = lead(stack, trainer, words)
    address = learn(stack, learner, words, name, code)
    read_the_report(trainer, words, name)
    remind(stack, trainer, learner, words, name, address)


def lead(stack: Stack, page: Page, words: Words) -> str:
    """Sign in and make a group; its code."""
    page.goto(f"{stack.base_url}/{words.language}/sign-in")
    page.get_by_label(words.email).fill(TRAINER)
    page.get_by_label(words.password, exact=True).fill(stack.accounts[TRAINER])
    page.get_by_role("button", name=words.enter).click()
    page.get_by_role("navigation").get_by_role("link", name=words.teaching).click()
    page.get_by_role("link", name=words.groups, exact=True).click()
    page.get_by_role("button", name=words.new).click()
    page.get_by_label(words.name).fill(f"E2E {words.language}")
    page.get_by_label(words.course, exact=True).select_option(label=words.title)
    page.get_by_role("button", name=words.make).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"E2E {words.language}")
    return page.locator(".hub-number").inner_text()


def learn(stack: Stack, page: Page, words: Words, name: str, code: str) -> str:
    """Sign up, come in with the code, do all lessons but the last; the address."""
    address = f"e2e-{uuid.uuid4().hex[:12]}@example.org"
    page.goto(f"{stack.base_url}/{words.language}/sign-up")
    page.get_by_label(words.sign_up_name).fill(name)
    page.get_by_label(words.email).fill(address)
    page.get_by_label(words.password, exact=True).fill("чотири прості слова")
    page.get_by_role("button", name=words.sign_up).click()
    page.get_by_role("link", name=words.join).click()
    page.get_by_label(words.code).fill(code.lower())
    page.get_by_role("button", name=words.come_in, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words.title)
    page.get_by_role("button", name=words.begin).click()
    for _ in lessons(COURSE)[:-1]:
        page.get_by_role("button", name=words.mark_done).click()
    return address


def read_the_report(page: Page, words: Words, name: str) -> None:
    cohort = page.url
    page.goto(cohort)
    page.get_by_role("link", name=words.progress).click()
    expect(page.locator(".hub-chart")).to_be_visible()
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name))
    cells = row.get_by_role("cell").all_inner_texts()
    done = len(lessons(COURSE)) - 1
    assert cells[: done + 1] == [words.yes] * done + [words.no]
    page.goto(cohort)


def remind(
    stack: Stack, page: Page, phone: Page, words: Words, name: str, address: str
) -> None:
    page.get_by_role("button", name=f"{words.remind} – {name}").click()
    messages = re.sub(r"/(uk|en)/.*", rf"/{words.language}/messages", phone.url)
    for _ in range(60):
        phone.goto(messages)
        found = phone.get_by_role("heading", name=words.subject)
        if found.count():
            break
        time.sleep(0.5)
    expect(found).to_have_count(1)
    end = time.monotonic() + 30
    while not (mails := stack.mail_to(address)):
        assert time.monotonic() < end, "no e-mail within 30 s"
        time.sleep(0.5)
    assert mails[0]["subject"] == words.subject

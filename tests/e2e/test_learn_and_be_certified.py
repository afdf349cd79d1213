"""One learner, one real course, from sign-up to certificate and e-mail.

HTTP, a browser and a mail box only: nothing of ours is imported but what reads the
courses that ship with the platform.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from tests import shipped
from tests.shipped import lessons
from tests.stacks import Stack

pytestmark = [pytest.mark.needs_stack, pytest.mark.browser]
COURSE = "safety-audit"


@dataclass(frozen=True)
class Words:
    """What a person looks for on the pages of one language."""

    language: str
    name: str
    sign_up: str
    name_label: str
    email_label: str
    password_label: str
    create: str
    courses: str
    title: str
    join: str
    first_lesson: str
    mark_done: str
    to_quiz: str
    start_quiz: str
    send: str
    passed: str
    open_certificate: str
    genuine: str
    messages: str


UKRAINIAN = Words(
    language="uk",
    name="Перевірка Наскрізна",
    sign_up="Створити обліковий запис",
    name_label="Ім’я та прізвище",
    email_label="Електронна пошта",
    password_label="Пароль",
    create="Створити обліковий запис",
    courses="Обрати курс",
    title="Аудит безпеки місця",
    join="Записатися на курс",
    first_lesson="Почати перший урок",
    mark_done="Позначити пройденим",
    to_quiz="Перейти до тесту",
    start_quiz="Почати тест",
    send="Надіслати відповіді",
    passed="Тест складено",
    open_certificate="Відкрити сертифікат",
    genuine="Сертифікат справжній",
    messages="Повідомлення",
)
ENGLISH = Words(
    language="en",
    name="Test End-to-End",
    sign_up="Create an account",
    name_label="Full name",
    email_label="E-mail address",
    password_label="Password",
    create="Create account",
    courses="Choose a course",
    title="Safety audit of a place",
    join="Join the course",
    first_lesson="Start the first lesson",
    mark_done="Mark as done",
    to_quiz="Go to the quiz",
    start_quiz="Start the quiz",
    send="Send answers",
    passed="You passed",
    open_certificate="Open the certificate",
    genuine="This certificate is genuine",
    messages="Messages",
)


@pytest.fixture(params=[True, False], ids=["with-js", "without-js"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A phone, once with JavaScript and once without."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=request.param
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("words", [UKRAINIAN, ENGLISH], ids=["uk", "en"])
def test_a_stranger_becomes_a_certified_learner(
    stack: Stack, page: Page, words: Words
) -> None:
    email = f"e2e-{uuid.uuid4().hex[:12]}@example.org"
    sign_up(stack, page, words, email)
    study(page, words)
    number = pass_the_quiz(page, words)
    anyone_can_check(stack, words, number)
    the_inbox_tells(page, words, number)
    the_mail_tells(stack, page, words, email, number)


def sign_up(stack: Stack, page: Page, words: Words, email: str) -> None:
    page.goto(f"{stack.base_url}/{words.language}/")
    page.get_by_role("link", name=words.sign_up).first.click()
    page.get_by_label(words.name_label).fill(words.name)
    page.get_by_label(words.email_label).fill(email)
    page.get_by_label(words.password_label, exact=True).fill("чотири прості слова")
    page.get_by_role("button", name=words.create).click()
    expect(page).not_to_have_url(re.compile("sign-up"))


def study(page: Page, words: Words) -> None:
    page.goto(re.sub(r"/(uk|en)/.*", r"/\1/", page.url))
    page.get_by_role("button", name=words.courses).click()
    page.get_by_role("link", name=words.title).first.click()
    page.get_by_role("button", name=words.join).click()
    page.get_by_role("button", name=words.first_lesson).click()
    for _ in lessons(COURSE):
        page.get_by_role("button", name=words.mark_done).click()
    expect(page.get_by_role("button", name=words.mark_done)).to_have_count(0)


def pass_the_quiz(page: Page, words: Words) -> str:
    page.goto(f"{page.url.split('/courses/')[0]}/courses/{COURSE}")
    page.get_by_role("button", name=words.to_quiz).click()
    page.get_by_role("button", name=words.start_quiz).click()
    answer_rightly(page)
    page.get_by_role("button", name=words.send).click()
    expect(page.get_by_text(words.passed)).to_be_visible()
    page.get_by_role("button", name=words.open_certificate).click()
    expect(page.get_by_role("article").get_by_text(words.name)).to_be_visible()
    return page.url.rsplit("/", 1)[1]


def answer_rightly(page: Page) -> None:
    course = shipped.course(COURSE)
    names = page.locator("form [name]").evaluate_all("all => all.map(one => one.name)")
    asked = shipped.asked(names, course, "final")
    given = shipped.answers(course, "final", asked, right=True)
    for name, said in shipped.fields(course, "final", given).items():
        if isinstance(said, str):
            page.locator(f'select[name="{name}"]').select_option(said)
        elif page.locator(f'input[name="{name}"][type=text]').count():
            page.locator(f'input[name="{name}"]').fill(said[0])
        else:
            for choice in said:
                page.locator(f'input[name="{name}"][value="{choice}"]').check()


def anyone_can_check(stack: Stack, words: Words, number: str) -> None:
    shown = requests.get(
        f"{stack.base_url}/{words.language}/certificates/{number}", timeout=10
    )
    assert shown.status_code == 200
    assert words.genuine in shown.text
    checked = requests.get(
        f"{stack.base_url}/api/v1/certificates/{number}",
        headers={"Accept-Language": words.language},
        timeout=10,
    ).json()
    assert (checked["name"], checked["title"]) == (words.name, words.title)


def the_inbox_tells(page: Page, words: Words, number: str) -> None:
    messages = f"{page.url.split('/certificates/')[0]}/messages"
    for _ in range(60):
        page.goto(messages)
        found = page.get_by_role("main").locator(f'a[href*="{number}"]')
        if found.count():
            break
        time.sleep(0.5)
    expect(page.get_by_role("heading", level=1)).to_have_text(words.messages)
    expect(found).to_have_count(1)


def the_mail_tells(
    stack: Stack, page: Page, words: Words, email: str, number: str
) -> None:
    end = time.monotonic() + 30
    while not (mails := stack.mail_to(email)):
        assert time.monotonic() < end, "no e-mail within 30 s"
        time.sleep(0.5)
    assert len(mails) == 1
    text = str(mails[0]["text"])
    link = f"{stack.base_url}/{words.language}/certificates/{number}"
    assert link in text
    assert words.title in text
    page.goto(link)
    expect(page.get_by_role("article").get_by_text(words.name)).to_be_visible()

"""A trainer writes a course in the browser; a learner finds it and completes it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.stacks import Stack

pytestmark = [pytest.mark.needs_stack, pytest.mark.browser]
PICTURE = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">
<path d="M0 0h40v20H0z" fill="#ccd"/></svg>"""
# Each kind's answers over the empty ones that the form offers.
FILLED = {
    "- [x] a: \n- [ ] b: \n- [ ] c: ": "- [x] a: {yes}\n- [ ] b: {no}",
    "- [x] a: \n- [x] b: \n- [ ] c: ": "- [x] a: {yes}\n- [x] b: {yes}\n- [ ] c: {no}",
    "- [100] a: \n  > \n- [50] b: \n  > \n- [0] c: \n  > ": (
        "- [100] a: {yes}\n  > {yes}\n- [0] b: {no}\n  > {no}"
    ),
}
RIGHT = {"q1": "a", "q2": "ab", "q3": "a"}
KINDS = ("single", "multiple", "scenario")
TEXTS = {
    "uk": {"yes": "Увімкнути світло", "no": "Піти", "ask": "Що зробити у дворі?"},
    "en": {"yes": "Turn on the light", "no": "Leave", "ask": "What to do outside?"},
}
LESSON = """{ask}

![{ask}](files/yard.svg)

::: scenario yard
{ask}

- a: {yes}
  > {yes}.
- b: {no}
  > {no}.
:::
"""


@dataclass(frozen=True)
class Words:
    """What a person looks for on the pages of one language."""

    language: str
    teaching: str
    writing: str
    new_course: str
    begin: str
    in_uk: str
    in_en: str
    title: str
    summary: str
    objectives: str
    audience: str
    topics: str
    topic: str
    minutes: str
    facts: str
    sources: str
    source_title: str
    source_url: str
    add_source: str
    files: str
    file: str
    send_file: str
    module: str
    lesson: str
    quiz: str
    add: str
    body: str
    text: str
    kind: str
    save: str
    look: str
    back: str
    change: str
    question: str
    right: str
    ready: str
    publish: str
    published: str
    join: str
    first_lesson: str
    mark_done: str
    start_quiz: str
    send: str
    passed: str


UKRAINIAN = Words(
    language="uk",
    teaching="Навчання й курси",
    writing="Створення курсів",
    new_course="Новий курс",
    begin="Почати курс",
    in_uk="українською",
    in_en="англійською",
    title="Назва",
    summary="Короткий опис",
    objectives="Чого навчить курс",
    audience="Мешканці",
    topics="Інші теми",
    topic="Громадський простір",
    minutes="Скільки хвилин займає весь курс",
    facts="Назва, цілі, аудиторія",
    sources="Джерела",
    source_title="Назва джерела",
    source_url="Адреса сторінки",
    add_source="Додати джерело",
    files="Картинки й файли",
    file="Файл з комп’ютера",
    send_file="Надіслати файл",
    module="Додати модуль",
    lesson="Додати урок",
    quiz="Додати тест",
    add="Додати",
    body="Текст уроку",
    text="Текст",
    kind="Вид запитання",
    save="Зберегти",
    look="Зберегти й переглянути",
    back="Назад до курсу",
    change="Змінити",
    question="Зберегти й додати запитання",
    right="правильно",
    ready="Готово до публікації",
    publish="Опублікувати курс",
    published="Курс опубліковано",
    join="Записатися на курс",
    first_lesson="Почати перший урок",
    mark_done="Позначити пройденим",
    start_quiz="Почати тест",
    send="Надіслати відповіді",
    passed="Тест складено",
)
ENGLISH = Words(
    language="en",
    teaching="Teaching",
    writing="Writing courses",
    new_course="New course",
    begin="Begin the course",
    in_uk="in Ukrainian",
    in_en="in English",
    title="Title",
    summary="Short summary",
    objectives="What the course teaches",
    audience="Residents",
    topics="Other topics",
    topic="Public space",
    minutes="How many minutes the whole course takes",
    facts="Title, objectives, audience",
    sources="Sources",
    source_title="Title of the source",
    source_url="Web address",
    add_source="Add the source",
    files="Pictures and files",
    file="File from your computer",
    send_file="Send the file",
    module="Add a module",
    lesson="Add a lesson",
    quiz="Add a quiz",
    add="Add",
    body="Text of the lesson",
    text="Text",
    kind="Kind of question",
    save="Save",
    look="Save and preview",
    back="Back to the course",
    change="Change",
    question="Save and add a question",
    right="right",
    ready="Ready to publish",
    publish="Publish the course",
    published="The course is published",
    join="Join the course",
    first_lesson="Start the first lesson",
    mark_done="Mark as done",
    start_quiz="Start the quiz",
    send="Send answers",
    passed="You passed",
)


@pytest.mark.parametrize(
    ("words", "scripts"), [(UKRAINIAN, False), (ENGLISH, True)], ids=["uk", "en"]
)
def test_a_course_is_written_published_found_and_completed(
    stack: Stack, browser: Browser, words: Words, scripts: bool
) -> None:
    title = f"Двір {uuid.uuid4().hex[:8]}"
    with somebody(browser, stack, words, "trainer", scripts) as page:
        begin(page, words, title)
        tell_about_it(page, words)
        write_a_lesson(page, words)
        write_a_quiz(page, words)
        publish(page, words)
    with somebody(browser, stack, words, "learner", scripts) as page:
        take_the_course(page, words, title)


@contextmanager
def somebody(
    browser: Browser, stack: Stack, words: Words, role: str, scripts: bool
) -> Iterator[Page]:
    """Their browser, signed in: a laptop for who writes, a phone for who learns."""
    width = 1280 if role == "trainer" else 360
    context = browser.new_context(
        viewport={"width": width, "height": 740}, java_script_enabled=scripts
    )
    page = context.new_page()
    page.goto(f"{stack.base_url}/{words.language}/sign-in")
    page.locator("#email").fill(f"{role}@example.org")
    page.locator("#password").fill(stack.accounts[f"{role}@example.org"])
    page.get_by_role("main").get_by_role("button").last.click()
    yield page
    context.close()


def fill_both(page: Page, words: Words, label: str, text: str) -> None:
    """A field in each language; ``{…}`` in the text are the words of that language."""
    for code, end in (("uk", words.in_uk), ("en", words.in_en)):
        filled = text.format(**TEXTS[code])
        page.get_by_label(f"{label}, {end}", exact=True).fill(filled)


def begin(page: Page, words: Words, title: str) -> None:
    page.get_by_role("link", name=words.teaching, exact=True).click()
    page.get_by_role("main").get_by_role("link", name=words.writing).click()
    page.get_by_role("button", name=words.new_course).click()
    page.get_by_role("button", name=words.begin).click()
    expect(page.get_by_role("alert")).to_be_visible()  # it says what is missing
    fill_both(page, words, words.title, title)
    fill_both(page, words, words.summary, "{ask}")
    page.get_by_label(words.audience, exact=True).check()
    page.get_by_role("group", name=words.topics).get_by_label(words.topic).check()
    page.locator("#slug").fill(f"yard-{uuid.uuid4().hex[:8]}")
    page.get_by_role("button", name=words.begin).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def tell_about_it(page: Page, words: Words) -> None:
    page.get_by_role("link", name=words.facts).click()
    fill_both(page, words, words.objectives, "{yes}")
    page.get_by_label(words.minutes).fill("10")
    page.get_by_role("button", name=words.save).click()
    page.get_by_role("link", name=words.sources, exact=True).click()
    page.get_by_label(words.source_title).fill("A report on yards")
    page.get_by_label(words.source_url).fill("https://example.org/yards")
    page.get_by_role("button", name=words.add_source).click()
    page.get_by_role("link", name=words.back).click()
    page.get_by_role("link", name=words.files).click()
    drawing = FilePayload(name="Yard.svg", mimeType="image/svg+xml", buffer=PICTURE)
    page.get_by_label(words.file).set_input_files(drawing)
    fill_both(page, words, words.title, "{ask}")
    page.get_by_role("button", name=words.send_file).click()
    page.get_by_role("link", name=words.back).click()


def write_a_lesson(page: Page, words: Words) -> None:
    page.get_by_role("button", name=words.module).click()
    fill_both(page, words, words.title, "{ask}")
    page.get_by_role("button", name=words.add, exact=True).click()
    page.get_by_role("link", name=words.lesson).click()
    fill_both(page, words, words.title, "{yes}")
    page.get_by_role("button", name=words.add, exact=True).click()
    fill_both(page, words, words.body, LESSON)
    page.get_by_role("button", name=words.look).click()
    texts = TEXTS[words.language]
    picture = page.get_by_role("img", name=texts["ask"])
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)")
    page.get_by_text(texts["yes"]).nth(1).click()  # a choice opens what follows
    expect(page.get_by_text(f"{texts['yes']}.")).to_be_visible()
    page.get_by_role("link", name=words.back).click()


def write_a_quiz(page: Page, words: Words) -> None:
    page.get_by_role("link", name=words.quiz).click()
    fill_both(page, words, words.title, "{ask}")
    page.get_by_role("button", name=words.add, exact=True).click()
    for kind in KINDS:
        page.get_by_label(words.kind).select_option(kind)
        page.get_by_role("button", name=words.question).click()
    page.get_by_role("button", name=words.look).click()
    expect(page.get_by_text(words.right, exact=True)).to_have_count(0)
    page.get_by_role("button", name=words.change).click()
    for code, end in (("uk", words.in_uk), ("en", words.in_en)):
        field = page.get_by_label(f"{words.text}, {end}", exact=True)
        field.fill(filled(field.input_value(), **TEXTS[code]))
    page.get_by_role("button", name=words.look).click()
    expect(page.get_by_text(words.right, exact=True)).to_have_count(3)
    page.get_by_role("link", name=words.back).click()


def filled(quiz: str, **texts: str) -> str:
    """The questions as the form began them, with nothing left empty."""
    for empty, answers in FILLED.items():
        assert empty in quiz
        quiz = quiz.replace(empty, answers.format(**texts))
    ask = texts["ask"]
    for kind in KINDS:
        quiz = quiz.replace(f" {kind}\n\n\n\n", f" {kind}\n\n{ask}\n\n")
    return "\n".join(
        f"> {ask}" if line.rstrip() == ">" else line for line in quiz.split("\n")
    )


def publish(page: Page, words: Words) -> None:
    expect(page.get_by_text(words.ready)).to_be_visible()
    page.get_by_role("button", name=words.publish).click()
    expect(page.get_by_text(words.published)).to_be_visible()


def take_the_course(page: Page, words: Words, title: str) -> None:
    page.goto(f"{page.url.split(f'/{words.language}/')[0]}/{words.language}/courses")
    page.get_by_role("link", name=title).click()
    page.get_by_role("button", name=words.join).click()
    page.get_by_role("button", name=words.first_lesson).click()
    expect(page.get_by_role("img", name=TEXTS[words.language]["ask"])).to_be_visible()
    page.get_by_role("button", name=words.mark_done).click()
    page.get_by_role("button", name=words.start_quiz).click()
    for question, choices in RIGHT.items():
        for choice in choices:
            page.locator(f'input[name="{question}"][value="{choice}"]').check()
    page.get_by_role("button", name=words.send).click()
    expect(page.get_by_text(words.passed)).to_be_visible()

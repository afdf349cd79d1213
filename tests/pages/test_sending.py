"""An editor sends pictures and documents in a browser, over connections that break."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, Route, expect

from tests.content.files import a_pdf
from tests.pages import browsing
from tests.pages.shelving import SHELF, TEXTS
from tests.pages.visiting import over_http
from tests.stacks import Stack

pytestmark = [pytest.mark.needs_stack, pytest.mark.browser]

EDITOR = "editor@example.org"


def noise() -> bytes:
    """A picture that nothing packs, so that it travels in two pieces."""
    into = io.BytesIO()
    Image.effect_noise((700, 700), 100).save(into, "PNG")
    return into.getvalue()


PHOTO: FilePayload = {
    "name": "Мапа громади.png",
    "mimeType": "image/png",
    "buffer": noise(),
}
FORM: FilePayload = {
    "name": "Form 1.PDF",
    "mimeType": "application/pdf",
    "buffer": a_pdf(),
}
PROGRAM: FilePayload = {"name": "run.exe", "mimeType": "x/y", "buffer": b"MZ"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing.chromium() as opened:
        yield opened


@pytest.fixture
def slug(stack: Stack) -> str:
    editor = over_http(stack.base_url, "editor")
    editor.sign_in(EDITOR, stack.accounts[EDITOR])
    made = f"sending-{uuid.uuid4().hex[:8]}"
    sent = editor.submit(
        f"/uk{SHELF}/new",
        "/new",
        **{**TEXTS, "slug": made, "type": "guideline"},
        audiences="citizen",
        topics="public-space",
    )
    assert sent.status == 303
    return made


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def page(
    browser: Browser, stack: Stack, request: pytest.FixtureRequest
) -> Iterator[Page]:
    with browser.new_context(
        base_url=stack.base_url,
        viewport={"width": 360, "height": 740},
        java_script_enabled=request.param,
    ) as context:
        page = context.new_page()
        page.goto("/uk/sign-in")
        page.locator("#email").fill(EDITOR)
        page.locator("#password").fill(stack.accounts[EDITOR])
        page.locator("#password").press("Enter")
        page.wait_for_url("**/my-learning")
        yield page


def test_a_file_is_sent_once_described_and_taken_out(page: Page, slug: str) -> None:
    page.goto(f"/uk{SHELF}/{slug}/files")
    send(page)
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Виберіть файл")
    send(page, PHOTO)
    expect(summary).to_contain_text("Опишіть його одним рядком українською")
    expect(page.get_by_text("уже тут")).to_be_visible()
    page.locator("#words_uk").fill("Мапа громади")
    page.locator("#words_en").fill("A map of the community")
    send(page)
    expect(page.get_by_text("Файл додано")).to_be_visible()
    expect(page.locator("code").first).to_have_text(
        "![Мапа громади](files/mapa-hromady.png)"
    )
    page.get_by_role("link", name="Змінити опис або вилучити").click()
    page.locator("#words_uk").fill("")
    page.get_by_role("button", name="Зберегти").click()
    expect(summary).to_contain_text("Опишіть його одним рядком українською")
    page.locator("#words_uk").fill("Мапа укриттів")
    page.get_by_role("button", name="Зберегти").click()
    expect(page.get_by_text("Опис файлу збережено")).to_be_visible()
    expect(page.get_by_text("Мапа укриттів", exact=True)).to_be_visible()
    page.get_by_role("link", name="Змінити опис або вилучити").click()
    page.get_by_role("button", name="Вилучити файл").click()
    expect(page.get_by_text("Файл вилучено")).to_be_visible()
    expect(page.get_by_text("mapa-hromady.png")).to_have_count(0)


def test_a_document_has_a_title_and_no_program_is_taken(page: Page, slug: str) -> None:
    page.goto(f"/uk{SHELF}/{slug}/files")
    send(page, PROGRAM)
    expect(page.get_by_text("Можна додати зображення").first).to_be_visible()
    page.locator("#words_uk").fill("Форма звернення")
    page.locator("#words_en").fill("A form to write to us")
    send(page, FORM)
    expect(page.get_by_text("Файл додано")).to_be_visible()
    expect(page.get_by_text("form-1.pdf · PDF")).to_be_visible()


@pytest.mark.parametrize("page", [True], indirect=True)
def test_a_broken_connection_is_gone_on_with(page: Page, slug: str) -> None:
    page.goto(f"/uk{SHELF}/{slug}/files")
    page.locator("#words_uk").fill("Мапа громади")
    page.locator("#words_en").fill("A map of the community")
    pieces: list[str] = []

    def pass_on(route: Route) -> None:
        """The first piece arrives, its answer does not; the second is lost."""
        if route.request.method != "PATCH":
            route.continue_()
            return
        pieces.append(route.request.headers["upload-offset"])
        if len(pieces) == 1:
            route.fetch()
        if len(pieces) > 2:
            route.continue_()
        else:
            route.abort("connectionreset")

    page.route("**/sending/**", pass_on)
    send(page, PHOTO)
    expect(page.get_by_text("Зв’язок перервався")).to_be_visible()
    expect(page.get_by_text("Файл додано")).to_be_visible(timeout=20_000)
    assert pieces == ["0", "262144", "262144"]


def send(page: Page, *files: FilePayload) -> None:
    if files:
        page.locator("#content").set_input_files(files)
    page.get_by_role("button", name="Надіслати файл").click()

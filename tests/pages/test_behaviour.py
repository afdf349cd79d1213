"""What pages do around their words: where they lead, who may keep them, what is left
of them when a service is away or a browser runs no scripts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from tests.pages import browsing
from tests.pages.conftest import Walked, sign_in
from tests.pages.visiting import over_http
from tests.stacks import Stack

pytestmark = pytest.mark.needs_stack


@pytest.mark.parametrize(
    ("header", "address"),
    [("en-GB,en;q=0.8,uk;q=0.5", "/en/"), ("uk", "/uk/"), ("pl", "/uk/"), ("", "/uk/")],
)
def test_the_front_door_opens_in_the_readers_language(
    stack: Stack, header: str, address: str
) -> None:
    answer = requests.get(
        stack.base_url,
        headers={"Accept-Language": header},
        allow_redirects=False,
        timeout=10,
    )
    assert answer.headers["Location"].endswith(address)
    assert "Accept-Language" in answer.headers["Vary"]


def test_the_language_changes_and_the_page_stays(stack: Stack) -> None:
    page = over_http(stack.base_url, "anonymous").get("/uk/library?type=news").page
    assert "/en/library?type=news" in page.links


def test_a_page_of_ones_own_asks_to_sign_in_and_comes_back(stack: Stack) -> None:
    visitor = over_http(stack.base_url, "learner")
    asked = visitor.get("/en/messages")
    assert (asked.status, asked.location) == (303, "/en/sign-in?next=/en/messages")
    password = stack.accounts["learner@example.org"]
    answer = visitor.submit(
        asked.location, "/sign-in", email="learner@example.org", password=password
    )
    assert (answer.status, answer.location) == (303, "/en/messages")


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example", "\\evil"])
def test_signing_in_leads_to_no_other_site(stack: Stack, path: str) -> None:
    visitor = over_http(stack.base_url, "learner")
    answer = visitor.submit(
        f"/uk/sign-in?next={path}",
        "/sign-in",
        email="learner@example.org",
        password=stack.accounts["learner@example.org"],
    )
    assert answer.location == "/uk/my-learning"


def test_only_pages_that_show_nothing_personal_may_be_kept(stack: Stack) -> None:
    public = requests.get(f"{stack.base_url}/uk/courses", timeout=10)
    assert "public" in public.headers["Cache-Control"]
    visitor = over_http(stack.base_url, "learner")
    sign_in(visitor, stack)
    for path in ("/uk/", "/uk/courses", "/uk/my-learning", "/uk/account"):
        mine = requests.get(
            stack.base_url + path, cookies=visitor.cookies(), timeout=10
        )
        assert mine.headers["Cache-Control"] == "no-store", path


@pytest.fixture
def without_the_library(stack: Stack) -> Iterator[Stack]:
    stack.stop("content")
    yield stack
    stack.start("content")
    stack.wait_ready()


def test_with_a_service_away_its_pages_say_so_and_the_rest_works(
    without_the_library: Stack,
) -> None:
    visitor = over_http(without_the_library.base_url, "anonymous")
    library = visitor.get("/en/library?q=fresh")
    assert library.status == 503
    assert library.page.h1 == "This part is not available right now"
    start = visitor.get("/en/?fresh=1")
    assert start.status == 200
    assert any("library is not available" in text for text in start.page.texts)
    assert any(link.startswith("/en/courses/") for link in start.page.links)
    assert visitor.get("/en/hubs?q=a").status == 200


@pytest.mark.browser
def test_navigation_needs_no_script(stack: Stack) -> None:
    with browsing.chromium() as browser:
        context = browser.new_context(
            java_script_enabled=False,
            viewport={"width": browsing.NARROW, "height": 640},
        )
        page = context.new_page()
        page.goto(f"{stack.base_url}/en/")
        page.get_by_role("link", name="Library", exact=True).click()
        assert page.url.endswith("/en/library")
        search = page.get_by_role("search", name="Search the library")
        search.get_by_role("searchbox").fill("groups")
        search.get_by_role("button").click()
        assert "q=groups" in page.url
        page.get_by_role("navigation", name="Narrow down").get_by_role(
            "link", name="Practical tool"
        ).click()
        assert "type=practical_tool" in page.url
        assert page.locator("mark").count()


@pytest.mark.browser
def test_a_certificate_fits_one_sheet_of_paper(walked: Walked, stack: Stack) -> None:
    visitor = over_http(stack.base_url, "learner")
    sign_in(visitor, stack)
    links = visitor.get("/uk/my-learning").page.links
    address = next(link for link in links if "/certificates/" in link)
    with browsing.chromium() as browser:
        page = browser.new_page()
        page.goto(stack.base_url + address)
        paper = page.pdf(prefer_css_page_size=True)
    assert paper.count(b"/Type /Page\n") == 1

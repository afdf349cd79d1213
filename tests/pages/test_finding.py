"""What programs find of the pages: feeds, maps of the site, addresses in the head."""

from __future__ import annotations

import json
import re
from datetime import datetime
from html import unescape
from typing import Any
from xml.etree import ElementTree

import pytest
import requests

from tests.pages import browsing
from tests.stacks import Stack

pytestmark = pytest.mark.needs_stack
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def get(stack: Stack, path: str, **headers: str) -> requests.Response:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return requests.get(stack.base_url + path, headers=named, timeout=20)


def xml(stack: Stack, path: str) -> ElementTree.Element:
    answer = get(stack, path)
    assert answer.status_code == 200, answer.text
    return ElementTree.fromstring(answer.content)  # noqa: S314 - our own answer


def links(stack: Stack, path: str) -> dict[str, str]:
    """The head's links of a page by ``rel`` and language."""
    found = {}
    for tag in re.findall("<link [^>]+>", get(stack, path).text):
        told = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        kind = [told["rel"], told.get("hreflang") or told.get("type", "")]
        found[" ".join(filter(None, kind))] = unescape(told["href"])
    return found


def all_items(stack: Stack, **asked: str) -> list[dict[str, Any]]:
    query = {"limit": "100", "language": "en", **asked}
    answer = requests.get(f"{stack.base_url}/api/v1/library", params=query, timeout=20)
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


@pytest.mark.parametrize("lang", ["uk", "en"])
def test_a_feed_has_all_that_atom_wants(stack: Stack, lang: str) -> None:
    path = f"/{lang}/library/feed.atom"
    assert get(stack, path).headers["Content-Type"].startswith("application/atom+xml")
    feed = xml(stack, path)
    assert feed.tag == f"{ATOM}feed"
    assert feed.get(LANG) == lang
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    assert feed.findtext(f"{ATOM}title")
    own = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert own["self"] == stack.base_url + path
    assert own["alternate"] == f"{stack.base_url}/{lang}/library"
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    names = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(names)) == len(names)
    for entry in entries:
        assert str(entry.findtext(f"{ATOM}id")).startswith("urn:uuid:")
        assert entry.findtext(f"{ATOM}title")
        assert entry.findtext(f"{ATOM}summary")
        assert datetime.fromisoformat(str(entry.findtext(f"{ATOM}updated"))).tzinfo
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert str(link.get("href")).startswith(f"{stack.base_url}/{lang}/library/")
    times = [str(entry.findtext(f"{ATOM}updated")) for entry in entries]
    assert feed.findtext(f"{ATOM}updated") == max(times)


@pytest.mark.parametrize(
    "narrowed", ["type=news", "audience=officer", "topic=families"]
)
def test_a_feed_may_be_of_one_kind_and_names_itself_alike(
    stack: Stack, narrowed: str
) -> None:
    path = f"/en/library/feed.atom?{narrowed}"
    feed = xml(stack, path)
    kind, _, value = narrowed.partition("=")
    expected = {item["slug"] for item in all_items(stack, **{kind: value})}
    assert expected
    shown = {
        str(link.get("href")).rpartition("/")[2]
        for link in feed.iterfind(f"{ATOM}entry/{ATOM}link")
    }
    assert shown == expected
    names = {xml(stack, p).findtext(f"{ATOM}id") for p in (path, path, path[:22])}
    assert len(names) == 2  # one for the kind, one for all


def test_an_unknown_kind_is_refused_and_an_unknown_topic_has_no_news(
    stack: Stack,
) -> None:
    assert get(stack, "/uk/library/feed.atom?type=poem").status_code == 422
    feed = xml(stack, "/uk/library/feed.atom?topic=no-such-topic")
    assert feed.findall(f"{ATOM}entry") == []
    assert datetime.fromisoformat(str(feed.findtext(f"{ATOM}updated"))).tzinfo


def test_a_feed_that_has_not_changed_is_not_sent_again(stack: Stack) -> None:
    path = "/uk/library/feed.atom"
    first = get(stack, path)
    again = get(stack, path, If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_pages_name_the_feed_they_belong_to(stack: Stack) -> None:
    feed = "alternate application/atom+xml"
    assert links(stack, "/en/library?type=news&q=x")[feed] == (
        "/en/library/feed.atom?type=news"
    )
    slug = all_items(stack)[0]["slug"]
    for path in ("/en/", "/en/library", f"/en/library/{slug}"):
        assert links(stack, path)[feed] == "/en/library/feed.atom"
    assert feed not in links(stack, "/en/hubs")


def test_a_page_has_one_address_and_one_in_each_language(stack: Stack) -> None:
    slug = all_items(stack)[0]["slug"]
    here = stack.base_url
    found = links(stack, f"/en/library/{slug}")
    assert found["canonical"] == f"{here}/en/library/{slug}"
    assert found["alternate uk"] == f"{here}/uk/library/{slug}"
    assert found["alternate en"] == f"{here}/en/library/{slug}"
    assert found["alternate x-default"] == f"{here}/uk/library/{slug}"


@pytest.mark.parametrize("path", ["/uk/library?q=a", "/uk/nothing-here", "/uk/hubs?q="])
def test_what_was_searched_or_is_missing_is_not_to_be_found(
    stack: Stack, path: str
) -> None:
    assert '<meta name="robots" content="noindex">' in get(stack, path).text
    assert "canonical" not in links(stack, path)


def test_a_hub_that_was_made_up_is_not_to_be_found(stack: Stack) -> None:
    hubs = get(stack, "/api/v1/hubs?limit=100").json()["items"]
    made_up = [hub["slug"] for hub in hubs if hub["synthetic"]]
    assert made_up
    for slug in made_up:
        assert "canonical" not in links(stack, f"/uk/hubs/{slug}")
        assert f"/hubs/{slug}" not in get(stack, "/sitemap.xml").text


def test_the_map_of_the_site_has_every_public_page_in_both_languages(
    stack: Stack,
) -> None:
    urls = xml(stack, "/sitemap.xml").findall(f"{MAP}url")
    pages = {str(url.findtext(f"{MAP}loc")): url for url in urls}
    assert len(pages) == len(urls)
    here = stack.base_url
    for item in all_items(stack):
        for lang in item["languages"]:
            url = pages[f"{here}/{lang}/library/{item['slug']}"]
            assert url.findtext(f"{MAP}lastmod") == item["published_at"]
            told = {link.get("hreflang") for link in url.findall(f"{XHTML}link")}
            assert told == {*item["languages"], "x-default"}
    for lang in ("uk", "en"):
        for page in ("/", "/courses", "/library", "/hubs", "/about"):
            assert f"{here}/{lang}{page}" in pages
    assert not any("?" in page for page in pages)
    personal = ("/account", "/messages", "/my-learning", "/teaching", "/sign-")
    assert not any(part in page for page in pages for part in personal)


def test_every_page_of_the_map_can_be_read_and_says_so(stack: Stack) -> None:
    urls = xml(stack, "/sitemap.xml").iterfind(f"{MAP}url/{MAP}loc")
    for address in [str(url.text) for url in urls]:
        path = address.removeprefix(stack.base_url)
        assert links(stack, path).get("canonical") == address


def test_robots_are_shown_the_map(stack: Stack) -> None:
    told = get(stack, "/robots.txt")
    assert told.headers["Content-Type"].startswith("text/plain")
    assert f"Sitemap: {stack.base_url}/sitemap.xml" in told.text.splitlines()
    assert "Disallow: /api/" in told.text.splitlines()


def test_the_map_in_parts_has_the_same_pages(stack: Stack) -> None:
    whole = {u.text for u in xml(stack, "/sitemap.xml").iter(f"{MAP}loc")}
    parts = {
        u.text
        for name in ("pages", "library-1")
        for u in xml(stack, f"/sitemaps/{name}.xml").iter(f"{MAP}loc")
    }
    assert parts == whole
    for beyond in ("0", "2"):
        assert get(stack, f"/sitemaps/library-{beyond}.xml").status_code == 404


def told(stack: Stack, path: str) -> dict[str, Any]:
    """What a page tells machines, by the kind of thing."""
    text = get(stack, path).text
    data = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    assert len(data) == 1, path
    said = json.loads(data[0])
    assert said["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in said["@graph"]}


def test_an_item_tells_machines_what_readers_see(stack: Stack) -> None:
    slug = next(i["slug"] for i in all_items(stack, type="guideline"))
    item = get(stack, f"/api/v1/library/{slug}?language=en").json()
    article = told(stack, f"/en/library/{slug}")["Article"]
    assert article["url"] == f"{stack.base_url}/en/library/{slug}"
    assert article["name"] == item["title"]
    assert article["description"] == item["summary"]
    assert article["inLanguage"] == "en"
    assert article["datePublished"] == item["first_published_at"]
    assert article["dateModified"] == item["published_at"]
    assert article["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert article["isAccessibleForFree"] is True
    assert [source["url"] for source in article["isBasedOn"]] == [
        source["url"] for source in item["sources"]
    ]
    assert len(article["audience"]) == len(item["audiences"])
    assert len(article["about"]) == len(item["topics"])


def test_news_and_laws_are_told_as_what_they_are(stack: Stack) -> None:
    news = all_items(stack, type="news")[0]["slug"]
    assert "NewsArticle" in told(stack, f"/uk/library/{news}")
    law = all_items(stack, type="legal_text")[0]["slug"]
    based_on = told(stack, f"/uk/library/{law}")["Article"]["isBasedOn"]
    assert "Legislation" in {source["@type"] for source in based_on}


def test_ages_of_children_are_told(stack: Stack) -> None:
    slug = all_items(stack, audience="child_6_10")[0]["slug"]
    audience = told(stack, f"/uk/library/{slug}")["Article"]["audience"]
    ages = [
        (who.get("suggestedMinAge"), who.get("suggestedMaxAge")) for who in audience
    ]
    assert (6, 10) in ages


def test_a_course_is_told_and_the_way_to_it(stack: Stack) -> None:
    slug = get(stack, "/api/v1/courses").json()["items"][0]["slug"]
    found = told(stack, f"/en/courses/{slug}")
    course, crumbs = found["Course"], found["BreadcrumbList"]
    assert course["provider"]["name"] == "Community Policing Knowledge Hub"
    assert re.fullmatch(r"PT\d+M", course["timeRequired"])
    steps = crumbs["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3]
    assert steps[1]["item"] == f"{stack.base_url}/en/courses"
    assert steps[2]["name"] == course["name"]


def test_a_hub_that_was_made_up_tells_machines_nothing(stack: Stack) -> None:
    slug = get(stack, "/api/v1/hubs").json()["items"][0]["slug"]
    assert "ld+json" not in get(stack, f"/uk/hubs/{slug}").text


WATCH = """
  window.blocked = [];
  document.addEventListener("securitypolicyviolation",
    event => window.blocked.push(event.violatedDirective));
"""
RUN = """() => {
  const script = document.createElement("script");
  script.textContent = "1";
  document.head.append(script);
}"""


@pytest.mark.browser
def test_the_content_policy_has_nothing_against_what_machines_are_told(
    stack: Stack,
) -> None:
    slug = all_items(stack)[0]["slug"]
    with browsing.chromium() as browser:
        page = browser.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.add_init_script(WATCH)
        page.goto(f"{stack.base_url}/uk/library/{slug}", wait_until="networkidle")
        assert page.locator('script[type="application/ld+json"]').count() == 1
        assert (page.evaluate("window.blocked"), said) == ([], [])
        page.evaluate(RUN)  # what would run is blocked, so a violation would be seen
        page.wait_for_function("window.blocked.length > 0")
        assert page.evaluate("window.blocked") == ["script-src-elem"]


def test_a_page_says_how_to_cite_it_and_the_address_stays(stack: Stack) -> None:
    item = all_items(stack)[0]
    slug, number = item["slug"], item["revision"]
    path = f"/en/library/{slug}/revisions/{number}"
    page = get(stack, f"/en/library/{slug}").text
    assert f'href="{path}">{stack.base_url}{path}</a>' in page
    assert f"revision {number} of" in page
    cited = get(stack, path)
    assert cited.status_code == 200
    assert '<meta name="robots" content="noindex">' in cited.text
    assert "The text has changed since" not in cited.text
    for unknown in (number + 1, 0):
        path = f"/en/library/{slug}/revisions/{unknown}"
        assert get(stack, path).status_code in (404, 422)

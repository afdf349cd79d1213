"""The checks themselves find what they are for."""

from __future__ import annotations

import pytest

from tests.pages import checking, wording
from tests.pages.reading import read
from tests.pages.walking import Seen

GOOD = """<!DOCTYPE html><html lang="uk"><head><title>Hubs – Site</title></head><body>
<a href="#main-content">Skip</a><main id="main-content"><h1>Hubs</h1><h2>Near you</h2>
<form action="/uk/hubs"><label for="q">Search</label><input id="q" name="q"></form>
</main></body></html>"""


def a_page(html: str) -> Seen:
    return Seen("anonymous", "/uk/hubs", "hubs.index", 200, "", html, read(html))


def test_a_good_page_has_no_problems() -> None:
    assert checking.problems(a_page(GOOD)) == []


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("<h2>Near you</h2>", "<h1>Near you</h1>", "2 main headings"),
        ("<h1>Hubs</h1>", "", "0 main headings"),
        ("Hubs – Site", "Site", "lacks the heading"),
        ("<h2>Near you</h2>", "<h3>Near you</h3>", "level 3 after one of level 1"),
        ("<h2>Near you</h2>", "<h2></h2>", "an empty heading"),
        ('for="q"', 'for="x"', "the field 'q' has no label"),
        ("<h2>", '<h2 id="q">', "id 'q' twice"),
        ('<input id="q"', '<input tabindex="2" id="q"', "tabindex 2"),
        ('<a href="#main-content">Skip</a>', "", "the first stop"),
        ('lang="uk"', 'lang="en"', "its language is 'en'"),
    ],
)
def test_each_flaw_is_found(before: str, after: str, problem: str) -> None:
    assert before in GOOD
    found = checking.problems(a_page(GOOD.replace(before, after)))
    assert any(problem in one for one in found), found


def test_words_outside_the_brackets_are_found_unless_a_service_said_them() -> None:
    html = (
        '<html lang="uk"><title>\u27e6Hubs\u27e7</title><p>\u27e6Open <b>till</b>\u27e7'
        ' Blue Bird</p><p>22 листопада 2026 року</p><img alt="A map">'
    )
    seen = a_page(html)
    assert wording.spelt_elsewhere(seen, "Blue Bird") == [f"{seen.name}: 'A map'"]
    assert len(wording.spelt_elsewhere(seen, "")) == 2

"""Every page that the application lists, as every role, in both languages.

A page added later falls under these checks by itself: it is in the application's own
list of routes, and a walk that cannot find a way to it fails.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from shared.identity import ROLES
from tests.pages import browsing, checking
from tests.pages.conftest import ANONYMOUS, NOTHING, Walked
from tests.pages.walking import LANGUAGES, Seen
from tests.stacks import Stack

CORES = 2

pytestmark = [pytest.mark.needs_stack, pytest.mark.browser]


def test_every_page_route_is_reached_in_both_languages(walked: Walked) -> None:
    listed = {
        (lang, rule.endpoint)
        for rule in walked.app.url_map.iter_rules()
        if "lang" in rule.arguments and "GET" in (rule.methods or ())
        for lang in LANGUAGES
    }
    reached = {(s.language, s.endpoint) for s in walked.pages if s.status == 200}
    assert len(listed) > 30
    assert sorted(listed - reached) == []
    assert {s.role for s in walked.pages} == {ANONYMOUS, *ROLES}


def test_every_page_answers_as_it_should(walked: Walked) -> None:
    assert [f"{s.name}: {s.status}" for s in walked.pages if not _is_right(s)] == []


def test_every_page_reads_well(walked: Walked) -> None:
    found = [problem for seen in walked.shown() for problem in checking.problems(seen)]
    assert found == []


def test_every_page_is_valid_html(walked: Walked, tmp_path: Path) -> None:
    assert checking.invalid(_different(walked.shown()), tmp_path) == []


def test_every_page_works_in_a_browser(
    walked: Walked, stack: Stack, screenshots: Path
) -> None:
    pages = _different(walked.shown())
    with ThreadPoolExecutor(CORES) as pool:
        shares = [pages[start::CORES] for start in range(CORES)]
        found = pool.map(
            lambda share: browsing.examine_all(share, stack.base_url, screenshots),
            shares,
        )
    assert [problem for problems in found for problem in problems] == []


def _is_right(seen: Seen) -> bool:
    if seen.state.startswith("refused"):
        return seen.status == 422
    if seen.state == "overtaken":
        return seen.status == 409
    if seen.path.endswith(NOTHING):
        return seen.status == 404
    if seen.status == 303:  # somebody unknown is asked who they are
        return seen.role == ANONYMOUS and "/sign-in" in seen.location
    return seen.status == 200


def _different(pages: list[Seen]) -> list[Seen]:
    """As few as show every part that every route has in each language and state.

    Pages of one route built of the same parts look alike; what only HTML can tell is
    checked on all of them.
    """
    kinds: dict[object, list[Seen]] = {}
    for seen in pages:
        kind = (seen.language, seen.endpoint, seen.state, seen.status)
        kinds.setdefault(kind, []).append(seen)
    return [seen for alike in kinds.values() for seen in _covering(alike)]


def _covering(pages: list[Seen]) -> list[Seen]:
    chosen: list[Seen] = []
    missing = set().union(*(seen.page.skeleton for seen in pages))
    while missing:
        best = max(pages, key=lambda seen: len(missing & seen.page.skeleton))
        missing -= best.page.skeleton
        chosen.append(best)
    return chosen

"""No visible word is spelt outside the catalogues."""

from __future__ import annotations

import pytest
from flask import Flask

from deploy.local import demo
from tests.pages import wording
from tests.pages.conftest import ANONYMOUS, Walked, sign_in
from tests.pages.visiting import in_process
from tests.pages.walking import walk
from tests.stacks import Stack

pytestmark = pytest.mark.needs_stack


def test_no_visible_word_is_spelt_outside_the_catalogues(
    walked: Walked, app: Flask, stack: Stack
) -> None:
    overheard = wording.bracket(app)
    routes = app.url_map.bind("localhost")
    pages = []
    for role in (ANONYMOUS, "learner", "officer"):
        visitor = in_process(app, role)
        if role != ANONYMOUS:
            sign_in(visitor, stack)
        mine = [s.path for s in walked.pages if s.role == role and s.status != 404]
        pages += walk(visitor, mine, routes)
    people = [text for a in demo.ACCOUNTS for text in (a.name, a.address)]
    # Pages spell addresses out, to be copied.
    addresses = {f"{stack.base_url}{seen.path}" for seen in pages}
    known = wording.told(overheard.texts | set(people) | addresses)
    found = {problem for s in pages for problem in wording.spelt_elsewhere(s, known)}
    assert len(pages) > 100
    assert sorted(found) == []

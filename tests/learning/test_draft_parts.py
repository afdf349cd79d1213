"""Lessons, quizzes and files of a draft, looked at and changed."""

from __future__ import annotations

from base64 import b64encode

import pytest

from shared.errors import Invalid, NotFound
from tests.learning.conftest import World
from tests.learning.desk import BOTH, SVG, Desk

pytestmark = pytest.mark.needs_mongo


def test_pictures_are_attached_listed_shown_and_taken_out(world: World) -> None:
    desk = Desk(world)
    desk.write_all()
    content = b64encode(SVG).decode()
    desk.do("attach", name="plan.svg", title=BOTH, licence="own", content=content)
    assert desk.draft["attachments"] == [{"name": "plan.svg", "size": len(SVG)}]
    assert desk.draft["problems"] == []
    found = desk.service.get_draft_file(slug="new-light", name="plan.svg")
    assert found["content"] == content
    with pytest.raises(Invalid):
        desk.do("attach", name="../x", title=BOTH, licence="own", content=content)
    desk.do("detach", name="plan.svg")
    assert desk.draft["attachments"] == []


def test_a_lesson_is_previewed_sound_or_not(world: World) -> None:
    desk = Desk(world)
    desk.do("add_part", kind="module", id="first", title=BOTH)
    desk.do("add_part", kind="lesson", id="why", title=BOTH, module="first")
    body = {"uk": "<b>Текст</b>", "en": ""}
    desk.do("write_lesson", lesson="why", minutes=7, title=BOTH, body=body)
    shown = desk.service.preview_lesson(slug="new-light", lesson="why")
    assert (shown["title"], shown["body"]) == ("Назва", "<b>Текст</b>")


def test_a_picture_is_seen_while_the_rest_of_the_course_is_unsound(
    world: World,
) -> None:
    desk = Desk(world)
    desk.do("add_part", kind="module", id="first", title=BOTH)
    desk.do("add_part", kind="lesson", id="why", title=BOTH, module="first")
    for name, drawing in (("plan.svg", SVG), ("odd.svg", b"<svg><script/></svg>")):
        content = b64encode(drawing).decode()
        desk.do("attach", name=name, title=BOTH, licence="own", content=content)
    text = "![Слова](files/plan.svg)\n\n![Слова](files/odd.svg)"
    body = {"uk": text, "en": text}
    desk.do("write_lesson", lesson="why", minutes=7, title=BOTH, body=body)
    assert desk.draft["problems"]
    shown = desk.service.preview_lesson(slug="new-light", lesson="why")
    assert [(f["name"], f["title"]) for f in shown["files"]] == [("plan.svg", "Назва")]
    at = {"slug": "new-light", "name": "plan.svg"}
    assert desk.service.get_draft_file(**at)["media_type"] == "image/svg+xml"
    with pytest.raises(NotFound):  # what a course may not hold is shown to nobody
        desk.service.get_draft_file(slug="new-light", name="odd.svg")


def test_a_lesson_is_opened_to_be_changed_in_both_languages(world: World) -> None:
    desk = Desk(world)
    desk.write_all()
    assert desk.service.get_draft_lesson(slug="new-light", lesson="why") == {
        "minutes": 7,
        "title": BOTH,
        "body": {"uk": "Текст.", "en": "Text."},
    }


EVERY_KIND = """---
title: x
pass_mark: 50
---

An introduction.

## q1 multiple

Which?

- [x] a: One
- [ ] b: Two

> So.

## q2 ordering

In which order?

1. b: First
2. a: Second
3. c: Third

> So.

## q3 matching

What fits?

- a: Left => y: Right
- b: Other => x: Wrong
- => z: Spare

> So.

## q4 numeric

How many?

= 9.5 +- 0.5 [m]

> So.

## q5 short

Where?

= shelter
= cover

> So.

## q6 scenario

What do you do?

- [100] a: Help
  > It helps.
- [0] b: Go
  > It does not.

> So.
"""


def test_authors_see_every_right_answer_of_a_quiz(world: World) -> None:
    desk = Desk(world)
    desk.do("add_part", kind="module", id="first", title=BOTH)
    desk.do("add_part", kind="quiz", id="final", title=BOTH, module="first")
    broken = desk.service.preview_quiz(slug="new-light", quiz="final")
    assert (broken["title"], broken["sound"]) == ("Назва", False)
    texts = {"uk": EVERY_KIND, "en": EVERY_KIND}
    desk.do("write_quiz", quiz="final", texts=texts)
    shown = desk.service.preview_quiz(slug="new-light", quiz="final")
    assert (shown["sound"], shown["asked"], shown["pass_mark"]) == (True, 6, 50)
    chosen, ordered, matched, number, word, way = shown["questions"]
    assert [c["right"] for c in chosen["choices"]] == [True, False]
    assert [c["text"] for c in ordered["choices"]] == ["First", "Second", "Third"]
    assert [c["partner"] for c in matched["choices"]] == ["Right", "Wrong"]
    assert matched["spare"] == ["Spare"]
    assert (number["accepted"], number["tolerance"], number["unit"]) == (
        ["9.5"],
        "0.5",
        "m",
    )
    assert word["accepted"] == ["shelter", "cover"]
    assert [(c["points"], c["outcome"]) for c in way["choices"]] == [
        (100, "It helps."),
        (0, "It does not."),
    ]

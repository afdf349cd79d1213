"""A course is written file by file, looked at, reviewed and published."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest

from services.learning.authoring.domain import outline_text
from services.learning.authoring.domain.part_files import SKELETONS, with_question
from shared.contracts.learning_rpc import (
    QUESTION_KINDS,
)
from shared.errors import Conflict, Forbidden, Invalid, NotFound
from shared.identity import Identity
from tests.learning.builders import ANA, TRAINER, a_folder, course_yaml
from tests.learning.conftest import World

REVIEWER = Identity("reviewer-1", frozenset({"reviewer"}))
BOTH = {"uk": "Назва", "en": "Name"}
NEW = {
    "slug": "new-light",
    "title": BOTH,
    "summary": BOTH,
    "audiences": ["citizen"],
    "topics": ["public-space"],
}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>'
QUESTION = "## q1 single\n\nЩо?\n\n- [x] a: Так\n- [ ] b: Ні\n\n> Бо так.\n"


class Desk:
    """An author at one draft, always at its newest revision."""

    def __init__(self, world: World, caller: Identity = TRAINER, **new: Any) -> None:
        self.service = world.as_(caller)
        self.draft = self.service.start_course(**{**NEW, **new})

    def do(self, method: str, **asked: Any) -> Any:
        at = {"slug": self.draft["slug"], "revision": self.draft["revision"]}
        done = getattr(self.service, method)(**at, **asked)
        if done and "revision" in done:
            self.draft = done
        return done

    def write_all(self) -> None:
        source = {
            "title": "A report",
            "url": "https://example.org/report",
            "licence": "rights-reserved",
            "checked_on": "2026-11-24",
        }
        objectives = {"uk": ["Побачити"], "en": ["See"]}
        facts = {"objectives": objectives, "sources": [source], "minutes": 12}
        self.do("change_outline", facts=facts)
        self.do("add_part", kind="module", id="first", title=BOTH)
        self.do("add_part", kind="lesson", id="why", title=BOTH, module="first")
        body = {"uk": "Текст.", "en": "Text."}
        self.do("write_lesson", lesson="why", minutes=7, title=BOTH, body=body)
        self.do("add_part", kind="quiz", id="final", title=BOTH, module="first")
        file = next(
            f for f in self.draft["files"] if f["path"] == "quizzes/final.uk.md"
        )
        text = f"{file['text']}\n{QUESTION}"
        self.do("write_quiz", quiz="final", texts={"uk": text, "en": text})


@pytest.mark.needs_mongo
def test_a_course_is_written_from_nothing_and_published(world: World) -> None:
    desk = Desk(world)
    assert desk.draft["problems"]
    desk.write_all()
    assert desk.draft["problems"] == []
    done = desk.do("publish_draft")
    assert (done["version"], done["status"]) == (1, "imported")
    course = world.anyone.get_course(slug="new-light", language="en")
    assert (course["title"], course["minutes"]) == ("Name", 12)
    assert world.anyone.get_lesson(slug="new-light", lesson="why")["body"] == "Текст."
    with pytest.raises(NotFound):
        desk.service.get_draft(slug="new-light")


@pytest.mark.needs_mongo
def test_an_unsound_draft_is_not_published_and_says_why(world: World) -> None:
    desk = Desk(world)
    with pytest.raises(Invalid) as refused:
        desk.do("publish_draft")
    assert any(place.startswith("course.yaml:") for place in refused.value.fields)
    assert world.outbox() == []


@pytest.mark.needs_mongo
def test_a_question_is_added_to_fill_in_and_cannot_stay_empty(world: World) -> None:
    desk = Desk(world)
    desk.write_all()
    texts = {
        language: next(
            f["text"]
            for f in desk.draft["files"]
            if f["path"] == f"quizzes/final.{language}.md"
        )
        for language in ("uk", "en")
    }
    desk.do("write_quiz", quiz="final", texts=texts, add="single")
    assert any(p["place"].startswith("quizzes/final") for p in desk.draft["problems"])


@pytest.mark.needs_mongo
def test_of_two_authors_the_second_is_told(world: World) -> None:
    desk = Desk(world)
    world.as_(TRAINER).change_outline(
        slug="new-light", revision=1, facts={"minutes": 20}
    )
    with pytest.raises(Conflict) as refused:
        desk.do("change_outline", facts={"minutes": 40})
    assert refused.value.code == "stale"
    kept = desk.service.get_draft(slug="new-light")["outline"]["minutes"]
    assert kept == 20


@pytest.mark.needs_mongo
def test_the_next_version_begins_with_what_is_published(world: World) -> None:
    world.publish()
    desk = world.as_(TRAINER)
    draft = desk.open_draft(slug="night-light")
    assert (draft["version"], draft["problems"]) == (2, [])
    assert desk.open_draft(slug="night-light")["revision"] == draft["revision"]
    at = {"slug": "night-light", "revision": draft["revision"]}
    draft = desk.remove_part(**at, kind="lesson", id="02-how")
    assert draft["outline"]["replaces"] == {"02-how": None}
    at["revision"] = draft["revision"]
    assert desk.publish_draft(**at)["version"] == 2
    assert len(world.anyone.get_course(slug="night-light")["lessons"]) == 1


@pytest.mark.needs_mongo
def test_a_reviewer_answers_by_name_for_what_another_wrote(world: World) -> None:
    world.as_(TRAINER).import_course(files=a_folder(topics="violence"))
    reviewer = world.as_(REVIEWER)
    [waiting] = reviewer.list_drafts()["items"]
    assert (waiting["status"], waiting["delicate"]) == ("awaiting_review", ["violence"])
    at = {"slug": "night-light", "revision": waiting["revision"]}
    both = Identity("trainer-1", frozenset({"trainer", "administrator"}))
    with pytest.raises(Forbidden) as refused:
        world.as_(both).review_draft(**at, reviewed_by="The author")
    assert refused.value.code == "not_your_own"
    with pytest.raises(Forbidden):
        world.as_(TRAINER).review_draft(**at, reviewed_by="x")
    done = reviewer.review_draft(**at, reviewed_by="A named person, a post")
    assert done["status"] == "imported"
    course = world.anyone.get_course(slug="night-light")
    assert course["reviewed_by"] == "A named person, a post"


@pytest.mark.needs_mongo
def test_an_author_answers_in_nobodys_name(world: World) -> None:
    world.as_(TRAINER).import_course(files=a_folder(topics="violence"))
    trainer = world.as_(TRAINER)
    written = trainer.write_file(
        slug="night-light",
        revision=1,
        path="course.yaml",
        text=course_yaml(topics="violence", reviewed_by="A name I made up"),
    )
    at = {"slug": "night-light", "revision": written["revision"]}
    assert trainer.publish_draft(**at)["status"] == "awaiting_review"
    assert world.db.courses.count_documents({}) == 0


@pytest.mark.needs_mongo
def test_a_draft_that_changes_after_it_was_sent_waits_no_longer(world: World) -> None:
    world.as_(TRAINER).import_course(files=a_folder(topics="violence"))
    trainer = world.as_(TRAINER)
    draft = trainer.get_draft(slug="night-light")
    changed = trainer.change_outline(
        slug="night-light", revision=draft["revision"], facts={"minutes": 31}
    )
    assert changed["status"] == "draft"
    with pytest.raises(Conflict) as refused:
        world.as_(REVIEWER).review_draft(
            slug="night-light", revision=changed["revision"], reviewed_by="x"
        )
    assert refused.value.code == "not_awaiting_review"


@pytest.mark.needs_mongo
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


@pytest.mark.needs_mongo
def test_a_lesson_is_previewed_sound_or_not(world: World) -> None:
    desk = Desk(world)
    desk.do("add_part", kind="module", id="first", title=BOTH)
    desk.do("add_part", kind="lesson", id="why", title=BOTH, module="first")
    body = {"uk": "<b>Текст</b>", "en": ""}
    desk.do("write_lesson", lesson="why", minutes=7, title=BOTH, body=body)
    shown = desk.service.preview_lesson(slug="new-light", lesson="why")
    assert (shown["title"], shown["body"]) == ("Назва", "<b>Текст</b>")


@pytest.mark.needs_mongo
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


@pytest.mark.needs_mongo
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


@pytest.mark.needs_mongo
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


@pytest.mark.needs_mongo
def test_a_module_is_renamed_and_taken_out_once_it_is_empty(world: World) -> None:
    desk = Desk(world)
    desk.do("add_part", kind="module", id="first", title=BOTH)
    desk.do("add_part", kind="lesson", id="why", title=BOTH, module="first")
    other = {"uk": "Інша", "en": "Other"}
    desk.do("rename_module", module="first", title=other)
    assert desk.draft["outline"]["modules"][0]["title"] == other
    with pytest.raises(Conflict) as refused:
        desk.do("remove_part", kind="module", id="first")
    assert refused.value.code == "module_not_empty"
    desk.do("remove_part", kind="lesson", id="why")
    assert [module["id"] for module in desk.draft["outline"]["modules"]] == ["first"]
    desk.do("remove_part", kind="module", id="first")
    assert desk.draft["outline"]["modules"] == []
    for method, named in (
        ("rename_module", {"module": "first", "title": other}),
        ("remove_part", {"kind": "module", "id": "first"}),
    ):
        with pytest.raises(NotFound):
            desk.do(method, **named)


@pytest.mark.needs_mongo
@pytest.mark.parametrize(
    ("method", "asked"),
    [
        ("list_drafts", {}),
        ("get_draft", {"slug": "x"}),
        ("start_course", NEW),
        ("open_draft", {"slug": "x"}),
        ("publish_draft", {"slug": "x", "revision": 1}),
        ("discard_draft", {"slug": "x", "revision": 1}),
        ("write_file", {"slug": "x", "revision": 1, "path": "course.yaml", "text": ""}),
        ("export_course", {"slug": "x"}),
        ("get_draft_lesson", {"slug": "x", "lesson": "y"}),
        ("preview_lesson", {"slug": "x", "lesson": "y"}),
        ("preview_quiz", {"slug": "x", "quiz": "y"}),
        ("get_draft_file", {"slug": "x", "name": "y.svg"}),
    ],
)
def test_learners_neither_see_nor_write_drafts(
    world: World, method: str, asked: dict[str, Any]
) -> None:
    with pytest.raises(Forbidden) as refused:
        getattr(world.as_(ANA), method)(**asked)
    assert refused.value.code == "role_required"


@pytest.mark.needs_mongo
def test_a_name_that_is_taken_is_refused(world: World) -> None:
    Desk(world)
    with pytest.raises(Conflict) as refused:
        world.as_(TRAINER).start_course(**NEW)
    assert refused.value.code == "slug_taken"
    world.publish()
    with pytest.raises(Conflict):
        world.as_(TRAINER).start_course(**{**NEW, "slug": "night-light"})


def test_what_is_not_touched_stays_as_it_was_written() -> None:
    text = "# Мій коментар\n" + course_yaml()
    changed = outline_text.set_facts(text, {"minutes": 45})
    before, after = text.split("\n"), changed.split("\n")
    assert [b for a, b in zip(before, after, strict=True) if a != b] == ["minutes: 45"]


def test_parts_move_up_and_across_modules() -> None:
    text = outline_text.add_module(course_yaml(), "more", BOTH)
    text = outline_text.add_part(text, "more", "lesson", "03-then")
    moved = outline_text.move_up(text, "lesson", "03-then")
    assert "[01-why, 02-how, 03-then]" in moved
    moved = outline_text.move_up(moved, "lesson", "03-then")
    assert "[01-why, 03-then, 02-how]" in moved
    assert outline_text.move_up(text, "lesson", "01-why") == text


def test_an_outline_that_cannot_be_read_must_be_mended_by_hand() -> None:
    for broken in ("- a\n- b\n", "modules: 5\n", "a: [\n", "", "modules: [1]\n"):
        with pytest.raises(Invalid):
            outline_text.add_part(broken, "all", "lesson", "x")


def test_every_kind_of_question_can_be_begun() -> None:
    assert set(SKELETONS) == set(QUESTION_KINDS)
    text = "---\ntitle: x\n---\n"
    for number, kind in enumerate(QUESTION_KINDS, start=1):
        text = with_question(text, kind)
        assert f"## q{number} {kind}\n" in text

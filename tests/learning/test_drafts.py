"""A course is begun, reviewed and published; who may do what to its draft."""

from __future__ import annotations

from typing import Any

import pytest

from shared.errors import Conflict, Forbidden, Invalid, NotFound
from shared.identity import Identity
from tests.learning.builders import ANA, TRAINER, a_folder, course_yaml
from tests.learning.conftest import World
from tests.learning.desk import BOTH, NEW, Desk

REVIEWER = Identity("reviewer-1", frozenset({"reviewer"}))


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

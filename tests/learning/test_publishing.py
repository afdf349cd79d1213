"""A new version follows on from the old: nothing that people did is left nowhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.learning.catalogue.domain.course import Course
from services.learning.catalogue.domain.publishing import follow_on
from shared.errors import Invalid
from shared.identity import OPERATOR
from tests.learning.builders import TRAINER, a_course, a_folder, lesson
from tests.learning.conftest import World
from tests.learning.test_drafts import REVIEWER


def version(number: int, lessons: str, replaces: str = "{}") -> Course:
    course = a_course(version=number, more=f"replaces: {replaces}\n")
    kept = {part.id: part for part in course.lessons}
    [module] = course.modules
    parts = tuple(replace(kept["01-why"], id=name) for name in lessons.split(", "))
    return replace(course, modules=(replace(module, lessons=parts),))


def test_a_lesson_that_is_gone_must_be_accounted_for() -> None:
    with pytest.raises(Invalid) as refused:
        follow_on(version(2, "01-why"), version(1, "01-why, 02-how"))
    assert refused.value.code == "orphaned_progress"
    assert "02-how" in refused.value.fields["course.yaml:1"][0]


def test_progress_follows_over_several_versions() -> None:
    first = version(1, "a, b, c")
    second = replace(version(2, "b, d"), replaces={"a": "d", "c": None})
    second = replace(second, aliases=follow_on(second, first))
    third = replace(version(3, "b, e"), replaces={"d": "e"})
    third = replace(third, aliases=follow_on(third, second))
    assert [third.current(part) for part in ("a", "b", "c", "d", "e", "x")] == [
        "e",
        "b",
        None,
        "e",
        "e",
        None,
    ]


def test_an_id_that_comes_back_stands_for_itself_again() -> None:
    first, second = version(1, "a, b"), version(2, "b")
    second = replace(second, replaces={"a": "b"})
    second = replace(second, aliases=follow_on(second, first))
    third = version(3, "a, b")
    third = replace(third, aliases=follow_on(third, second))
    assert third.current("a") == "a"


@pytest.mark.needs_mongo
def test_a_course_that_would_orphan_progress_is_refused(world: World) -> None:
    world.publish()
    one: dict[str, str | None] = {
        f"lessons/02-how.{lang}.md": None for lang in ("uk", "en")
    }
    with pytest.raises(Invalid) as refused:
        world.as_(TRAINER).import_course(
            files=a_folder(one, version=2, lessons="01-why")
        )
    assert refused.value.code == "orphaned_progress"
    assert world.anyone.get_course(slug="night-light")["version"] == 1
    files = a_folder(
        one, version=2, lessons="01-why", more="replaces: {02-how: 01-why}\n"
    )
    assert world.as_(TRAINER).import_course(files=files)["status"] == "imported"


@pytest.mark.needs_mongo
def test_what_is_exported_is_what_came_in_letter_by_letter(world: World) -> None:
    files = a_folder(version=1)
    files["course.yaml"] = "# Мій коментар\r\n" + files["course.yaml"]
    files["lessons/01-why.uk.md"] = lesson(body="Кінець без рядка") + "\n\n"
    trainer = world.as_(TRAINER)
    trainer.import_course(files=files, attachments={})
    exported = trainer.export_course(slug="night-light")
    assert exported["files"] == files
    again = trainer.import_course(
        files=exported["files"], attachments=exported["attachments"]
    )
    assert again["status"] == "unchanged"
    assert trainer.export_course(slug="night-light") == exported


@pytest.mark.needs_mongo
def test_a_delicate_course_waits_for_a_reviewer(world: World) -> None:
    trainer, files = world.as_(TRAINER), a_folder(topics="violence")
    assert trainer.import_course(files=files)["status"] == "awaiting_review"
    assert world.db.courses.count_documents({}) == 0
    assert world.outbox() == []
    assert trainer.export_course(slug="night-light")["files"] == files
    reviewed = a_folder(topics="violence", reviewed_by="A named reviewer")
    assert trainer.import_course(files=reviewed)["status"] == "awaiting_review"
    operator = world.as_(OPERATOR)
    assert (
        operator.import_course(files=reviewed, attachments={})["status"] == "imported"
    )
    assert world.db.drafts.count_documents({}) == 0


@pytest.mark.needs_mongo
def test_what_is_sent_again_undoes_nobodys_work(world: World) -> None:
    trainer, files = world.as_(TRAINER), a_folder(topics="violence")
    trainer.import_course(files=files)
    assert trainer.import_course(files=files)["status"] == "unchanged"
    draft = trainer.get_draft(slug="night-light")
    assert draft["revision"] == 1
    at = {"slug": "night-light", "revision": 1}
    trainer.change_outline(**at, facts={"minutes": 31})
    assert trainer.import_course(files=files)["status"] == "unchanged"
    other = a_folder(topics="violence", title="Інша")
    assert trainer.import_course(files=other)["status"] == "draft_kept"
    assert trainer.get_draft(slug="night-light")["outline"]["minutes"] == 31


@pytest.mark.needs_mongo
def test_what_a_reviewer_published_does_not_wait_again(world: World) -> None:
    files = a_folder(topics="violence")
    world.as_(TRAINER).import_course(files=files)
    at = {"slug": "night-light", "revision": 1}
    world.as_(REVIEWER).review_draft(**at, reviewed_by="A named person, a post")
    assert world.as_(TRAINER).import_course(files=files)["status"] == "unchanged"
    assert world.db.drafts.count_documents({}) == 0


@pytest.mark.needs_mongo
def test_an_import_leaves_the_draft_of_the_next_version_alone(world: World) -> None:
    world.publish()
    trainer = world.as_(TRAINER)
    trainer.open_draft(slug="night-light")
    assert world.publish()["status"] == "unchanged"
    assert trainer.get_draft(slug="night-light")["version"] == 2

"""Publishing and reading courses, on a real database."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from services.learning.catalogue.domain.folder import Folder, read_course
from services.learning.catalogue.store import MongoCourses
from shared.contracts.learning import CoursePublished
from shared.envelope import Envelope, open_event
from shared.errors import Conflict, Forbidden, Invalid, NotFound
from shared.identity import OPERATOR
from tests.learning.builders import ANA, CAUSE, NOON, RIGHT, TRAINER, a_folder
from tests.learning.conftest import World

pytestmark = pytest.mark.needs_mongo


def test_an_imported_course_is_read_in_both_languages(world: World) -> None:
    assert world.publish() == {
        "slug": "night-light",
        "version": 1,
        "status": "imported",
    }
    course = world.anyone.get_course(slug="night-light", language="en")
    assert course["title"] == "Light at night"
    assert (course["language"], course["languages"]) == ("en", ["uk", "en"])
    assert course["objectives"] == ["See the dark"]
    assert [part["id"] for part in course["lessons"]] == ["01-why", "02-how"]
    assert course["quizzes"] == [
        {
            "id": "final",
            "title": "Тест",
            "intro": "",
            "questions": 2,
            "pass_mark": 80,
            "purpose": "final",
            "minutes": None,
            "attempts": None,
            "answers": "at_once",
        }
    ]
    assert course["sources"][0]["checked_on"] == "2026-11-22"
    assert course["reviewed_by"] is None


def test_nothing_that_is_read_tells_right_answers(world: World) -> None:
    world.publish()
    told = json.dumps(
        [
            world.anyone.get_course(slug="night-light"),
            world.anyone.get_lesson(slug="night-light", lesson="01-why"),
            world.anyone.list_courses(),
        ]
    )
    assert '"right"' not in told
    assert "feedback" not in told


def test_a_lesson_knows_its_neighbours(world: World) -> None:
    world.publish()
    first = world.anyone.get_lesson(slug="night-light", lesson="01-why")
    last = world.anyone.get_lesson(slug="night-light", lesson="02-how")
    assert (first["previous"], first["next"]) == (None, "02-how")
    assert (last["previous"], last["next"]) == ("01-why", None)
    assert (last["position"], last["of"]) == (2, 2)
    assert first["body"] == "## Крок\n\nТекст."


def test_publishing_is_announced_once(world: World) -> None:
    world.publish()
    assert world.publish()["status"] == "unchanged"
    [row] = world.db.outbox.find()
    event = open_event(Envelope.from_json(row["body"]), CoursePublished)
    titles = {"uk": "Світло вночі", "en": "Light at night"}
    assert event == CoursePublished(slug="night-light", course_version=1, titles=titles)


def test_a_published_version_never_changes(world: World) -> None:
    world.publish()
    with pytest.raises(Conflict) as refused:
        world.publish(title="Інша назва")
    assert refused.value.code == "version_published"
    assert world.anyone.get_course(slug="night-light")["title"] == "Світло вночі"


def test_older_versions_stay_readable_and_no_older_one_is_added(world: World) -> None:
    world.publish()
    world.publish(version=3, title="Нова назва")
    assert world.anyone.get_course(slug="night-light")["version"] == 3
    old = world.anyone.get_course(slug="night-light", version=1)
    assert (old["version"], old["title"]) == (1, "Світло вночі")
    assert world.publish()["status"] == "unchanged"
    with pytest.raises(Conflict) as refused:
        world.publish(version=2)
    assert refused.value.code == "version_outdated"


def test_a_broken_folder_leaves_nothing_behind(world: World) -> None:
    files = a_folder({"lessons/02-how.en.md": None})
    with pytest.raises(Invalid) as refused:
        world.as_(TRAINER).import_course(files=files)
    assert list(refused.value.fields) == ["course.yaml:18"]
    assert world.db.course_versions.count_documents({}) == 0
    assert world.outbox() == []


def test_only_trainers_and_administrators_import(world: World) -> None:
    for caller in (ANA, world.anyone.caller):
        with pytest.raises(Forbidden):
            world.as_(caller).import_course(files=a_folder())
    assert world.as_(OPERATOR).import_course(files=a_folder())["status"] == "imported"


def test_imports_at_the_same_time_publish_once(world: World) -> None:
    courses, folder = MongoCourses(world.db), Folder(a_folder())
    course = read_course(folder)

    def publish(_: int) -> str:
        try:
            return courses.publish(course, folder, at=NOON, cause=CAUSE)
        except Conflict as refused:
            return refused.code

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(publish, range(16)))
    assert outcomes.count("imported") == 1
    assert world.outbox() == [CoursePublished.type]


@pytest.mark.parametrize(
    ("method", "asked", "code"),
    [
        ("get_course", {"slug": "none"}, "course_not_found"),
        ("get_course", {"slug": "night-light", "version": 9}, "course_not_found"),
        ("get_lesson", {"slug": "night-light", "lesson": "x"}, "lesson_not_found"),
    ],
)
def test_what_is_not_there_is_not_found(
    world: World, method: str, asked: dict[str, Any], code: str
) -> None:
    world.publish()
    with pytest.raises(NotFound) as refused:
        getattr(world.anyone, method)(**asked)
    assert refused.value.code == code


def titles(page: Any) -> list[str]:
    return [item["title"] for item in page["items"]]


def test_courses_are_listed_by_title_as_the_alphabet_has_it(world: World) -> None:
    for slug, title in (("c", "Ґанок"), ("a", "Дім"), ("b", "Гай"), ("d", "Яр")):
        world.publish(slug=slug, title=title)
    assert titles(world.anyone.list_courses()) == ["Гай", "Ґанок", "Дім", "Яр"]
    walked, cursor = [], None
    while True:
        page = world.anyone.list_courses(limit=1, cursor=cursor)
        walked += titles(page)
        cursor = page["next"]
        if cursor is None:
            break
    assert walked == ["Гай", "Ґанок", "Дім", "Яр"]


def test_titles_that_are_equal_are_neither_lost_nor_repeated(world: World) -> None:
    for slug in ("a", "b", "c"):
        world.publish(slug=slug)
    first = world.anyone.list_courses(language="en", limit=2)
    rest = world.anyone.list_courses(language="en", limit=2, cursor=first["next"])
    slugs = [item["slug"] for item in first["items"] + rest["items"]]
    assert slugs == ["a", "b", "c"]
    assert rest["next"] is None


@pytest.mark.parametrize(
    ("q", "found"),
    [("СВІТЛО", 1), ("п'ять", 1), ("пʼять", 1), ("світло вулиць", 1), ("свитло", 0)],
)
def test_courses_are_found_by_words(world: World, q: str, found: int) -> None:
    world.publish()
    assert len(world.anyone.list_courses(q=q)["items"]) == found


def test_courses_are_found_by_audience(world: World) -> None:
    world.publish()
    assert len(world.anyone.list_courses(audience="officer")["items"]) == 1
    assert world.anyone.list_courses(audience="adult")["items"] == []


@pytest.mark.parametrize(
    "asked",
    [
        {"cursor": "nonsense"},
        {"limit": 0},
        {"limit": 101},
        {"audience": "tourist"},
        {"language": "fr"},
        {"surprise": 1},
        {"q": ["x"]},
    ],
)
def test_bad_questions_are_refused(world: World, asked: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        world.anyone.list_courses(**asked)
    assert list(refused.value.fields) == list(asked)


def test_a_learner_stays_on_the_version_they_enrolled_in(world: World) -> None:
    world.publish()
    world.ana.enrol(slug="night-light")
    world.publish(version=2, title="Нова назва")
    again = world.ana.enrol(slug="night-light")
    assert (again["created"], again["version"]) == (False, 1)
    assert again["title"] == "Світло вночі"
    attempt = world.ana.start_attempt(slug="night-light", quiz="final")
    assert attempt["version"] == 1
    ended = world.ana.submit_attempt(
        slug="night-light", quiz="final", id=attempt["id"], answers=RIGHT
    )
    assert ended["version"] == 1

"""Learning paths: read whole or refused whole, shown with what is published of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.learning.paths.domain import read_paths
from shared.errors import Forbidden, Invalid, NotFound
from shared.folders import read_folder
from tests.learning.builders import ANA, TRAINER
from tests.learning.conftest import World

SERVICE = Path(__file__).parents[2] / "services" / "learning"
FILE = """\
slug: first-steps
audiences: [citizen]
title: {uk: "Перші кроки", en: "First steps"}
summary: {uk: "Звідки почати", en: "Where to start"}
courses: [night-light, not-published]
"""


def test_the_paths_that_ship_lead_through_courses_that_ship() -> None:
    shipped = {folder.name for folder in (SERVICE / "courses").iterdir()}
    for path in read_paths(read_folder(SERVICE / "learning_paths")):
        assert set(path.courses) <= shipped, path.slug


@pytest.mark.parametrize(
    ("name", "old", "new", "place"),
    [
        ("first-steps.yaml", "[night-light, ", "[", "first-steps.yaml:5"),
        ("first-steps.yaml", "citizen", "tourist", "first-steps.yaml:2"),
        ("first-steps.yaml", "first-steps", "other", "first-steps.yaml:1"),
        ("first-steps.md", "", "", "first-steps.md:1"),
    ],
)
def test_a_broken_path_is_refused(name: str, old: str, new: str, place: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_paths({name: FILE.replace(old, new, 1) if old else FILE})
    assert place in refused.value.fields


@pytest.mark.needs_mongo
def test_a_path_shows_those_of_its_courses_that_are_published(world: World) -> None:
    trainer = world.as_(TRAINER)
    files = {"first-steps.yaml": FILE}
    assert trainer.import_paths(files=files)["items"][0]["status"] == "imported"
    assert world.anyone.list_paths()["items"] == []
    world.publish()
    [path] = world.anyone.list_paths(language="en", audience="citizen")["items"]
    assert (path["title"], path["minutes"]) == ("First steps", 30)
    assert [course["slug"] for course in path["courses"]] == ["night-light"]
    assert world.anyone.list_paths(audience="officer")["items"] == []
    assert world.anyone.get_path(slug="first-steps")["title"] == "Перші кроки"
    assert trainer.import_paths(files=files)["items"][0]["status"] == "unchanged"
    assert world.outbox().count("learning.path.published.v1") == 1


@pytest.mark.needs_mongo
def test_learners_import_no_paths_and_unknown_ones_are_not_found(world: World) -> None:
    with pytest.raises(Forbidden):
        world.as_(ANA).import_paths(files={"first-steps.yaml": FILE})
    with pytest.raises(NotFound):
        world.anyone.get_path(slug="none")

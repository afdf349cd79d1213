"""Courses have topics of the one taxonomy, which is followed by its event."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from deploy.local.layout import REPOSITORY
from services.content.taxonomy.domain import TOPIC, shipped
from services.learning.catalogue.domain.outline import PATH
from shared.contracts.content import TaxonomyPublished
from shared.documents import read_yaml
from shared.envelope import Envelope
from shared.errors import Invalid
from shared.folders import Problems
from tests.learning.builders import CAUSE, TRAINER, a_folder
from tests.learning.conftest import World
from tests.learning.desk import Desk

COURSES = sorted((REPOSITORY / "services/learning/courses").iterdir())


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.name)
def test_shipped_courses_have_topics_of_the_taxonomy(course: Path) -> None:
    outline = read_yaml(PATH, (course / PATH).read_text("utf-8"), Problems())
    assert outline
    assert set(outline.values["topics"]) <= set(shipped().ids(TOPIC))


@pytest.mark.needs_mongo
def test_a_course_with_another_topic_is_refused_once_they_are_known(
    world: World,
) -> None:
    world.publish(slug="before", topics="gardening")
    hear(world, 1, "public-space", "trust")
    with pytest.raises(Invalid) as refused:
        world.as_(TRAINER).import_course(files=a_folder(topics="public-space, gardens"))
    said = ["topics: “gardens” is no topic of the taxonomy."]
    assert refused.value.fields == {"course.yaml:1": said}
    assert world.publish(topics="public-space")["status"] == "imported"


@pytest.mark.needs_mongo
def test_a_draft_with_another_topic_is_not_published(world: World) -> None:
    hear(world, 1, "trust")
    desk = Desk(world)
    desk.write_all()
    with pytest.raises(Invalid) as refused:
        desk.do("publish_draft")
    assert "course.yaml:1" in refused.value.fields


@pytest.mark.needs_mongo
def test_an_older_taxonomy_changes_nothing(world: World) -> None:
    hear(world, 2, "trust")
    for late in (1, 2):
        hear(world, late, "public-space")
    kept = world.db.taxonomy.find_one()
    assert kept == {"_id": "taxonomy", "revision": 2, "topics": ["trust"]}


@pytest.mark.needs_mongo
def test_the_newest_is_kept_whichever_event_asked(world: World) -> None:
    """Two revisions follow one another quickly: the first event finds the second."""
    hear(world, 1, "trust", answered=2)
    kept = world.db.taxonomy.find_one()
    assert kept is not None
    assert kept["revision"] == 2
    service = hear(world, 2, "never asked")
    assert not service.ask.called


def hear(world: World, revision: int, *topics: str, answered: int | None = None) -> Any:
    """An event arrives; content answers with these topics and a region."""
    service = world.anyone
    concepts = [{"id": topic, "scheme": "topic"} for topic in topics]
    service.ask.return_value = {
        "revision": answered or revision,
        "items": [*concepts, {"id": "kyiv", "scheme": "region"}],
    }
    event = TaxonomyPublished(revision=revision)
    service.on_taxonomy_published(Envelope.wrap(event, CAUSE))
    return service

"""The learning service on a real database, one world a test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from nameko.testing.services import worker_factory
from pymongo.database import Database

from services.learning.authoring.store import MongoDrafts
from services.learning.catalogue.queries import CourseQueries
from services.learning.catalogue.store import MongoCourses
from services.learning.certificates.store import MongoCertificates
from services.learning.cohorts.queries import CohortQueries
from services.learning.cohorts.store import MongoCohorts
from services.learning.issuing.store import MongoKeys
from services.learning.migrations import MIGRATIONS
from services.learning.paths.store import MongoPaths
from services.learning.progress.store import MongoRecords
from services.learning.quizzes.store import MongoAttempts
from services.learning.refreshers.store import MongoRefreshers
from services.learning.service import LearningService
from services.learning.topics.store import MongoTopics
from shared.identity import ANONYMOUS, Identity
from shared.migrations import migrate
from tests.learning.builders import ANA, CAUSE, HERE, ISSUING, NOON, TRAINER, a_folder
from tests.servers import MongoServer, open_database

Db = Database[dict[str, Any]]


class World:
    """One database, and the service as each caller finds it."""

    def __init__(self, db: Db) -> None:
        self.db = db
        self._minutes = 0

    def now(self) -> datetime:
        return NOON + timedelta(minutes=self._minutes)

    def wait(self, minutes: int = 1) -> None:
        self._minutes += minutes

    def as_(self, caller: Identity) -> Any:
        return worker_factory(
            LearningService,
            courses=MongoCourses(self.db),
            drafts=MongoDrafts(self.db),
            course_queries=CourseQueries(self.db),
            paths=MongoPaths(self.db),
            records=MongoRecords(self.db),
            attempts=MongoAttempts(self.db),
            certificates=MongoCertificates(self.db),
            cohorts=MongoCohorts(self.db),
            cohort_queries=CohortQueries(self.db),
            refreshers=MongoRefreshers(self.db),
            topics=MongoTopics(self.db),
            keys=MongoKeys(self.db),
            issuing_settings=ISSUING,
            now=self.now,
            cause=CAUSE,
            caller=caller,
            database=self.db,
        )

    @property
    def ana(self) -> Any:
        return self.as_(ANA)

    @property
    def anyone(self) -> Any:
        return self.as_(ANONYMOUS)

    def publish(self, **folder: Any) -> Any:
        return self.as_(TRAINER).import_course(files=a_folder(**folder))

    def outbox(self) -> list[str]:
        """The types of the events recorded so far."""
        return [row["type"] for row in self.db.outbox.find().sort("_id")]


@pytest.fixture(scope="package")
def learning_db(mongo_server: MongoServer) -> Iterator[Db]:
    """Migrated once: that takes longer than most tests."""
    with mongo_server.database() as url, open_database(url) as db:
        migrate(db, MIGRATIONS)
        yield db


@pytest.fixture
def world(learning_db: Db) -> World:
    for name in learning_db.list_collection_names():
        if name != "migrations":
            learning_db[name].delete_many({})
    return World(learning_db)


@pytest.fixture
def ana(world: World) -> Any:
    """Enrolled, and nothing done."""
    world.publish()
    world.ana.enrol(**HERE)
    return world.ana

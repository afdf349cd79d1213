"""A database that knows search, and an index that follows it."""

from __future__ import annotations

import pytest

from services.content.migrations import MIGRATIONS
from services.content.search.live import LiveIndex
from services.content.search.store import MongoEntries
from services.content.taxonomy.domain import shipped
from shared.migrations import migrate
from tests.content.search.asking import Db


@pytest.fixture
def db(mongo_db: Db) -> Db:
    migrate(mongo_db, MIGRATIONS)
    return mongo_db


@pytest.fixture
def index(db: Db) -> LiveIndex:
    return LiveIndex(MongoEntries(db), shipped())

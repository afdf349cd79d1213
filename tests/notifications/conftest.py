import pytest

from services.notifications.migrations import MIGRATIONS
from shared.migrations import migrate
from tests.notifications.builders import Db


@pytest.fixture
def db(mongo_db: Db) -> Db:
    migrate(mongo_db, MIGRATIONS)
    return mongo_db

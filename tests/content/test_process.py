"""The shipped library over the real broker."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.content.migrations import MIGRATIONS
from shared.folders import read_folder
from shared.identity import OPERATOR
from shared.migrations import migrate
from shared.rpc import RpcClient
from tests.content.test_service import Db
from tests.processes import eventually, running

pytestmark = [pytest.mark.needs_mongo, pytest.mark.needs_rabbit]
LIBRARY = Path("services/content/library")


def test_the_shipped_library_is_imported_once_and_listed(
    mongo_db: Db, mongo_url: str, amqp_url: str
) -> None:
    migrate(mongo_db, MIGRATIONS)
    told = {"SERVICE": "content", "MONGO_URL": mongo_url, "AMQP_URL": amqp_url}
    client, files = RpcClient(amqp_url, services=("content",)), read_folder(LIBRARY)
    with running("shared.serve", "services.content.service", **told):
        eventually(lambda: client.is_present("content"), within_s=30)
        for status in ("imported", "unchanged"):
            done = client.call(
                "content", "import_items", deadline_s=20, identity=OPERATOR, files=files
            )
            assert {item["status"] for item in done["items"]} == {status}
        page = client.call("content", "list_items", limit=100)
    client.close()
    assert {item["slug"] for item in page["items"]} == {
        path.name for path in LIBRARY.iterdir()
    }
    assert mongo_db.outbox.count_documents({}) == len(page["items"])

"""The shipped directory over the real broker."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.hubs.migrations import MIGRATIONS
from shared.folders import read_folder
from shared.identity import OPERATOR
from shared.migrations import migrate
from shared.rpc import RpcClient
from tests.hubs.test_service import Db
from tests.processes import eventually, running

pytestmark = [pytest.mark.needs_mongo, pytest.mark.needs_rabbit]
DIRECTORY = Path("services/hubs/directory")


def test_the_shipped_directory_is_imported_once_and_listed(
    mongo_db: Db, mongo_url: str, amqp_url: str
) -> None:
    migrate(mongo_db, MIGRATIONS)
    told = {"SERVICE": "hubs", "MONGO_URL": mongo_url, "AMQP_URL": amqp_url}
    client, files = RpcClient(amqp_url, services=("hubs",)), read_folder(DIRECTORY)
    with running("shared.serve", "services.hubs.service", **told):
        eventually(lambda: client.is_present("hubs"), within_s=30)
        for status in ("imported", "unchanged"):
            done = client.call(
                "hubs", "import_hubs", deadline_s=20, identity=OPERATOR, files=files
            )
            assert {item["status"] for item in done["items"]} == {status}
        page = client.call("hubs", "list_hubs", limit=100)
    client.close()
    assert len(page["items"]) == mongo_db.outbox.count_documents({}) == 9

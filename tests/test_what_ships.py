"""The shipped library and directory, through their services over the real broker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pymongo.database import Database

from services.content.migrations import MIGRATIONS as OF_CONTENT
from services.hubs.migrations import MIGRATIONS as OF_HUBS
from shared.folders import read_folder
from shared.identity import OPERATOR
from shared.migrations import Migration, migrate
from shared.rpc import RpcClient
from tests.processes import eventually, running

pytestmark = [pytest.mark.needs_mongo, pytest.mark.needs_rabbit]
SERVICES = Path(__file__).parents[1] / "services"


@pytest.mark.parametrize(
    ("service", "folder", "noun", "migrations"),
    [
        ("content", "library", "items", OF_CONTENT),
        ("hubs", "directory", "hubs", OF_HUBS),
    ],
)
def test_it_is_imported_once_and_listed(
    mongo_db: Database[dict[str, Any]],
    mongo_url: str,
    amqp_url: str,
    service: str,
    folder: str,
    noun: str,
    migrations: tuple[Migration, ...],
) -> None:
    migrate(mongo_db, migrations)
    shipped = SERVICES / service / folder
    told = {"SERVICE": service, "MONGO_URL": mongo_url, "AMQP_URL": amqp_url}
    client, files = RpcClient(amqp_url, services=(service,)), read_folder(shipped)
    with running("shared.serve", f"services.{service}.service", **told):
        eventually(lambda: client.is_present(service), within_s=30)
        for status in ("imported", "unchanged"):
            done = client.call(
                service,
                f"import_{noun}",
                deadline_s=20,
                identity=OPERATOR,
                files=files,
            )
            assert {item["status"] for item in done["items"]} == {status}
        page = client.call(service, f"list_{noun}", limit=100)
    client.close()
    assert {item["slug"] for item in page["items"]} == {
        path.stem for path in shipped.iterdir()
    }
    assert mongo_db.outbox.count_documents({}) == len(page["items"])

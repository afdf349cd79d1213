"""The shipped courses, library and directory, through their services over the real
broker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pymongo.database import Database

from gateway.cli import main
from services.content.migrations import MIGRATIONS as OF_CONTENT
from services.hubs.migrations import MIGRATIONS as OF_HUBS
from services.learning.migrations import MIGRATIONS as OF_LEARNING
from shared.folders import read_contents, read_folder
from shared.identity import OPERATOR
from shared.migrations import Migration, migrate
from shared.rpc import RpcClient
from tests.processes import eventually, running

pytestmark = [pytest.mark.needs_mongo, pytest.mark.needs_rabbit]
SERVICES = Path(__file__).parents[1] / "services"
COURSES = SERVICES / "learning" / "courses"


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
        first, again = (
            client.call(
                service,
                f"import_{noun}",
                deadline_s=60,
                identity=OPERATOR,
                files=files,
            )["items"]
            for _ in range(2)
        )
        page = client.call(service, f"list_{noun}", limit=100)
    client.close()
    assert {item["status"] for item in again} == {"unchanged"}
    assert {item["slug"] for item in first} == {path.stem for path in shipped.iterdir()}
    # Delicate ones wait for their reviewers.
    imported = {item["slug"] for item in first if item["status"] == "imported"}
    assert imported == {item["slug"] for item in page["items"]}
    announced = {"type": f"{service}.{noun[:-1]}.published.v1"}
    assert mongo_db.outbox.count_documents(announced) == len(imported)


def test_every_course_comes_out_as_it_went_in(
    mongo_db: Database[dict[str, Any]], mongo_url: str, amqp_url: str, tmp_path: Path
) -> None:
    """Export, import and export again write the same bytes, whether a course was
    published or waits for its reviewer."""
    migrate(mongo_db, OF_LEARNING)
    shipped = sorted(path.parent for path in COURSES.glob("*/course.yaml"))
    told = {"SERVICE": "learning", "MONGO_URL": mongo_url, "AMQP_URL": amqp_url}
    told["PUBLIC_URL"] = "http://hub.example.org"
    told["ISSUING_SECRET"] = "a secret of this test alone, long enough"
    client = RpcClient(amqp_url, services=("learning",))
    first, again = tmp_path / "first", tmp_path / "again"
    with running("shared.serve", "services.learning.service", **told):
        eventually(lambda: client.is_present("learning"), within_s=60)
        _bring_in_and_out(shipped, first, amqp_url)
        for name in mongo_db.list_collection_names():
            if name != "migrations":
                mongo_db[name].delete_many({})
        _bring_in_and_out([first / path.name for path in shipped], again, amqp_url)
    client.close()
    assert len(shipped) > 1
    for path in shipped:
        written = read_contents(path)
        assert read_contents(first / path.name) == written
        assert read_contents(again / path.name) == written


def _bring_in_and_out(folders: list[Path], out: Path, amqp_url: str) -> None:
    """Import these with ``hub courses``, and export each into ``out``."""
    commands = [["import", *map(str, folders)]]
    commands += [["export", path.name, str(out / path.name)] for path in folders]
    for command in commands:
        done = CliRunner().invoke(
            main, ["courses", *command], env={"AMQP_URL": amqp_url}
        )
        assert done.exit_code == 0, done.output

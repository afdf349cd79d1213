"""The operator's commands where something is missing: one line, never a traceback."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from kombu import Connection

from gateway.cli import main
from shared import topology, tracing
from shared.contracts.learning import CoursePublished
from shared.envelope import Cause, Envelope
from tests.processes import eventually

NOWHERE = {
    "AMQP_URL": "amqp://hub:x@127.0.0.1:1/",
    "MONGO_URL": "mongodb://127.0.0.1:1/x?serverSelectionTimeoutMS=100",
}


def run(*arguments: str, **environ: str) -> Result:
    return CliRunner().invoke(main, arguments, env=NOWHERE | environ)


def is_one_line(result: Result) -> bool:
    return result.exit_code == 1 and result.stderr.strip().count("\n") == 0


def test_without_a_broker() -> None:
    for command in (("list",), ("show", "x"), ("replay", "--dry-run")):
        result = run("dead-letters", *command)
        assert is_one_line(result), result.output
        assert "RabbitMQ" in result.stderr


def test_settings_that_are_missing_are_named() -> None:
    result = CliRunner().invoke(main, ["dead-letters", "list"], env={"AMQP_URL": None})
    assert "AMQP_URL is not set" in str(result.exception)


def test_a_role_that_does_not_exist() -> None:
    result = run("accounts", "grant", "a@example.org", "system")
    assert result.exit_code == 2


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    assert run("courses", "import", str(tmp_path / "x")).exit_code == 2


@pytest.mark.needs_rabbit
def test_without_services(amqp_url: str, tmp_path: Path) -> None:
    (tmp_path / "course.yaml").write_text("slug: x\n")
    for command in ("courses", "library", "hubs"):
        result = run(command, "import", str(tmp_path), AMQP_URL=amqp_url)
        assert is_one_line(result), result.output
        assert "service_unavailable" in result.stderr
    result = run("outbox", "status", AMQP_URL=amqp_url)
    assert result.exit_code == 1
    assert result.stdout.count("service_unavailable") == 4
    assert "No dead letters" in run("dead-letters", "list", AMQP_URL=amqp_url).stdout


@pytest.mark.needs_rabbit
def test_a_file_that_is_no_text(amqp_url: str, tmp_path: Path) -> None:
    (tmp_path / "course.yaml").write_bytes(b"\xff\xfe")
    result = run("courses", "import", str(tmp_path), AMQP_URL=amqp_url)
    assert result.exit_code == 1
    assert f"{tmp_path}/course.yaml:1: " in result.stderr


@pytest.mark.needs_rabbit
def test_a_dead_letter_is_shown_and_replayed_to_its_own_queue(amqp_url: str) -> None:
    topology.declare(amqp_url)
    event = CoursePublished(slug="x", course_version=2, titles={"uk": "Назва"})
    letter = Envelope.wrap(event, Cause(tracing.start()))
    with Connection(amqp_url) as connection:
        channel = connection.channel()
        queue = topology.consumer_queue("learning", "on_x", CoursePublished.type)(
            channel
        )
        queue.declare()
        connection.Producer().publish(
            letter.to_json(),
            exchange=topology.DEAD,
            routing_key=queue.name,
            content_type="application/cloudevents+json",
            content_encoding="utf-8",
        )

        def hub(*arguments: str) -> str:
            result = run("dead-letters", *arguments, AMQP_URL=amqp_url)
            assert result.exit_code == 0, result.output
            return result.stdout

        eventually(lambda: letter.id in hub("list"))
        assert "Назва" in hub("show", letter.id)
        assert "Would replay: 1" in hub("replay", "--dry-run")
        assert "Replayed: 0" in hub("replay", "another-id")
        assert queue.get(no_ack=True) is None
        assert "Replayed: 1" in hub("replay", letter.id)
        assert "No dead letters" in hub("list")
        replayed = queue.get(no_ack=True)
        assert replayed is not None
        assert Envelope.from_json(replayed.body).id == letter.id

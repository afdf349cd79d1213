"""Settings, identities, requests and logs: no server needed."""

import json
import logging
from dataclasses import dataclass

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import Schema, fields

from shared import rpc_wire, tracing
from shared.config import read
from shared.errors import Conflict, Forbidden, Invalid, NotFound, ServiceError
from shared.identity import ANONYMOUS, Identity
from shared.requests import Request
from shared.rpc_server import is_late
from shared.telemetry import configure


@dataclass(frozen=True)
class Example:
    mongo_url: str
    port: int = 8000
    cookie_secure: bool = True


def test_settings_take_types_and_defaults_from_the_class() -> None:
    read_ = read(Example, {"MONGO_URL": "mongodb://x", "COOKIE_SECURE": "0"})
    assert read_ == Example("mongodb://x", 8000, cookie_secure=False)


def test_half_a_configuration_is_refused_in_one_line_naming_all_of_it() -> None:
    with pytest.raises(SystemExit) as refused:
        read(Example, {"PORT": "eighty", "COOKIE_SECURE": "maybe"})
    text = str(refused.value)
    assert all(name in text for name in ("MONGO_URL", "PORT", "COOKIE_SECURE"))
    assert "\n" not in text


class Order(Request):
    class Line(Schema):
        amount = fields.Integer(required=True, strict=True)

    name = fields.String(required=True)
    lines = fields.List(fields.Nested(Line))


def test_a_request_does_not_nest_a_request() -> None:
    class Outer(Request):
        inner = fields.Nested(Order)

    with pytest.raises(TypeError):
        Outer().load({})


def test_every_problem_of_a_request_is_told_with_its_place() -> None:
    with pytest.raises(Invalid) as refused:
        Order().load({"lines": [{"amount": 1}, {"amount": "x"}], "surprise": 1})
    assert set(refused.value.fields) == {"name", "lines.1.amount", "surprise"}


def test_half_a_character_is_refused() -> None:
    with pytest.raises(Invalid):
        Order().load({"name": "\ud800"})


@given(st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=5))
def test_a_request_that_is_no_object_is_refused(nonsense: object) -> None:
    with pytest.raises(Invalid):
        Order().load(nonsense)  # type: ignore[arg-type]  # that is the point


def test_nobody_has_no_person_and_no_role() -> None:
    with pytest.raises(Forbidden):
        ANONYMOUS.require_person()
    with pytest.raises(Forbidden):
        Identity("p", frozenset({"learner"})).require_role("trainer")


def test_an_identity_survives_the_wire() -> None:
    who = Identity("p", frozenset({"trainer", "learner"}))
    assert Identity.from_wire(who.to_wire()) == who
    assert Identity.from_wire(None) == ANONYMOUS


@pytest.mark.parametrize(
    "error",
    [
        NotFound("a", "b"),
        Conflict("a", "b"),
        Forbidden("a", "b"),
        Invalid("a", "b", {"c": ["d"]}),
    ],
)
def test_expected_failures_cross_the_wire_as_themselves(error: ServiceError) -> None:
    reply = json.loads(rpc_wire.encode(rpc_wire.error_reply(error)))
    with pytest.raises(type(error)) as raised:
        rpc_wire.raise_error(reply["error"])
    assert raised.value.args == error.args
    assert getattr(raised.value, "fields", None) == getattr(error, "fields", None)


def test_a_bug_crosses_the_wire_without_its_message() -> None:
    reply = rpc_wire.error_reply(RuntimeError("olena@example.org"))
    assert b"olena" not in rpc_wire.encode(reply)


def test_a_request_is_late_once_its_caller_has_stopped_waiting() -> None:
    assert is_late({"deadline": "99.9"}, 100.0)
    assert not is_late({"deadline": "100.1"}, 100.0)
    assert not is_late({}, 100.0)


def test_a_trace_is_continued_and_nonsense_begins_a_new_one() -> None:
    received = f"00-{'a' * 32}-{'b' * 16}-00"
    assert tracing.trace_id(tracing.start(received)) == "a" * 32
    for nonsense in (None, "", "x", f"00-{'0' * 32}-{'b' * 16}-01", received * 2):
        assert tracing.trace_id(tracing.start(nonsense)) != "a" * 32


@pytest.fixture
def _restored_logging() -> object:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = before


@pytest.mark.usefixtures("_restored_logging")
def test_a_log_line_says_what_was_raised_but_not_its_message(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure("hubs")
    tracing.start(f"00-{'c' * 32}-{'d' * 16}-01")
    try:
        int("olena@example.org")
    except ValueError:
        # Not the shared logger: it keeps what the first test to use it configured.
        structlog.get_logger().exception("it_failed", hub_id="h-1")
    line = json.loads(capsys.readouterr().err)
    assert line["event"] == "it_failed"
    assert line["exception"] == "ValueError"
    assert line["trace_id"] == "c" * 32
    assert line["service"] == "hubs"
    assert "olena" not in json.dumps(line)

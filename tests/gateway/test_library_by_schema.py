"""Whatever fits the document of the library's routes, and what does not: no failure."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error

import gateway.api  # noqa: F401 - its modules describe the routes
from gateway.api import document
from tests.gateway.stack_client import Api, signed_in
from tests.stacks import Stack

pytestmark = pytest.mark.needs_stack
schema = schemathesis.openapi.from_dict(document.build()).include(
    path_regex=r"/(library|search|taxonomy)"
)


@schemathesis.serializer("application/offset+octet-stream")
def _piece(ctx: object, value: object) -> bytes:
    """A piece of a file, as bytes or as whatever was made up in their place."""
    return value if isinstance(value, bytes) else str(value).encode()


@pytest.fixture(scope="module")
def anyone(stack: Stack) -> Api:
    """Somebody who may do all of it."""
    return signed_in(stack, "admin")


@schema.parametrize()
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_request_makes_the_library_fail(
    case: schemathesis.Case[Any], stack: Stack, anyone: Api
) -> None:
    headers = {"Authorization": f"Bearer {anyone.tokens['access_token']}"}
    answer = case.call(base_url=stack.base_url, headers=headers)
    case.validate_response(answer, checks=[not_a_server_error])

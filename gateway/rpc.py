"""The only way from the gateway to the services."""

import time
from typing import Any

from flask import Flask, current_app

from gateway import auth, metrics
from gateway.settings import GatewaySettings
from shared import tracing
from shared.errors import DeadlineExceeded, ServiceError, Unavailable
from shared.identity import ANONYMOUS, Identity
from shared.rpc import RpcClient

DEADLINE_S = 3.0


def init_app(app: Flask, settings: GatewaySettings) -> None:
    """Open this process's client; so after gunicorn's fork, not before."""
    app.extensions["rpc"] = RpcClient(settings.amqp_url)


def call(
    service: str, method: str, /, *, deadline_s: float = DEADLINE_S, **payload: Any
) -> Any:
    """Ask a service on behalf of whoever sent this request.

    Raises:
        ServiceError: what the service raised, or that it is not there or late.
    """
    return ask(service, method, caller(), deadline_s, payload)


def caller() -> Identity:
    """Whoever sent this request, as services know them."""
    person = auth.current_person()
    if person is None:
        return ANONYMOUS
    return Identity(person.person_id, person.roles, person.hubs)


def public(
    service: str, method: str, /, *, deadline_s: float = DEADLINE_S, **payload: Any
) -> Any:
    """Ask as nobody: the answer is the same for everyone and may be cached."""
    return ask(service, method, ANONYMOUS, deadline_s, payload)


def ask(
    service: str,
    method: str,
    identity: Identity,
    deadline_s: float,
    payload: dict[str, Any],
) -> Any:
    """Ask as ``identity``, and count how that went."""
    began, outcome = time.perf_counter(), "failed"
    try:
        answer = current_app.extensions["rpc"].call(
            service,
            method,
            deadline_s=deadline_s,
            identity=identity,
            traceparent=tracing.current.get(),
            **payload,
        )
        outcome = "ok"
    except Unavailable:
        outcome = "unavailable"
        raise
    except DeadlineExceeded:
        outcome = "late"
        raise
    except ServiceError:
        outcome = "refused"
        raise
    finally:
        metrics.RPC_CALLS.labels(service, method, outcome).inc()
        metrics.RPC_DURATION.labels(service).observe(time.perf_counter() - began)
    return answer

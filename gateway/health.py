"""Whether this process is alive, and whether the platform is ready to be used."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pymongo
from flask import Blueprint, Response, current_app, jsonify
from pymongo.errors import PyMongoError

from shared.errors import ServiceError
from shared.rpc import SERVICES, RpcClient
from shared.rpc_wire import ServiceFailed

PING_S = 1.0

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive() -> Response:
    """Restart this process if it does not answer; says nothing about others."""
    return jsonify(status="ok")


@bp.get("/readyz")
def ready() -> tuple[Response, int]:
    """200 when all four services and the gateway's database answer, else 503.

    The body names each: ``{"status": "ready"|"not_ready", "parts": {name: state}}``.
    """
    client: RpcClient = current_app.extensions["rpc"]
    with ThreadPoolExecutor(len(SERVICES)) as pool:
        states = pool.map(lambda service: _ping(client, service), SERVICES)
        parts = dict(zip(SERVICES, states, strict=True))
    parts["database"] = _ping_database()
    is_ready = all(state == "ok" for state in parts.values())
    body = jsonify(status="ready" if is_ready else "not_ready", parts=parts)
    return body, 200 if is_ready else 503


def _ping(client: RpcClient, service: str) -> str:
    try:
        client.call(service, "ping", deadline_s=PING_S)
    except ServiceError as refusal:
        return refusal.code
    except ServiceFailed:
        return "failed"
    return "ok"


def _ping_database() -> str:
    database: Any = current_app.extensions["database"]
    try:
        with pymongo.timeout(PING_S):
            database.command("ping")
    except PyMongoError:
        return "database_unavailable"
    return "ok"

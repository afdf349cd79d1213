"""Small Flask applications for gunicorn: the yardsticks of the gateway."""

import os
import queue
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, jsonify
from nameko.standalone.rpc import ClusterRpcProxy

from shared.rpc import RpcClient

THREADS = 8


def bare() -> Flask:
    """Answers the bytes of a recorded answer: as fast as Flask itself."""
    app = Flask("bare")
    body = Path(os.environ["RECORDED_ANSWER"]).read_bytes()

    @app.get("/api/v1/courses")
    def courses() -> Response:
        return Response(body, mimetype="application/json")

    return app


def pooled() -> Flask:
    """RPC through nameko's standalone proxies, one per thread, kept in a pool."""
    app = Flask("pooled")
    amqp_url = os.environ["AMQP_URL"]
    idle: queue.Queue[Any] = queue.Queue()

    @contextmanager
    def proxy() -> Iterator[Any]:
        try:
            taken = idle.get_nowait()
        except queue.Empty:
            taken = ClusterRpcProxy({"AMQP_URI": amqp_url}).start()
        yield taken
        idle.put(taken)

    @app.get("/")
    def read() -> Response:
        with proxy() as services:
            return jsonify(services.stock.read(slug="one"))

    return app


def multiplexed() -> Flask:
    """RPC through our client."""
    app = Flask("multiplexed")
    amqp_url = os.environ["AMQP_URL"]

    @cache
    def client() -> RpcClient:
        return RpcClient(amqp_url, services=("ours",))

    @app.get("/")
    def read() -> Response:
        return jsonify(client().call("ours", "read", slug="one"))

    return app

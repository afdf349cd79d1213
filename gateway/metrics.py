"""What the gateway counts, and ``/metrics``, in Prometheus' text format.

Labels are names from the code only: route templates, methods, statuses, services.
Never an address, an id or anything else that a person typed.
"""

import os

from flask import Blueprint, Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

REQUESTS = Counter(
    "gateway_requests_total", "Requests answered.", ["route", "method", "status"]
)
DURATION = Histogram(
    "gateway_request_duration_seconds",
    "Time to answer a request.",
    ["route"],
    buckets=(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
RPC_CALLS = Counter(
    "gateway_rpc_calls_total", "Calls to services.", ["service", "method", "outcome"]
)
RPC_DURATION = Histogram(
    "gateway_rpc_duration_seconds",
    "Time a service took to answer.",
    ["service"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3),
)
CACHE = Counter(
    "gateway_cache_lookups_total", "Public reads looked up in the cache.", ["outcome"]
)

bp = Blueprint("metrics", __name__)


@bp.get("/metrics")
def show() -> Response:
    return Response(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)


def _registry() -> CollectorRegistry:
    """All workers together where gunicorn runs several, else this process."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]  # has no types
    return together

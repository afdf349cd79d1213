"""``python -m shared.serve services.hubs.service``: runs one nameko service.

nameko's own command needs ``pkg_resources``, which setuptools no longer has, and
starts before settings are checked. SIGTERM stops taking work, finishes what was
begun and leaves.
"""

import warnings

with warnings.catch_warnings():
    # Known, and decided: ADR 1.
    warnings.simplefilter("ignore")
    import eventlet

# Before anything that imports sockets, threads or clocks.
eventlet.monkey_patch()

import os  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402

import amqp  # noqa: E402
from nameko.cli.run import import_service, run  # noqa: E402

from shared import topology  # noqa: E402
from shared.config import ServiceSettings, read  # noqa: E402
from shared.publisher import HEARTBEAT_S  # noqa: E402
from shared.telemetry import configure, log  # noqa: E402

# Entrypoints at work at once in one process, shared evenly by its queues.
WORKERS = 32


def main() -> None:
    settings = read(ServiceSettings)
    configure(settings.service, os.environ.get("LOG_LEVEL", "INFO"))
    # Classes without a name are parts that a service is put together from.
    found = import_service(sys.argv[1])
    services = [service for service in found if getattr(service, "name", None)]
    _wait_for_broker(settings.amqp_url)
    log.info("service_starting")
    run(
        services,
        {
            "AMQP_URI": settings.amqp_url,
            "max_workers": WORKERS,
            "heartbeat": HEARTBEAT_S,
        },
    )
    log.info("service_stopped")


def _wait_for_broker(amqp_url: str) -> None:
    told = False
    while True:
        try:
            topology.declare(amqp_url)
        except (OSError, amqp.AMQPError) as exc:
            if not told:
                log.warning("waiting_for_broker", error=type(exc).__name__)
                told = True
            time.sleep(0.5)
        else:
            return


if __name__ == "__main__":
    main()

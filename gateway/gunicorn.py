"""How gunicorn runs the gateway: ``gunicorn --config gateway/gunicorn.py …``.

Workers import the application after their fork (no preload), so each has its own
broker and database connections and its own cache.
"""

import atexit
import os
import shutil
import tempfile
from typing import Any

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WORKERS", "2"))
threads = int(os.environ.get("THREADS", "8"))
graceful_timeout = 20  # seconds for requests under way when asked to stop
timeout = 60  # seconds of silence after which a worker is replaced
keepalive = 15  # seconds; a new connection costs an old phone more than it us
preload_app = False
# The application writes its own line for each request, without addresses.
accesslog = None
proc_name = "gateway"
# Which X-Forwarded-* to believe is decided by TRUSTED_PROXIES alone.
forwarded_allow_ips = ""
secure_scheme_headers: dict[str, str] = {}


def _numbers_folder() -> None:
    """One empty folder where all workers write their numbers, gone at the end.

    ``prometheus_client`` looks for the variable when it is first imported, which
    happens in the workers only.
    """
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        return
    folder = tempfile.mkdtemp(prefix="gateway-metrics-")
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
    owner = os.getpid()

    def remove() -> None:
        if os.getpid() == owner:  # workers inherit this, and must leave it
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)


_numbers_folder()


def child_exit(server: Any, worker: Any) -> None:
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def worker_exit(server: Any, worker: Any) -> None:
    """Close this worker's connections in order."""
    from gateway import wsgi

    wsgi.listener.stop()
    wsgi.app.extensions["rpc"].close()

"""A process that computes much and gives way to those that people wait for."""

import os
from typing import Any

from eventlet import tpool
from nameko.extensions import DependencyProvider

# Of the priorities from 0 to 19, where a request a person waits for has 0.
NICENESS = 15


class Politeness(DependencyProvider):
    """Gives way to the processes beside it, from the start on, and computes one thing
    at a time in a native thread beside the event loop."""

    def setup(self) -> None:
        os.setpriority(os.PRIO_PROCESS, 0, NICENESS)
        tpool.set_num_threads(1)

    def get_dependency(self, worker_ctx: Any) -> None:
        return None

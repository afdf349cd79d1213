"""A process that computes much and gives way to those that people wait for."""

from typing import Any

from eventlet import tpool
from nameko.extensions import DependencyProvider

from shared.niceness import give_way


class Politeness(DependencyProvider):
    """Gives way to the processes beside it, from the start on, and computes one thing
    at a time in a native thread beside the event loop."""

    def setup(self) -> None:
        give_way()
        tpool.set_num_threads(1)

    def get_dependency(self, worker_ctx: Any) -> None:
        return None

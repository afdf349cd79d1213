"""The printer: a process of its own that turns certificates into PDF.

A sheet takes half a second of pure computing, which in a service's event loop would
hold up every other request. So it is made here, in a native thread beside the loop,
one at a time and politely: the process asks the machine for what others leave. Many at
once wait in its queue, and who waited too long is told so and not served (ADR 15).
"""

import os
from base64 import b64encode
from typing import Any

from eventlet import tpool
from nameko.extensions import DependencyProvider

from services.learning.printing.sheet import Sheet, to_pdf
from shared.contracts import printer_rpc as wire
from shared.rpc_server import rpc
from shared.schemas import dump, load

# Of the priorities from 0 to 19, where a request a person waits for has 0.
NICENESS = 15


class Politeness(DependencyProvider):
    """Gives way to the processes beside it, from the start on."""

    def setup(self) -> None:
        os.setpriority(os.PRIO_PROCESS, 0, NICENESS)
        tpool.set_num_threads(1)

    def get_dependency(self, worker_ctx: Any) -> None:
        return None


class PrinterService:
    name = "printer"
    politeness = Politeness()

    @rpc
    def ping(self) -> dict[str, str]:
        return {"printer": "ok"}

    @rpc
    def print_certificate(self, **payload: Any) -> Any:
        sheet = Sheet(**load(wire.PrintCertificate, payload))
        made = tpool.execute(to_pdf, sheet)
        return dump(wire.PrintedView, {"content": b64encode(made).decode()})

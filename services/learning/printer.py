"""The printer: a process of its own that turns certificates into PDF.

A sheet takes half a second of pure computing, which in a service's event loop would
hold up every other request. So it is made here, in a native thread beside the loop,
one at a time and politely: the process asks the machine for what others leave. Many at
once wait in its queue, and who waited too long is told so and not served (ADR 15).
"""

from base64 import b64encode
from typing import Any

from eventlet import tpool

from services.learning.printing.sheet import Sheet, to_pdf
from shared.contracts import printer_rpc as wire
from shared.politeness import Politeness
from shared.rpc_server import rpc
from shared.schemas import dump, load


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

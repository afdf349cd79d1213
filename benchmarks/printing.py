"""Whether anybody waits because certificates are printed."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median, quantiles

from shared.rpc import RpcClient

SHEETS = 100
PAUSE_S = 0.01  # between two reads: a service that is used, not one that is flooded
READS = 1500  # of a quiet round
_PATIENCE_S = 600.0
_STARTED = datetime(2026, 11, 22, 12, tzinfo=UTC).isoformat()


@dataclass(frozen=True, slots=True)
class Latency:
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class Printing:
    """Reads of a course over RPC, and how fast sheets came meanwhile."""

    quiet: Latency
    busy: Latency
    sheets_per_s: float


def printing(amqp_url: str, slug: str) -> Printing:
    """Read without printing, while ``SHEETS`` are printed, and without again."""
    client = RpcClient(amqp_url)
    try:
        _print(client, 0)  # the first one loads typefaces

        def read() -> None:
            client.call("learning", "get_course", deadline_s=10, slug=slug)

        quiet = _reads(read, lambda done: done < READS)
        began = time.monotonic()
        with ThreadPoolExecutor(SHEETS) as pool:
            sheets = [pool.submit(_print, client, number) for number in range(SHEETS)]
            busy = _reads(read, lambda _: not all(sheet.done() for sheet in sheets))
            took_s = time.monotonic() - began
            for sheet in sheets:
                sheet.result()
        quiet += _reads(read, lambda done: done < READS)
    finally:
        client.close()
    return Printing(_latency(quiet), _latency(busy), SHEETS / took_s)


def _reads(read: Callable[[], None], goes_on: Callable[[int], bool]) -> list[float]:
    """The seconds that each read took."""
    taken: list[float] = []
    while goes_on(len(taken)):
        began = time.perf_counter()
        read()
        taken.append(time.perf_counter() - began)
        time.sleep(PAUSE_S)
    return taken


def _latency(taken: list[float]) -> Latency:
    return Latency(median(taken) * 1e3, quantiles(taken, n=20)[-1] * 1e3)


def _print(client: RpcClient, number: int) -> None:
    client.call(
        "printer",
        "print_certificate",
        deadline_s=_PATIENCE_S,
        language="uk",
        number=f"7K3M-9QXT-2HBD-{number}",
        name="Олена Ґалаґан-М’якушко",
        title="Аудит безпеки місця",
        title_language="uk",
        minutes=60,
        issued_at=_STARTED,
        address="hub.example.org/uk/certificates",
        qr="https://hub.example.org/uk/certificates#" + "x" * 450,
    )

"""``make bench``: what the platform costs, as ratios within one run.

Machines differ and are noisy; two things measured in turn on one machine within one
minute can be compared. What limits each number stands in README.md beside this file.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from benchmarks import facts, load, messages, printing, reports, searching
from deploy.local import ports
from deploy.local.layout import CannotStart
from deploy.local.servers import Servers
from deploy.local.stack import Platform

ANY_PORTS = dict.fromkeys([*ports.PREFERRED, *ports.PUBLIC], 0)
PYTHON = sys.executable


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="hub-bench-"))
    try:
        _folding()
        _messages(folder / "servers")
        _platform(folder / "platform", folder)
    except CannotStart as problem:
        sys.exit(f"Cannot go on: {problem}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _messages(data: Path) -> None:
    servers = Servers(data, {}, wanted=ANY_PORTS)
    try:
        servers.open()
        servers.start("mongod", "rabbitmq")
        dbs = messages.prepare(servers)
        with _services(servers):
            messages.wait_for_services(servers)
            _print("RPC read, requests/s", messages.rpc(servers), "pooled proxies")
            with load.process(
                *(PYTHON, "-m", "shared.relay"),
                environ=messages.environment(servers, "ours"),
            ):
                rates = messages.events(servers, dbs)
            _print("events/s to their effect", rates, "bare nameko events")
    finally:
        servers.close()


@contextmanager
def _services(servers: Servers) -> Iterator[None]:
    serve = (PYTHON, "-m", "shared.serve")
    with (
        load.process(
            *(*serve, "benchmarks.stock_service"),
            environ=messages.environment(servers, "stock"),
        ),
        load.process(
            *(*serve, "benchmarks.our_service"),
            environ=messages.environment(servers, "ours"),
        ),
    ):
        yield


def _platform(data: Path, folder: Path) -> None:
    platform = Platform(data, os.environ, ANY_PORTS)
    try:
        platform.open()
        platform.start_servers()
        platform.start_processes()
        platform.load_content()
        _cached_read(platform.addresses.public_url, folder)
        _facts(platform.addresses.public_url)
        _reports(platform, folder)
        _printing(platform)
        _memory(platform)
        _searching(platform)
    finally:
        platform.close()


def _cached_read(public_url: str, folder: Path) -> None:
    url = f"{public_url}/api/v1/courses"
    recorded = folder / "answer"
    recorded.write_bytes(requests.get(url, timeout=10).content)
    environ = {"RECORDED_ANSWER": str(recorded)}
    with load.gunicorn("bare", environ, "/api/v1/courses") as bare:
        _print("cached public read, requests/s", load.compare(url, bare), "bare Flask")


def _folding() -> None:
    for count, (whole_ms, each_us) in facts.fold_per_fact().items():
        print(f"folding {count:,} facts: {whole_ms:.1f} ms, {each_us:.2f} µs each")


def _facts(public_url: str) -> None:
    listed = requests.get(f"{public_url}/api/v1/courses", timeout=10).json()
    slug = listed["items"][0]["slug"]
    batch, one, ratio = facts.sending(public_url, slug)
    print(
        f"1,000 facts in one batch: {batch * 1e3:.0f} ms against {one * 1e3:.1f} ms "
        f"for one; a fact in a batch costs {ratio:.3f} of one alone"
    )
    many, few, ratio = facts.reading(public_url, slug)
    print(
        f"a course page after 10,000 facts: {many:.1f} ms against {few:.1f} ms after "
        f"10; ratio {ratio:.2f}",
        flush=True,
    )


def _reports(platform: Platform, folder: Path) -> None:
    print(f"\nProgress report, {reports.LESSONS} lessons (a page has 1,000 rows):")
    for size, kind, seconds in reports.measure(platform, folder):
        each = seconds * 1e6 / size
        print(
            f"  {size:>7,} learners, {kind:<4}: {seconds:6.2f} s, {each:6.0f} µs each"
        )


def _printing(platform: Platform) -> None:
    listed = requests.get(f"{platform.addresses.public_url}/api/v1/courses", timeout=10)
    slug = listed.json()["items"][0]["slug"]
    found = printing.printing(platform.addresses.amqp_url("gateway"), slug)
    quiet, busy = found.quiet, found.busy
    print(
        f"RPC read while {printing.SHEETS} certificates are printed "
        f"({found.sheets_per_s:.1f}/s): p50 {busy.p50_ms:.1f} ms against "
        f"{quiet.p50_ms:.1f}, ratio {busy.p50_ms / quiet.p50_ms:.2f}; "
        f"p95 {busy.p95_ms:.1f} ms against {quiet.p95_ms:.1f}, "
        f"ratio {busy.p95_ms / quiet.p95_ms:.2f}",
        flush=True,
    )


def _memory(platform: Platform) -> None:
    print("\nMemory after that, MB a process (proportional share):")
    for name, state in sorted(platform.supervisor.states().items()):
        for pid in (state.pid, *_children(state.pid)):
            print(f"  {name:<22} {load.memory_mb(pid):7.1f}")


def _searching(platform: Platform) -> None:
    found = searching.measure(platform)
    print(
        f"\nSearch: recall@{searching.AT} {found.recall_ours:.3f} against "
        f"{found.recall_theirs:.3f} of $text; {found.indexed_per_s:.0f} items/s "
        f"analysed and written; the lemmatiser takes {found.lemmatiser_mb:.1f} MB"
    )
    for size in found.sizes:
        print(
            f"  {size.entries:>6,} entries: p50 {size.ours_p50:.1f} ms, "
            f"p95 {size.ours_p95:.1f} ms at the gateway; $text alone "
            f"{size.theirs_p50:.1f}, {size.theirs_p95:.1f}; "
            f"the service {size.process_mb:.0f} MB"
        )
    few, many = found.sizes
    print(f"  p95 ratio {many.ours_p95 / few.ours_p95:.2f}", flush=True)


def _children(pid: int) -> list[int]:
    """A gunicorn master's workers, for instance."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in listed.split()]


def _print(what: str, rates: tuple[float, ...], against: str) -> None:
    ours, theirs, ratio = rates
    print(
        f"{what}: {ours:,.0f} against {theirs:,.0f} of {against}; ratio {ratio:.2f}",
        flush=True,
    )


if __name__ == "__main__":
    main()

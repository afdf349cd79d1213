"""``make run``: the whole platform in the foreground until Ctrl-C."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import NoReturn

from deploy.local import ports
from deploy.local.layout import DEFAULT_DATA, CannotStart
from deploy.local.progress import say, step
from deploy.local.stack import Platform

_LOOK_S = 2
_DEMO_FILE = DEFAULT_DATA.parent / "demo-accounts.json"


def main() -> int:
    """Start, load, print, wait; 0 after Ctrl-C, 1 after one line on what is wrong."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    try:
        wanted = ports.PREFERRED | ports.asked_public(os.environ)
    except CannotStart as problem:
        return _give_up(problem)
    platform = Platform(DEFAULT_DATA, os.environ, wanted)
    try:
        _start(platform)
        _watch(platform)
    except CannotStart as problem:
        return _give_up(problem)
    except KeyboardInterrupt:
        return 0
    finally:
        _stop(platform)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _start(platform: Platform) -> None:
    platform.open()
    with step("Starting MongoDB, RabbitMQ and the mail box"):
        platform.start_servers()
    with step("Starting the services and the gateway"):
        platform.start_processes()
    with step("Loading courses, library and directory"):
        platform.load_content()
        accounts = platform.demonstration_accounts(_DEMO_FILE)
    say("Ready.")
    _print_welcome(platform, accounts)


def _print_welcome(platform: Platform, accounts: dict[str, str]) -> None:
    print(f"\n  Platform   {platform.addresses.public_url}/")
    print(f"  Mail       {platform.addresses.mail_url}/")
    print(f"  Operator   {_short(platform.write_operator_command())} --help")
    print(f"  Logs       {_short(platform.layout.logs)}/")
    print(f"\n  Demonstration accounts (kept in {_short(_DEMO_FILE)}):")
    for address, password in accounts.items():
        print(f"    {address:<25} {password}")
    print("\n  Ctrl-C stops everything.\n", flush=True)


def _short(path: Path) -> str:
    return os.path.relpath(path)


def _watch(platform: Platform) -> NoReturn:
    """Tell when a process was started again, until somebody interrupts."""
    before = {name: s.pid for name, s in platform.supervisor.states().items()}
    while platform.supervisor.is_alive:
        time.sleep(_LOOK_S)
        for name, state in platform.supervisor.states().items():
            if state.pid and state.pid != before[name]:
                say(f"{name} ended and was started again; see its log.")
                before[name] = state.pid
    raise CannotStart("the process manager ended; see supervisord.log.")


def _stop(platform: Platform) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    if not platform.supervisor.is_alive:
        platform.close()
        return
    with step("Stopping"):
        platform.close()
    say("Stopped.")


def _give_up(problem: CannotStart) -> int:
    print(f"\nCannot go on: {problem}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())

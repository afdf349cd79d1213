"""How often one may ask, by the ``limits`` library.

Ordinary requests are counted in this worker's memory, so a limit is per worker and
costs nothing. Attempts to get in are counted in MongoDB, the same for all workers,
by account and by network address. Addresses are stored only as keyed hashes and
appear in no log.
"""

import hashlib
import hmac
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app, g, request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage, MongoDBStorage
from limits.strategies import FixedWindowRateLimiter
from pymongo import MongoClient
from pymongo.database import Database

from gateway.refusals import TooMany, Unauthenticated
from gateway.settings import GatewaySettings
from shared.mongo import Doc

_FREE = ("/healthz", "/readyz", "/metrics", "/static/")


class _Counters(MongoDBStorage):
    """The library's counters on the connections the gateway has anyway."""

    def __init__(self, database: Database[Doc]) -> None:
        self._client = database.client
        super().__init__(
            "mongodb://",
            database_name=database.name,
            counter_collection_name="limit_counters",
            window_collection_name="limit_windows",
        )

    def _init_mongo_client(self, uri: str | None, **options: Any) -> MongoClient[Any]:
        return self._client

    def __del__(self) -> None:
        """The client is not ours to close."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The counters of one process and the rules they are held against."""

    memory: FixedWindowRateLimiter
    stored: FixedWindowRateLimiter
    rules: dict[str, RateLimitItem]
    key: bytes  # for hashing what is counted


def init_app(
    app: Flask, settings: GatewaySettings, person_id: Callable[[], str | None]
) -> None:
    """Count every request from now on; ``person_id`` says who sends it."""
    app.extensions["limits"] = Limits(
        memory=FixedWindowRateLimiter(MemoryStorage()),
        stored=FixedWindowRateLimiter(_Counters(app.extensions["database"])),
        rules={
            "requests": parse(settings.limit_requests),
            "sign_in_account": parse(settings.limit_sign_in_per_account),
            "sign_in_address": parse(settings.limit_sign_in_per_address),
            "register_address": parse(settings.limit_register_per_address),
            "refresh_address": parse(settings.limit_refresh_per_address),
            "reset_account": parse(settings.limit_reset_per_account),
            "reset_address": parse(settings.limit_reset_per_address),
        },
        key=settings.key("limits"),
    )
    app.before_request(lambda: count_request(person_id))
    app.after_request(tell)


def count_request(person_id: Callable[[], str | None]) -> None:
    """Count an ordinary request by person, or by address where nobody signed in.

    Raises:
        TooMany: ``too_many_requests``.
        Unauthenticated: a bad token, which counts against the address.
    """
    if request.path.startswith(_FREE):
        return
    try:
        who = person_id()
    except Unauthenticated:
        _count_in_memory(_address())
        raise
    _count_in_memory(who or _address())


def allow_sign_in(account: str) -> None:
    """Let an attempt go on unless too many failed, here or for this account.

    Args:
        account: its e-mail address in the one form.

    Raises:
        TooMany: ``too_many_attempts``.
    """
    _allow(*_sign_in_counts(account))


def allow_code() -> None:
    """Let a code for a new password be tried unless too much failed from here.

    Each code counts its own tries. The account's failed sign-ins do not matter: they
    are why a code was asked for.

    Raises:
        TooMany: ``too_many_attempts``.
    """
    _allow(("sign_in_address", _address()))


def _allow(*counts: tuple[str, str]) -> None:
    limits = _limits()
    for name, who in counts:
        rule, hashed = limits.rules[name], _hashed(who)
        if not limits.stored.test(rule, name, hashed):
            _note(limits.stored, name, hashed)
            raise TooMany(
                "too_many_attempts", "Too many attempts; please wait.", g.limit_seen[3]
            )


def count_failed_sign_in(account: str) -> None:
    """Only failures count: a school signs in from one address all morning."""
    for name, who in _sign_in_counts(account):
        _hit(_limits().stored, name, who)


def count_wrong_code() -> None:
    """From one network address it is one more failed attempt to get in."""
    _hit(_limits().stored, "sign_in_address", _address())


def forget_failed_sign_ins(account: str) -> None:
    """Start anew for an account whose password has changed."""
    limits, name = _limits(), "sign_in_account"
    limits.stored.clear(limits.rules[name], name, _hashed(account))


def _sign_in_counts(account: str) -> tuple[tuple[str, str], ...]:
    return ("sign_in_address", _address()), ("sign_in_account", account)


def count_registration() -> None:
    """Raises TooMany: ``too_many_attempts``."""
    _count_stored("register_address", _address())


def count_reset(account: str) -> None:
    """Count a request for a new password, for this account and from here.

    Args:
        account: its e-mail address in the one form, whether it exists or not.

    Raises:
        TooMany: ``too_many_attempts``.
    """
    _count_stored("reset_address", _address())
    _count_stored("reset_account", account)


def count_refresh() -> None:
    """Raises TooMany: ``too_many_attempts``."""
    _count_stored("refresh_address", _address())


def tell(response: Response) -> Response:
    """Say what is left (RateLimit header fields for HTTP, IETF draft 10)."""
    seen = g.get("limit_seen")
    if seen is not None:
        name, rule, left, reset_s = seen
        window_s = rule.get_expiry()
        response.headers["RateLimit-Policy"] = f'"{name}";q={rule.amount};w={window_s}'
        response.headers["RateLimit"] = f'"{name}";r={left};t={reset_s}'
    return response


def _count_in_memory(who: str) -> None:
    limits = _limits()
    if not _hit(limits.memory, "requests", who):
        raise TooMany(
            "too_many_requests", "Too many requests; please wait.", g.limit_seen[3]
        )


def _count_stored(rule: str, who: str) -> None:
    if not _hit(_limits().stored, rule, who):
        raise TooMany(
            "too_many_attempts", "Too many attempts; please wait.", g.limit_seen[3]
        )


def _hit(limiter: FixedWindowRateLimiter, name: str, who: str) -> bool:
    hashed = _hashed(who)
    allowed = limiter.hit(_limits().rules[name], name, hashed)
    _note(limiter, name, hashed)
    return allowed


def _note(limiter: FixedWindowRateLimiter, name: str, hashed: str) -> None:
    rule = _limits().rules[name]
    reset, left = limiter.get_window_stats(rule, name, hashed)
    g.limit_seen = name, rule, left, max(1, math.ceil(reset - time.time()))


def _hashed(who: str) -> str:
    return hmac.digest(_limits().key, who.encode(), hashlib.sha256).hex()


def _address() -> str:
    return request.remote_addr or "unknown"


def _limits() -> Limits:
    limits: Limits = current_app.extensions["limits"]
    return limits

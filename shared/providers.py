"""nameko dependency providers: the only place a service's collaborators are built."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache, partial
from queue import Queue
from typing import Any

from nameko.extensions import DependencyProvider
from pymongo.database import Database

from shared import mongo
from shared.config import ServiceSettings, read
from shared.envelope import Cause
from shared.identity import Identity
from shared.messaging import start_trace
from shared.mongo import Doc
from shared.rpc import RpcClient


@cache
def _database() -> Database[Doc]:
    """One client per process, shared by all workers of the service."""
    settings = read(ServiceSettings)
    return mongo.connect(settings.mongo_url, settings.service)


class Store(DependencyProvider):
    """``items = Store(MongoItems)``: built once from the service's own database."""

    def __init__(self, factory: Callable[[Database[Doc]], object]) -> None:
        self._factory = factory

    def setup(self) -> None:
        self._store = self._factory(_database())

    def get_dependency(self, worker_ctx: Any) -> object:
        return self._store


class Settings(DependencyProvider):
    """``letters = Settings(LetterSettings)``: what a service must know besides."""

    def __init__(self, kind: type) -> None:
        self._kind = kind

    def setup(self) -> None:
        self._settings: object = read(self._kind)

    def get_dependency(self, worker_ctx: Any) -> object:
        return self._settings


class Services(DependencyProvider):
    """``ask = Services("learning")``: ``ask("learning", "get_course", slug=…)``.

    One service may ask another for what is public, as nobody in particular.
    """

    def __init__(self, *names: str) -> None:
        self._names = names

    def setup(self) -> None:
        url = read(ServiceSettings).amqp_url
        self._client = RpcClient(url, self._names, slots=Queue)

    def stop(self) -> None:
        self._client.close()

    def get_dependency(self, worker_ctx: Any) -> Callable[..., Any]:
        return partial(self._client.call, traceparent=start_trace(worker_ctx))


class RequestCause(DependencyProvider):
    """The trace this call belongs to, for the events that follow from it."""

    def get_dependency(self, worker_ctx: Any) -> Cause:
        return Cause(start_trace(worker_ctx))


class Caller(DependencyProvider):
    """Who asks, as the gateway found out."""

    def get_dependency(self, worker_ctx: Any) -> Identity:
        return Identity.from_wire(worker_ctx.data.get("identity"))


class Clock(DependencyProvider):
    """The time in UTC, to the millisecond: what MongoDB keeps, so that an answer says
    the same now and when it is read again."""

    def get_dependency(self, worker_ctx: Any) -> Callable[[], datetime]:
        return _now


def _now() -> datetime:
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)

"""Answers to anonymous public reads, kept as finished bytes until an event says so.

A view marks its response with ``public(response, tags={"learning"})``; the layer in
front of Flask then keeps it, compressed or not, with its headers, and answers the
next such request without Flask, a service or a database. An event from a service
forgets everything under that service's tag (``gateway.cache_listener``); while
nobody listens for events nothing is kept. Requests that carry a session or a token
never touch the cache.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import Response, request

from gateway import metrics
from gateway.access import FROM_CACHE, ROUTE
from gateway.compression import accepts_gzip

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Key = tuple[str, str, bool, str]
TAGS = "gateway.cache.tags"
STATIC = "/static/"
KEY_LONGEST = 600  # characters of query and language together
# What belongs to one request and must not be repeated to the next.
_NOT_KEPT = {"ratelimit", "ratelimit-policy", "date", "set-cookie"}
_REVALIDATE = "public, max-age=0, must-revalidate"
_HIT = metrics.CACHE.labels("hit")
_MISS = metrics.CACHE.labels("miss")


def public(response: Response, tags: Iterable[str]) -> Response:
    """Mark a response that is the same for everyone who is not signed in.

    Args:
        tags: services whose published changes make it old; empty for what never
            changes under its address.
    """
    request.environ[TAGS] = frozenset(tags)
    if not response.cache_control.max_age:  # static files bring their own
        response.headers["Cache-Control"] = _REVALIDATE
    if not response.direct_passthrough and "ETag" not in response.headers:
        response.add_etag()
    return response


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished 200 response."""

    route: str
    etag: str
    headers: list[tuple[str, str]]
    headers_304: list[tuple[str, str]]
    body: bytes
    tags: frozenset[str]
    size: int = field(init=False)

    def __post_init__(self) -> None:
        text = sum(len(name) + len(value) for name, value in self.headers)
        object.__setattr__(self, "size", len(self.body) + 2 * text + 500)


class PublicCache:
    """A bounded store of answers, least recently used out first. Thread-safe.

    Args:
        max_bytes: of bodies and headers together.
        max_age_s: seconds an answer lives even if no event comes.
    """

    def __init__(
        self,
        max_bytes: int,
        max_age_s: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._max_bytes, self._max_age_s, self._clock = max_bytes, max_age_s, clock
        self._answers: OrderedDict[Key, tuple[float, Answer]] = OrderedDict()
        self._bytes = 0
        self._epoch = 0
        self._forgotten: dict[str, int] = {}  # tag: epoch of its last forgetting
        self._listening_since: int | None = None
        self._lock = threading.Lock()

    @property
    def epoch(self) -> int:
        """Take this before an answer is made; ``keep`` wants it back."""
        return self._epoch

    def find(self, key: Key) -> Answer | None:
        with self._lock:
            found = self._answers.get(key)
            if found is None:
                return None
            expires, answer = found
            if expires <= self._clock():
                self._drop(key)
                return None
            self._answers.move_to_end(key)
            return answer

    def keep(self, key: Key, answer: Answer, made_from: int) -> bool:
        """Keep an answer, unless what it was made from may be old by now.

        It may be when an event arrived, or listening was interrupted, after
        ``made_from``, the epoch at which its making began.
        """
        with self._lock:
            if answer.tags:
                since = self._listening_since
                if since is None or since > made_from:
                    return False
                if any(self._forgotten.get(tag, 0) > made_from for tag in answer.tags):
                    return False
            if answer.size > self._max_bytes // 8:
                return False
            if key in self._answers:
                self._drop(key)
            self._answers[key] = (self._clock() + self._max_age_s, answer)
            self._bytes += answer.size
            while self._bytes > self._max_bytes:
                self._drop(next(iter(self._answers)))
            return True

    def forget(self, tag: str) -> None:
        with self._lock:
            self._epoch += 1
            self._forgotten[tag] = self._epoch
            for key in [k for k, (_, a) in self._answers.items() if tag in a.tags]:
                self._drop(key)

    def listening(self, is_listening: bool) -> None:
        """Say whether events arrive from now on."""
        with self._lock:
            self._epoch += 1
            self._listening_since = self._epoch if is_listening else None
            for key in [k for k, (_, a) in self._answers.items() if a.tags]:
                self._drop(key)

    def _drop(self, key: Key) -> None:
        _, answer = self._answers.pop(key)
        self._bytes -= answer.size


def cached(
    app: "WSGIApplication", cache: PublicCache, cookie_name: str
) -> "WSGIApplication":
    """``app`` with ``cache`` in front of it."""

    def answer(
        environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        key = _key(environ, cookie_name)
        if key is None:
            return app(environ, start_response)
        found = cache.find(key)
        if found is not None:
            _HIT.inc()
            return _send(found, environ, start_response)
        return _make(app, cache, key, environ, start_response)

    return answer


def _make(
    app: "WSGIApplication",
    cache: PublicCache,
    key: Key,
    environ: "WSGIEnvironment",
    start_response: "StartResponse",
) -> Iterable[bytes]:
    made_from = cache.epoch
    status, headers = "", []

    def started(
        line: str, sent: list[tuple[str, str]], exc_info: Any = None
    ) -> Callable[[bytes], object]:
        nonlocal status, headers
        status, headers = line, sent
        return start_response(line, sent, exc_info)

    chunks = app(environ, started)
    tags = environ.get(TAGS)
    if tags is None or not status.startswith("200"):
        return chunks
    _MISS.inc()
    try:
        body = b"".join(chunks)
    finally:
        close = getattr(chunks, "close", None)
        if close is not None:
            close()
    finished = _finished(environ.get(ROUTE, "unknown"), headers, body, tags)
    if finished is not None:
        cache.keep(key, finished, made_from)
    return [body]


def _finished(
    route: str, headers: list[tuple[str, str]], body: bytes, tags: frozenset[str]
) -> Answer | None:
    names = {name.lower(): value for name, value in headers}
    if "set-cookie" in names or "etag" not in names:
        return None
    kept = [(n, v) for n, v in headers if n.lower() not in _NOT_KEPT]
    short = [(n, v) for n, v in kept if not _is_about_a_body(n.lower())]
    return Answer(route, names["etag"], kept, short, body, tags)


def _is_about_a_body(name: str) -> bool:
    return name.startswith("content-") and name not in {
        "content-location",
        "content-security-policy",
    }


def _send(
    found: Answer, environ: "WSGIEnvironment", start_response: "StartResponse"
) -> Iterable[bytes]:
    environ[ROUTE] = found.route
    environ[FROM_CACHE] = True
    wanted = environ.get("HTTP_IF_NONE_MATCH")
    if wanted is not None and _matches(wanted, found.etag):
        start_response("304 NOT MODIFIED", found.headers_304)
        return []
    start_response("200 OK", found.headers)
    return [found.body]


def _matches(if_none_match: str, etag: str) -> bool:
    offers = (tag.strip().removeprefix("W/") for tag in if_none_match.split(","))
    return any(tag in {etag, "*"} for tag in offers)


def _key(environ: "WSGIEnvironment", cookie_name: str) -> Key | None:
    """Under what an answer to this request is kept; ``None``: not a public read."""
    if environ["REQUEST_METHOD"] != "GET" or "HTTP_RANGE" in environ:
        return None
    path = environ.get("PATH_INFO", "")
    is_personal = "HTTP_AUTHORIZATION" in environ or f"{cookie_name}=" in environ.get(
        "HTTP_COOKIE", ""
    )
    if is_personal and not path.startswith(STATIC):
        return None
    query = environ.get("QUERY_STRING", "")
    language = environ.get("HTTP_ACCEPT_LANGUAGE", "")
    if len(query) + len(language) > KEY_LONGEST:
        return None
    gzip = accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
    # Pages carry their language in the path; only code asks by header.
    return path, query, gzip, language if path.startswith("/api/") else ""

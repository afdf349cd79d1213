"""Public reads are kept, and what an event made old is not."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, Response, request
from werkzeug.test import Client, TestResponse

from gateway import access, cache, compression
from gateway.cache import Answer, PublicCache

KEY = ("/api/v1/courses", "", False, "")


def an_answer(body: bytes = b"text", tags: tuple[str, ...] = ("learning",)) -> Answer:
    return Answer("/x", '"tag"', [("ETag", '"tag"')], [], body, frozenset(tags))


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def kept() -> PublicCache:
    found = PublicCache(max_bytes=80_000, max_age_s=60)
    found.listening(True)
    return found


def test_an_answer_is_found_again(kept: PublicCache) -> None:
    answer = an_answer()
    assert kept.keep(KEY, answer, kept.epoch)
    assert kept.find(KEY) is answer


def test_an_event_forgets_its_tag_only(kept: PublicCache) -> None:
    kept.keep(KEY, an_answer(), kept.epoch)
    kept.forget("content")
    assert kept.find(KEY)
    kept.forget("learning")
    assert kept.find(KEY) is None


def test_an_answer_made_before_an_event_is_not_kept_after_it(
    kept: PublicCache,
) -> None:
    began = kept.epoch
    kept.forget("learning")
    assert not kept.keep(KEY, an_answer(), began)
    assert kept.keep(KEY, an_answer(tags=("hubs",)), began)


def test_nothing_is_kept_while_nobody_listens(kept: PublicCache) -> None:
    kept.keep(KEY, an_answer(), kept.epoch)
    kept.listening(False)
    assert kept.find(KEY) is None
    began = kept.epoch
    assert not kept.keep(KEY, an_answer(), began)
    kept.listening(True)  # an event in between went unheard
    assert not kept.keep(KEY, an_answer(), began)


def test_what_never_changes_needs_no_listener() -> None:
    silent = PublicCache(max_bytes=20_000, max_age_s=60)
    assert silent.keep(KEY, an_answer(tags=()), silent.epoch)
    silent.listening(True)
    assert silent.find(KEY)


def test_an_answer_lives_for_a_while() -> None:
    clock = Clock()
    kept = PublicCache(20_000, 60, clock)
    kept.keep(KEY, an_answer(tags=()), kept.epoch)
    clock.now = 59.9
    assert kept.find(KEY)
    clock.now = 60
    assert kept.find(KEY) is None


def test_memory_is_bounded_and_the_least_used_goes_first(kept: PublicCache) -> None:
    keys = [(f"/{n}", "", False, "") for n in range(12)]
    for key in keys:
        kept.find(keys[0])
        assert kept.keep(key, an_answer(b"x" * 7000), kept.epoch)
    assert kept.find(keys[0])
    assert kept.find(keys[1]) is None
    assert kept.find(keys[-1])


def test_one_answer_may_not_fill_the_memory(kept: PublicCache) -> None:
    assert not kept.keep(KEY, an_answer(b"x" * 11_000), kept.epoch)


@pytest.fixture
def calls() -> list[str]:
    return []


@pytest.fixture
def site(kept: PublicCache, calls: list[str]) -> Client:
    """A small application behind the cache, noting what reaches it."""
    app = Flask(__name__)
    access.init_app(app)
    compression.init_app(app)

    def page(make: Callable[[Response], Any]) -> Callable[[], Response]:
        def view() -> Response:
            calls.append(request.path)
            response = Response("слово " * 300, mimetype="text/html")
            make(response)
            return response

        return view

    def mark(response: Response) -> None:
        cache.public(response, tags={"learning"})

    def mark_with_cookie(response: Response) -> None:
        mark(response)
        response.set_cookie("hub", "x")

    def limited(response: Response) -> None:
        mark(response)
        response.headers["RateLimit"] = "mine"

    for name, make in (
        ("public", mark),
        ("private", lambda response: None),
        ("cookie", mark_with_cookie),
        ("limited", limited),
    ):
        app.add_url_rule(f"/{name}", name, page(make))
    return Client(cache.cached(app.wsgi_app, kept, "hub"), use_cookies=False)


def get(site: Client, path: str, **headers: str) -> TestResponse:
    return site.get(
        path, headers={name.replace("_", "-"): text for name, text in headers.items()}
    )


def test_the_second_reader_is_answered_from_memory(
    site: Client, calls: list[str]
) -> None:
    first, second = get(site, "/public"), get(site, "/public")
    assert calls == ["/public"]
    assert second.get_data() == first.get_data()
    assert second.headers["ETag"] == first.headers["ETag"]


def test_each_query_is_another_answer(site: Client, calls: list[str]) -> None:
    get(site, "/public?a=1")
    get(site, "/public?a=2")
    assert len(calls) == 2


def test_compressed_and_plain_are_kept_apart(site: Client, calls: list[str]) -> None:
    for _ in range(2):
        plain = get(site, "/public")
        packed = get(site, "/public", Accept_Encoding="br, gzip")
    assert len(calls) == 2
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.get_data()) == plain.get_data()
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_a_reader_who_has_it_gets_304(site: Client, calls: list[str]) -> None:
    tag = get(site, "/public").headers["ETag"]
    again = get(site, "/public", If_None_Match=f'"other", W/{tag}')
    assert (again.status_code, again.get_data()) == (304, b"")
    assert again.headers["ETag"] == tag
    assert "Content-Length" not in again.headers
    assert get(site, "/public", If_None_Match='"other"').status_code == 200
    assert len(calls) == 1


@pytest.mark.parametrize(
    "headers",
    [{"Authorization": "Bearer x"}, {"Cookie": "a=b; hub=x"}, {"Range": "bytes=0-1"}],
)
def test_personal_requests_pass_by(
    site: Client, calls: list[str], headers: dict[str, str]
) -> None:
    get(site, "/public")
    for _ in range(2):
        site.get("/public", headers=headers)
    assert len(calls) == 3


@pytest.mark.parametrize("path", ["/private", "/cookie", "/missing"])
def test_what_is_not_marked_or_sets_a_cookie_is_not_kept(
    site: Client, kept: PublicCache, path: str
) -> None:
    get(site, path)
    assert kept.find((path, "", False, "")) is None


def test_one_readers_limits_are_not_told_to_the_next(site: Client) -> None:
    assert "RateLimit" in get(site, "/limited").headers
    assert "RateLimit" not in get(site, "/limited").headers


def test_other_methods_pass_by(site: Client, calls: list[str]) -> None:
    get(site, "/public")
    site.head("/public")
    assert len(calls) == 2

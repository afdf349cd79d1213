"""Files of library items, as pages and code get them: whole, in part, or smaller."""

from base64 import b64decode
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Flask, Response, current_app, request

from gateway import auth, cache, headers, rpc
from shared.contracts.files_rpc import MOST_PIECE
from shared.identity import Identity

KEPT_S = 31_536_000  # seconds; one content is always the same
_PIECE = MOST_PIECE // 4  # bytes fetched at once, so that a small part costs little


class Pieces:
    """A file that is fetched while it is sent, and can be begun anywhere.

    Args:
        read: the bytes from a place on, at most so many.
    """

    def __init__(self, read: Callable[[int, int], bytes], size: int) -> None:
        self._read, self._size, self._at = read, size, 0

    def __iter__(self) -> "Pieces":
        return self

    def __next__(self) -> bytes:
        wanted = min(_PIECE, self._size - self._at)
        piece = self._read(self._at, wanted) if wanted > 0 else b""
        if not piece:
            raise StopIteration
        self._at += len(piece)
        return piece

    def seekable(self) -> bool:
        return True

    def seek(self, at: int) -> None:
        self._at = at

    def tell(self) -> int:
        return self._at


def send(slug: str, name: str, *, v: Any = None, width: Any = None) -> Response:
    """Answer a request for a file.

    Args:
        v: the digest of the content that is meant, which is then kept for ever.
        width: of a smaller picture, in pixels.

    Raises:
        NotFound: ``file_not_found``.
        Invalid: ``invalid_fields``.
    """
    asked = {"slug": slug, "name": name, "width": width}
    found = rpc.call("content", "read_file", **asked, digest=v)
    asked["digest"] = found["original"]
    # The pieces are fetched when the request is over for Flask.
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # as documented
    read = partial(_read, app, rpc.caller(), asked)
    response = Response(
        Pieces(read, found["size"]),
        mimetype=found["media_type"],
        direct_passthrough=True,
    )
    response.content_length = found["size"]
    response.set_etag(found["digest"])
    headers.of_file(response, name, found["media_type"])
    _may_be_kept(response, found, is_meant=v == found["original"])
    response.make_conditional(
        request, accept_ranges=True, complete_length=found["size"]
    )
    return response


def _read(
    app: Flask, identity: Identity, asked: dict[str, Any], start: int, length: int
) -> bytes:
    payload = {**asked, "start": start, "length": length}
    with app.app_context():
        found = rpc.ask("content", "read_file", identity, rpc.DEADLINE_S, payload)
    return b64decode(found["content"])


def _may_be_kept(response: Response, found: dict[str, Any], *, is_meant: bool) -> None:
    kept = response.cache_control
    if is_meant:
        kept.max_age = KEPT_S
        kept.immutable = True
    else:
        kept.max_age = 0
        kept.must_revalidate = True
    if auth.current_person() is not None:  # it may be a draft's
        kept.private = True
        response.vary.update(("Authorization", "Cookie"))
        return
    kept.public = True
    if found["size"] <= MOST_PIECE:
        cache.public(response, ("content",))

"""What goes over the wire: gzip for text, and nothing for what a client has.

The standard library does it in a few lines; what a package would add, Brotli, saves
a sixth of a page but costs a native dependency. Compressed responses carry tokens
against forged forms; guessing those from lengths needs a victim's browser to send
many requests with its cookie from elsewhere, which SameSite=Lax does not let it do.
"""

import gzip
import zlib
from collections.abc import Iterable, Iterator

from flask import Flask, Response, request

SMALLEST = 700  # bytes; below this the headers outweigh the gain
LEVEL = 6
_TEXT = ("text/", "application/json", "application/problem+json", "image/svg+xml")
_TEXT_TYPES = {
    "application/atom+xml",
    "application/javascript",
    "application/manifest+json",
    "application/xml",
}


def init_app(app: Flask) -> None:
    app.after_request(leave_out_known)  # runs after the other: last in, first out
    app.after_request(compress)


def leave_out_known(response: Response) -> Response:
    """304 to a client that names the tag of exactly these bytes."""
    is_read = request.method in {"GET", "HEAD"} and response.status_code == 200
    if is_read and "ETag" in response.headers:
        response.make_conditional(request)
    return response


def compress(response: Response) -> Response:
    if not _is_text(response.mimetype or "") or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code not in {200, 201} or not accepts_gzip(
        request.headers.get("Accept-Encoding", "")
    ):
        return response
    if response.is_streamed and not response.direct_passthrough:
        response.response = _as_it_comes(response.response)
        response.headers["Content-Encoding"] = "gzip"
        return response
    response.direct_passthrough = False
    plain = response.get_data()
    if len(plain) < SMALLEST:
        return response
    etag, weak = response.get_etag()
    response.set_data(gzip.compress(plain, LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    if etag and not weak:  # other bytes, another strong tag
        response.set_etag(f"{etag}-gzip")
    return response


def _as_it_comes(parts: Iterable[str] | Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(LEVEL, wbits=zlib.MAX_WBITS | 16)  # 16: gzip's frame
    for part in parts:
        yield packer.compress(part.encode() if isinstance(part, str) else part)
    yield packer.flush()


def accepts_gzip(accept_encoding: str) -> bool:
    for offer in accept_encoding.split(","):
        name, _, parameters = offer.partition(";")
        if name.strip().lower() in {"gzip", "*"}:
            return parameters.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00"}
    return False


def _is_text(mimetype: str) -> bool:
    return mimetype.startswith(_TEXT) or mimetype in _TEXT_TYPES

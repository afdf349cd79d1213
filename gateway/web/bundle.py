"""The library as one file to carry along: offered by its list, fetched in part."""

from __future__ import annotations

from base64 import b64decode
from functools import partial
from typing import Any

from flask import Blueprint, Flask, Response, current_app, request, url_for

from gateway import rpc
from gateway.item_files import Pieces
from gateway.web.rendering import part, size
from shared.errors import NotFound
from shared.identity import ANONYMOUS

site = Blueprint("bundle", __name__)


@site.get("/library.zim")
def library() -> Response:
    """Both languages in one, so the address has none. Begun anew if another has taken
    its place meanwhile, which its tag tells."""
    told = rpc.public("content", "get_bundle")
    # The pieces are fetched when the request is over for Flask.
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # as documented
    response = Response(
        Pieces(partial(_read, app, told["digest"]), told["size"]),
        mimetype="application/octet-stream",
        direct_passthrough=True,
    )
    response.content_length = told["size"]
    response.set_etag(told["digest"])
    # A neutral name: others may see what is on a device (SAFETY, R10).
    name = f"library-{told['made_at'][:10]}.zim"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.make_conditional(request, accept_ranges=True, complete_length=told["size"])
    return response


def offered() -> dict[str, Any] | None:
    """Where it is, how large and of when; None while there is none."""
    try:
        told = part(lambda: rpc.public("content", "get_bundle"))
    except NotFound:
        return None
    return told and {
        "href": url_for("bundle.library"),
        "size": size(told["size"]),
        "made_at": told["made_at"],
    }


def _read(app: Flask, digest: str, start: int, length: int) -> bytes:
    payload = {"digest": digest, "start": start, "length": length}
    with app.app_context():
        found = rpc.ask("content", "read_bundle", ANONYMOUS, rpc.DEADLINE_S, payload)
    return b64decode(found["content"])

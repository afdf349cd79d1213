"""Files on their way to an item, in pieces that may be gone on with.

What tus 1.0.0 (tus.io) says of offsets, ``HEAD``, ``PATCH`` and termination holds; an
upload is begun with JSON and finished with its words and licence.
"""

from datetime import datetime
from email.utils import format_datetime
from typing import Any

from flask import Blueprint, Response, jsonify, url_for

from gateway import rpc, sending
from gateway.api.operation import operation
from gateway.sending import CLEANING_S, OFFSET, PIECE
from shared.contracts.editing_rpc import WorkView
from shared.contracts.files_rpc import BeginUpload, FinishUpload, UploadView

bp = Blueprint("api_uploads", __name__)
UPLOADS = "/library/<slug>/uploads"
UPLOAD = f"{UPLOADS}/<upload_id>"
TAG = "library editing"


@operation(
    bp,
    "POST",
    UPLOADS,
    tag=TAG,
    body=BeginUpload(exclude=("slug",)),
    returns=UploadView(),
    status=201,
    refusals=(403, 404, 409),
)
def begin_upload(slug: str, body: dict[str, Any]) -> Any:
    """Begin a file, or go on with one of the same digest."""
    begun = rpc.call("content", "begin_upload", slug=slug, **body)
    response = jsonify(begun)
    response.status_code = 201
    response.headers["Location"] = url_for(
        "api_uploads.get_upload", slug=slug, upload_id=begun["id"]
    )
    return _told(response, begun)


@operation(bp, "HEAD", UPLOAD, tag=TAG, refusals=(403, 404))
def get_upload(slug: str, upload_id: str) -> Any:
    """How much of a file is here: `Upload-Offset`."""
    upload = rpc.call("content", "get_upload", slug=slug, upload_id=upload_id)
    return _told(Response(), upload)


@operation(
    bp,
    "PATCH",
    UPLOAD,
    tag=TAG,
    takes=PIECE,
    headers=(OFFSET,),
    status=204,
    keyed=False,
    refusals=(403, 404, 409),
)
def continue_upload(slug: str, upload_id: str) -> Any:
    """Send the piece of a file that begins at `Upload-Offset`, of 1 MiB at most."""
    return _told(Response(status=204), sending.piece(slug, upload_id))


@operation(bp, "DELETE", UPLOAD, tag=TAG, status=204, refusals=(403, 404))
def cancel_upload(slug: str, upload_id: str) -> Any:
    """Forget a file that is on its way."""
    return rpc.call("content", "cancel_upload", slug=slug, upload_id=upload_id)


@operation(
    bp,
    "POST",
    f"{UPLOAD}/completion",
    tag=TAG,
    body=FinishUpload(exclude=("slug", "upload_id")),
    returns=WorkView(),
    keyed=False,
    refusals=(403, 404, 409),
)
def finish_upload(slug: str, upload_id: str, body: dict[str, Any]) -> Any:
    """Check and clean a file that is here whole, and add it to its item; once."""
    asked = {"slug": slug, "upload_id": upload_id, **body}
    return rpc.call("content", "finish_upload", deadline_s=CLEANING_S, **asked)


def _told(response: Response, upload: dict[str, Any]) -> Response:
    expires = datetime.fromisoformat(upload["expires_at"])
    response.headers["Tus-Resumable"] = "1.0.0"
    response.headers[OFFSET] = str(upload["offset"])
    response.headers["Upload-Length"] = str(upload["size"])
    response.headers["Upload-Expires"] = format_datetime(expires, usegmt=True)
    response.headers["Cache-Control"] = "no-store"
    return response

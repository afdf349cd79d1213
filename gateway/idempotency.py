"""``Idempotency-Key``: a write sent again with its key is answered, not repeated.

After draft-ietf-httpapi-idempotency-key-header. Only successes are kept, for a day:
a refusal changed nothing, so the same request may simply be tried again. The request
is kept as a keyed hash, because it may hold a password. Routes that answer with
tokens take no part, for their answers may not be stored.
"""

import hashlib
import hmac
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Response, current_app, request
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from gateway.clock import now
from gateway.refusals import BadRequest
from shared.errors import Conflict, Invalid
from shared.mongo import Doc

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEY_LONGEST = 255  # characters
KEPT = timedelta(hours=24)
# A worker killed while it answered lets go after this; no answer takes as long.
CLAIM = timedelta(seconds=20)
_HEADERS = ("Content-Type", "Location")


def answer_once(who: str, work: Callable[[], Response]) -> Response:
    """The response of ``work``, or the one it gave to this key before.

    Args:
        who: the person's id; keys of different people never meet.

    Raises:
        BadRequest: ``idempotency_key_invalid``.
        Invalid: ``idempotency_key_reused``, with another request.
        Conflict: ``request_in_progress``.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return work()
    if not 1 <= len(key) <= KEY_LONGEST or not (key.isascii() and key.isprintable()):
        raise BadRequest(
            "idempotency_key_invalid", "The Idempotency-Key cannot be used."
        )
    keys = _keys()
    place = _digest("\n".join((who, key)).encode())
    asked = _digest(
        f"{request.method} {request.full_path}\n".encode() + request.get_data()
    )
    claim = str(uuid.uuid4())
    earlier = _claim(keys, place, asked, claim, now())
    if earlier is not None:
        return earlier
    try:
        response = work()
    except Exception:
        keys.delete_one({"_id": place, "claim": claim})
        raise
    headers = {n: response.headers[n] for n in _HEADERS if n in response.headers}
    kept = {
        "status": response.status_code,
        "headers": headers,
        "body": response.get_data(),
    }
    keys.update_one({"_id": place, "claim": claim}, {"$set": {"response": kept}})
    return response


def _claim(
    keys: Collection[Doc], place: str, asked: str, claim: str, at: datetime
) -> Response | None:
    """Take the key for this request; or the response it has already had."""
    mine = {
        "request": asked,
        "claim": claim,
        "claimed_at": at,
        "expires_at": at + KEPT,
    }
    try:
        keys.insert_one({"_id": place, **mine})
    except DuplicateKeyError:
        return _earlier(keys, place, mine)
    return None


def _earlier(keys: Collection[Doc], place: str, mine: Doc) -> Response | None:
    found = keys.find_one({"_id": place}) or {}
    if found.get("request", mine["request"]) != mine["request"]:
        raise Invalid(
            "idempotency_key_reused",
            "This Idempotency-Key was used for another request.",
        )
    if "response" in found:
        kept = found["response"]
        response = Response(kept["body"], kept["status"], kept["headers"])
        response.headers[REPLAYED] = "true"
        return response
    abandoned = {
        "_id": place,
        "claim": found.get("claim"),
        "claimed_at": {"$lt": mine["claimed_at"] - CLAIM},
    }
    if keys.update_one(abandoned, {"$set": mine}).modified_count:
        return None
    raise Conflict("request_in_progress", "This request is still being answered.")


def _keys() -> Collection[Doc]:
    database: Database[Doc] = current_app.extensions["database"]
    return database.idempotency_keys


def _digest(text: bytes) -> str:
    key: bytes = current_app.extensions["token_key"]
    return hmac.digest(key, b"idempotency " + text, hashlib.sha256).hex()

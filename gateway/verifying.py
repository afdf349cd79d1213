"""Whether a certificate's signature is good, without network, database or account.

Takes a badge (Open Badges 3.0) or the ticket of a QR code, the platform's published
keys and, to know what was revoked, a saved status list.
"""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

# By the kind of key, so that no header chooses how it is checked.
_ALGORITHMS = {"RSA": "RS256", "EC": "ES256"}
_LIST_MOST = 5 * 1024 * 1024  # bytes; a packed list may not unpack without end

Claims = dict[str, Any]


class _Registry(JWSRegistry):
    max_payload_length = 1024 * 1024  # a status list with much revoked is long


class Refused(Exception):
    """Not to be believed; the text says why."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What is certain. ``revocation_checked`` is False where no list was given."""

    number: str
    name: str
    course: str
    issued_at: datetime
    expires_at: datetime | None
    revocation_checked: bool


def verify(
    scanned: str, keys: Claims, *, revoked: str | None, at: datetime
) -> Verified:
    """What a token says, once everything about it is right.

    Args:
        scanned: a token, or the whole address that a QR code holds.
        keys: a JSON Web Key Set.
        revoked: a status list, as it was downloaded.

    Raises:
        Refused: forged, expired, revoked, or not to be read.
    """
    found = _trusted(scanned.strip().rpartition("#")[2], keys)
    read = _of_badge(found) if "credentialSubject" in found else _of_ticket(found)
    if read.expires_at is not None and read.expires_at <= at:
        raise Refused(f"It expired on {read.expires_at:%Y-%m-%d}.")
    if revoked is None:
        return read
    if _is_revoked(found, _trusted(revoked.strip(), keys), at):
        raise Refused("It was revoked.")
    return Verified(
        read.number, read.name, read.course, read.issued_at, read.expires_at, True
    )


def _trusted(token: str, keys: Claims) -> Claims:
    """The claims of a token that one of the keys signed."""
    try:
        ring = KeySet.import_key_set(keys)  # type: ignore[arg-type]  # it checks itself
        kid = jws.extract_compact(token.encode(), registry=_Registry()).headers()["kid"]
        key = next((key for key in ring.keys if key.kid == kid), None)
        if key is None:
            raise Refused("None of these keys signed it.")
        allowed = _Registry(algorithms=[_ALGORITHMS[key.key_type]])
        signed = jws.deserialize_compact(token, key, registry=allowed)
        found = json.loads(signed.payload)
    except (JoseError, ValueError, KeyError):
        raise Refused("The signature is not good: it was forged or damaged.") from None
    if not isinstance(found, dict):
        raise Refused("This is no certificate.")
    return found


def _of_badge(found: Claims) -> Verified:
    try:
        subject = found["credentialSubject"]
        if "OpenBadgeCredential" not in found["type"]:
            raise Refused("This is no certificate.")
        return Verified(
            number=found["id"].rsplit("/", 2)[1],
            name=subject["identifier"][0]["identityHash"],
            course=subject["achievement"]["name"],
            issued_at=_moment(found["nbf"]),
            expires_at=_moment(found["exp"]) if "exp" in found else None,
            revocation_checked=False,
        )
    except (KeyError, IndexError, TypeError, AttributeError):
        raise Refused("This is no certificate.") from None


def _of_ticket(found: Claims) -> Verified:
    try:
        return Verified(
            number=found["jti"],
            name=found["name"],
            course=found["course"],
            issued_at=_moment(found["iat"]),
            expires_at=_moment(found["exp"]) if "exp" in found else None,
            revocation_checked=False,
        )
    except (KeyError, TypeError):
        raise Refused("This is no certificate.") from None


def _is_revoked(found: Claims, listed: Claims, at: datetime) -> bool:
    try:
        subject = listed["credentialSubject"]
        if subject["type"] != "BitstringStatusList":
            raise Refused("This is no status list.")
        if _moment(listed["exp"]) <= at:
            raise Refused("The status list is too old: download it again.")
        bits = _unpacked(subject["encodedList"])
        number, place = _place(found, len(bits) * 8)
        if not listed["id"].endswith(f"/{number}"):
            raise Refused(f"Status list {number} is needed, and this is another.")
        return bool(bits[place // 8] & 0x80 >> place % 8)
    except (KeyError, TypeError, ValueError, zlib.error):
        raise Refused("This is no status list.") from None


def _place(found: Claims, size: int) -> tuple[int, int]:
    """Which list the certificate stands in, the first is 1, and where."""
    if "credentialStatus" in found:
        entry = found["credentialStatus"]
        number = int(entry["statusListCredential"].rpartition("/")[2])
        return number, int(entry["statusListIndex"])
    return found["status"] // size + 1, found["status"] % size


def _unpacked(encoded: str) -> bytes:
    packed = encoded.removeprefix("u")
    content = urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    unpacker = zlib.decompressobj(wbits=31)  # gzip
    bits = unpacker.decompress(content, _LIST_MOST)
    if not unpacker.eof:
        raise ValueError("too long")
    return bits


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)

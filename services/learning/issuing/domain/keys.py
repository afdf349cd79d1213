"""Generations of signing keys: a new one signs, the old ones go on proving.

A generation is two keys. RSA signs badges and status lists, because RS256 is what
every Open Badges verifier must know; P-256 signs tickets, because its signatures are
a quarter as long and a ticket has to fit into a picture (ADR 14).
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from joserfc import jwe, jwk, jwt
from joserfc.errors import JoseError

from shared.errors import NotFound

Jwk = dict[str, Any]

_RSA_BITS = 2048
_ID_LENGTH = 11  # characters of a thumbprint: 66 bits, and it stands in every ticket
_SEAL = {"alg": "dir", "enc": "A256GCM"}


@dataclass(frozen=True, slots=True)
class Generation:
    """Two keys made together. ``sealed`` holds their private parts, encrypted."""

    number: int
    made_at: datetime
    badge: Jwk  # public
    ticket: Jwk  # public
    sealed: str  # a compact JWE of both private keys


@dataclass(frozen=True, slots=True)
class Signer:
    """A generation opened. Never leaves the process, never printed."""

    badge: jwk.RSAKey
    ticket: jwk.ECKey

    def __repr__(self) -> str:
        return "Signer(…)"

    def sign_badge(self, claims: dict[str, Any], key_url: str) -> str:
        """A compact JWS whose ``kid`` is where anyone finds the public key."""
        kid = f"{key_url}/{key_id(self.badge)}"
        header = {"alg": "RS256", "kid": kid, "typ": "JWT"}
        return jwt.encode(header, claims, self.badge, algorithms=["RS256"])

    def sign_ticket(self, claims: dict[str, Any]) -> str:
        """A compact JWS as short as it can be."""
        header = {"alg": "ES256", "kid": key_id(self.ticket)}
        return jwt.encode(
            header, claims, self.ticket, algorithms=["ES256"], default_type=None
        )


def make(number: int, secret: str, *, at: datetime) -> Generation:
    """New keys; ``secret`` is what opens them again."""
    badge = jwk.RSAKey.generate_key(_RSA_BITS)
    ticket = jwk.ECKey.generate_key("P-256")
    private = [key.as_dict(private=True) for key in (badge, ticket)]
    sealed = jwe.encrypt_compact(_SEAL, json.dumps(private), _sealing_key(secret))
    return Generation(
        number,
        at,
        badge.as_dict(private=False),
        ticket.as_dict(private=False),
        sealed,
    )


def unseal(generation: Generation, secret: str) -> Signer:
    """Raises:
    ValueError: ``secret`` is not what the keys were sealed with.
    """
    try:
        opened = jwe.decrypt_compact(generation.sealed, _sealing_key(secret))
    except JoseError as exc:
        raise ValueError(
            f"ISSUING_SECRET does not open signing key {generation.number}"
        ) from exc
    badge, ticket = json.loads(opened.plaintext or b"")
    return Signer(jwk.RSAKey.import_key(badge), jwk.ECKey.import_key(ticket))


def published(generations: Iterable[Generation], key_url: str) -> list[Jwk]:
    """Every public key there ever was, the newest first, named as headers name it."""
    keys: list[Jwk] = []
    for generation in sorted(generations, key=lambda one: -one.number):
        badge_id = key_id(jwk.RSAKey.import_key(generation.badge))
        keys.append(_public(generation.badge, "RS256", f"{key_url}/{badge_id}"))
        ticket_id = key_id(jwk.ECKey.import_key(generation.ticket))
        keys.append(_public(generation.ticket, "ES256", ticket_id))
    return keys


def find(keys: Iterable[Jwk], wanted: str) -> Jwk:
    """The key that ends with this id.

    Raises:
        NotFound: ``key_not_found``.
    """
    for key in keys:
        if str(key["kid"]).rpartition("/")[2] == wanted:
            return key
    raise NotFound("key_not_found", "There is no such key.")


def key_id(key: jwk.RSAKey | jwk.ECKey) -> str:
    """The beginning of the key's thumbprint (RFC 7638)."""
    return key.thumbprint()[:_ID_LENGTH]


def _public(key: Jwk, algorithm: str, kid: str) -> Jwk:
    return {**key, "alg": algorithm, "use": "sig", "kid": kid}


def _sealing_key(secret: str) -> jwk.OctKey:
    # Derived for one purpose, so that the secret may come to serve another.
    derived = hmac.digest(secret.encode(), b"learning issuing keys", hashlib.sha256)
    return jwk.OctKey.import_key(derived)

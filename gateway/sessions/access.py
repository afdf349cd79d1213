"""Access tokens: signed JWTs that live ten minutes (RFC 9068, symmetric key).

A token names a person and a session. It is checked without a database first; that
its session still stands is asked after, so that signing out counts at once.
"""

from dataclasses import dataclass
from datetime import datetime

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from gateway.refusals import Unauthenticated

LIFETIME_S = 600
_ALGORITHM = "HS256"
_ISSUER = "gateway"


@dataclass(frozen=True, slots=True)
class Access:
    person_id: str
    session: str


def issue(key: bytes, access: Access, *, at: datetime) -> str:
    now = int(at.timestamp())
    return jwt.encode(
        {"alg": _ALGORITHM, "typ": "at+jwt"},
        {
            "iss": _ISSUER,
            "aud": _ISSUER,
            "sub": access.person_id,
            "sid": access.session,
            "iat": now,
            "exp": now + LIFETIME_S,
        },
        OctKey.import_key(key),
    )


def read(key: bytes, token: str, *, at: datetime) -> Access:
    """Who and which session a token names.

    Raises:
        Unauthenticated: ``token_invalid`` or ``token_expired``.
    """
    try:
        found = jwt.decode(token, OctKey.import_key(key), algorithms=[_ALGORITHM])
        if found.header.get("typ") != "at+jwt":
            raise _invalid()
        jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": _ISSUER},
            aud={"essential": True, "value": _ISSUER},
            sub={"essential": True},
            sid={"essential": True},
        ).validate(found.claims)
        expires = int(found.claims["exp"])
        access = Access(str(found.claims["sub"]), str(found.claims["sid"]))
    except (JoseError, ValueError, KeyError, TypeError):
        raise _invalid() from None
    if expires <= at.timestamp():
        raise Unauthenticated("token_expired", "The access token has expired.")
    return access


def _invalid() -> Unauthenticated:
    return Unauthenticated("token_invalid", "The access token is not valid.")

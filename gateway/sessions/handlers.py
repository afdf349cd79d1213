"""Starting, continuing and ending sessions: one function per use case."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from gateway.accounts.domain import Person
from gateway.refusals import Unauthenticated
from gateway.sessions import access
from gateway.sessions.access import Access
from gateway.sessions.store import MongoSessions

Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Tokens:
    """What an API client keeps. Neither may be logged or stored by us."""

    access_token: str
    refresh_token: str
    expires_in: int = access.LIFETIME_S  # seconds, of the access token
    token_type: str = "Bearer"  # noqa: S105  # a scheme name, not a secret


def start_page(sessions: MongoSessions, now: Now, person: Person) -> str:
    """Open a page session; the secret that the browser keeps in its cookie."""
    secret = secrets.token_urlsafe(32)
    sessions.open_page(_hash(secret), person.person_id, at=now())
    return secret


def person_of_page(sessions: MongoSessions, now: Now, secret: str) -> Person | None:
    return sessions.person(_hash(secret), "page", at=now())


def end_page(sessions: MongoSessions, secret: str) -> None:
    sessions.end(_hash(secret))


def start_tokens(
    sessions: MongoSessions, now: Now, key: bytes, person: Person
) -> Tokens:
    """Open a token session for a person who has just proved who they are."""
    session, secret, at = secrets.token_urlsafe(16), secrets.token_urlsafe(32), now()
    sessions.open_token(session, person.person_id, _hash(secret), at=at)
    return _tokens(key, Access(person.person_id, session), secret, at)


def refresh_tokens(
    sessions: MongoSessions, now: Now, key: bytes, refresh_token: str
) -> Tokens:
    """Exchange a refresh token for new tokens; the old one is spent.

    A spent token ends its whole session, as does any other wrong secret for it:
    one of two holders is a thief, and which one cannot be told. The single
    exception is a retry within a minute, see ``MongoSessions.rotate``.

    Raises:
        Unauthenticated: ``refresh_invalid`` or, when this ended a session,
            ``refresh_reused``.
    """
    session, _, presented = refresh_token.partition(".")
    successor, at = secrets.token_urlsafe(32), now()
    person_id = sessions.rotate(session, _hash(presented), _hash(successor), at=at)
    if person_id is None:
        if sessions.end(session):
            raise Unauthenticated(
                "refresh_reused",
                "This refresh token was used before; the session has ended.",
            )
        raise Unauthenticated("refresh_invalid", "The refresh token is not valid.")
    return _tokens(key, Access(person_id, session), successor, at)


def person_of_token(
    sessions: MongoSessions, now: Now, key: bytes, token: str
) -> tuple[Person, str]:
    """The person and the session an access token stands for, if both still do.

    Raises:
        Unauthenticated: ``token_invalid``, ``token_expired`` or ``session_ended``.
    """
    at = now()
    named = access.read(key, token, at=at)
    person = sessions.person(named.session, "token", at=at)
    if person is None or person.person_id != named.person_id:
        raise Unauthenticated("session_ended", "This session has ended.")
    return person, named.session


def _tokens(key: bytes, named: Access, secret: str, at: datetime) -> Tokens:
    return Tokens(access.issue(key, named, at=at), f"{named.session}.{secret}")


def _hash(secret: str) -> str:
    """SHA-256 is enough for 256 random bits; nothing can be guessed."""
    return hashlib.sha256(secret.encode()).hexdigest()

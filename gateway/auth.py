"""Who is asking: a bearer token on the API, a page session on pages.

The API never looks at the cookie, so a forged form cannot reach it; pages never look
at a bearer token, and every form of theirs carries a token against forgery.
"""

from typing import Any

from flask import Flask, current_app, g, request, session
from flask_wtf.csrf import CSRFProtect
from pymongo.database import Database

from gateway.accounts.domain import Person
from gateway.clock import now
from gateway.refusals import Unauthenticated
from gateway.sessions import handlers
from gateway.sessions.handlers import Tokens
from gateway.sessions.store import PAGE_MOST, MongoSessions
from gateway.settings import GatewaySettings
from shared.errors import Forbidden
from shared.mongo import Doc

PAGE_LANGUAGES = ("uk", "en")
COOKIE_SECRET = "session"  # noqa: S105  # the key under which the cookie holds it

csrf = CSRFProtect()

__all__ = ["Person", "Unauthenticated", "current_person", "require_person"]


def init_app(app: Flask, settings: GatewaySettings) -> None:
    app.config.update(
        SECRET_KEY=settings.key("cookie"),
        SESSION_COOKIE_NAME="__Host-hub" if settings.cookie_secure else "hub",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.cookie_secure,
        PERMANENT_SESSION_LIFETIME=PAGE_MOST,
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: forms outlive blackouts
        WTF_CSRF_SSL_STRICT=settings.cookie_secure,
    )
    app.extensions["token_key"] = settings.key("access token")
    csrf.init_app(app)


def is_page(path: str) -> bool:
    """Whether a path is for people (``/``, ``/uk/…``, ``/en/…``) and not for code."""
    return path == "/" or path.split("/", 2)[1] in PAGE_LANGUAGES


def current_person() -> Person | None:
    """Who is signed in; asks the database once a request.

    Raises:
        Unauthenticated: a bearer token was sent and is not, or no longer, good.
    """
    if "person" not in g:
        g.person = _of_page() if is_page(request.path) else _of_token()
    found: Person | None = g.person
    return found


def current_person_id() -> str | None:
    """As ``current_person``, for where only the id counts."""
    person = current_person()
    return None if person is None else person.person_id


def require_person() -> Person:
    """Raises Unauthenticated: ``sign_in_required``, or as ``current_person``."""
    person = current_person()
    if person is None:
        raise Unauthenticated("sign_in_required", "Sign in to do this.")
    return person


def require_role(*allowed: str) -> Person:
    """Whoever is signed in, if they have one of these roles.

    Every service asks again; this is for pages that ask none.

    Raises:
        Unauthenticated: as ``require_person``.
        Forbidden: ``role_required``.
    """
    person = require_person()
    if person.roles.isdisjoint(allowed):
        raise Forbidden("role_required", "Your role does not allow this.")
    return person


def has_role(*allowed: str) -> bool:
    """Whether somebody with one of these roles is signed in."""
    person = current_person()
    return person is not None and not person.roles.isdisjoint(allowed)


def start_page_session(person: Person) -> None:
    """Sign this browser in. Everything the cookie held before is dropped."""
    secret = handlers.start_page(_sessions(), now, person)
    session.clear()
    session.permanent = True
    session[COOKIE_SECRET] = secret
    g.person = person


def end_page_session() -> None:
    """Sign this browser out."""
    secret = session.get(COOKIE_SECRET)
    session.clear()
    g.person = None
    if isinstance(secret, str):
        handlers.end_page(_sessions(), secret)


def end_every_session(person: Person) -> None:
    """Sign a person out of every browser and every API client, at once."""
    _sessions().end_all(person.person_id)
    if COOKIE_SECRET in session:
        session.clear()
    g.person = None


def start_tokens(person: Person) -> Tokens:
    return handlers.start_tokens(_sessions(), now, _key(), person)


def refresh_tokens(refresh_token: str) -> Tokens:
    """Raises Unauthenticated: see ``sessions.handlers.refresh_tokens``."""
    return handlers.refresh_tokens(_sessions(), now, _key(), refresh_token)


def end_token_session() -> None:
    """End the session of the bearer token this request came with."""
    require_person()
    _sessions().end(g.token_session)
    g.person = None


def safe_path(path: str | None, default: str) -> str:
    """``path`` if it leads to a page of this site, else ``default``."""
    if not path or not path.isprintable() or "\\" in path or path.startswith("//"):
        return default
    is_ours = path.startswith("/") and path.split("/", 2)[1] in PAGE_LANGUAGES
    return path if is_ours else default


def _of_page() -> Person | None:
    secret = session.get(COOKIE_SECRET)
    if not isinstance(secret, str):
        return None
    return handlers.person_of_page(_sessions(), now, secret)


def _of_token() -> Person | None:
    header = request.headers.get("Authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthenticated("token_invalid", "The access token is not valid.")
    person, g.token_session = handlers.person_of_token(
        _sessions(), now, _key(), token.strip()
    )
    return person


def _sessions() -> MongoSessions:
    database: Database[Doc] = current_app.extensions["database"]
    return MongoSessions(database)


def _key() -> bytes:
    key: Any = current_app.extensions["token_key"]
    return bytes(key)

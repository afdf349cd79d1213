"""Refusals that only the gateway makes, beside the four of ``shared.errors``.

Each carries a stable code and a sentence that is safe to show. Only
``gateway.errors`` knows which HTTP status they become.
"""

from shared.errors import ServiceError


class Unauthenticated(ServiceError):
    """Nobody is signed in, or what was presented as proof does not hold."""


class BadRequest(ServiceError):
    """The request cannot be read at all (malformed JSON, a bad header)."""


class TooMany(ServiceError):
    """Too many requests from this address or for this account."""

    def __init__(self, code: str, detail: str, retry_after_s: int) -> None:
        super().__init__(code, detail)
        self.retry_after_s = retry_after_s

"""Password hashes: argon2id, one set of parameters, raised as machines grow."""

from functools import cache

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from gateway.accounts.domain import PASSWORD_MAX

# OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, 2 passes, 1 lane. RFC 9106
# offers 64 MiB with 3 passes for machines with little memory; sixteen threads
# hashing at once would then take 1 GiB, more than a small node has. When these
# numbers change, each account moves to them at its next sign-in.
_HASHER = PasswordHasher(
    time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID
)


def hash_password(password: str) -> str:
    return _HASHER.hash(password)


def verify(password_hash: str | None, password: str) -> bool:
    """Whether the password fits; as slow for an unknown account (``None``).

    Otherwise the time an answer takes would say which addresses have accounts.
    """
    too_long = len(password) > PASSWORD_MAX
    tried = "" if too_long else password
    try:
        fits = _HASHER.verify(password_hash or _nobodys_hash(), tried)
    except (VerificationError, InvalidHashError):
        return False
    return fits and password_hash is not None and not too_long


def is_outdated(password_hash: str) -> bool:
    """Whether it was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(password_hash)


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash("the account that nobody has")

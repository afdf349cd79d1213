"""What the gateway must be told before it starts."""

import hashlib
import hmac
import sys
from dataclasses import dataclass, field

from shared.config import read

SECRET_MIN = 32  # characters


@dataclass(frozen=True, slots=True)
class GatewaySettings:
    """One field an environment variable of the same name in capitals."""

    mongo_url: str
    amqp_url: str
    secret_key: str = field(repr=False)
    public_url: str = "http://127.0.0.1:8000"
    environment: str = "production"
    log_level: str = "INFO"
    cookie_secure: bool = True
    trusted_proxies: int = 0  # how many proxies in front may set X-Forwarded-*

    # Limits in the notation of the ``limits`` library. Ordinary requests are
    # counted in each worker's memory, attempts to get in are counted in MongoDB.
    # Schools and shelters share one address: limits by address are generous, and of
    # sign-ins only those that fail count.
    limit_requests: str = "1200/minute"
    limit_sign_in_per_account: str = "10/15 minutes"
    limit_sign_in_per_address: str = "100/15 minutes"
    limit_register_per_address: str = "300/hour"
    limit_refresh_per_address: str = "6000/hour"
    # Each request that is allowed may send a mail.
    limit_reset_per_account: str = "5/hour"
    limit_reset_per_address: str = "100/hour"

    cache_max_bytes: int = 32 * 1024 * 1024  # per worker
    cache_max_age_s: int = 60

    def key(self, purpose: str) -> bytes:
        """A 32-byte key for one purpose, so that no key serves two."""
        return hmac.digest(
            self.secret_key.encode(), f"gateway {purpose}".encode(), hashlib.sha256
        )


def load() -> GatewaySettings:
    """From the environment.

    Raises:
        SystemExit: one line naming what is missing or too weak.
    """
    settings = read(GatewaySettings)
    if len(settings.secret_key) < SECRET_MIN:
        sys.exit(f"Cannot start: SECRET_KEY is shorter than {SECRET_MIN} characters.")
    return settings

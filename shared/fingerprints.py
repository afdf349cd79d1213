"""Telling whether two pieces of content say the same."""

import hashlib
import json
from typing import Any


def fingerprint(plain: Any) -> str:
    """SHA-256 over plain JSON values: the same whoever writes them, and in what order
    the keys stand."""
    canonical = json.dumps(
        plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(canonical.encode()).hexdigest()

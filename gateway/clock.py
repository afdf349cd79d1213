"""The time of day, in one place that tests can move."""

from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(UTC)

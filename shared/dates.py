"""Days as our readers write them, by the calendar that they live by."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from babel import dates

KYIV = ZoneInfo("Europe/Kyiv")
# Not the calendar's own "р.", whose full stop would meet the one of a sentence; and no
# American order (November 22), which would read oddly beside Ukrainian dates.
_WRITTEN = {"uk": "d MMMM y 'року'", "en": "d MMMM y"}


def in_words(day: date, language: str) -> str:
    """``day`` in a sentence: 22 листопада 2026 року, 22 November 2026."""
    return str(dates.format_date(day, _WRITTEN[language], locale=language))


def moment(text: str) -> datetime:
    """A moment in UTC: in ISO 8601 with an offset, or as a clock in Kyiv shows it.

    What a clock shows twice, when winter time begins, is the first of the two.

    Raises:
        ValueError: it is no moment, or one that clocks in Kyiv skip.
    """
    found = datetime.fromisoformat(text)
    if found.tzinfo is not None:
        return found.astimezone(UTC)
    told = found.replace(tzinfo=KYIV).astimezone(UTC)
    if told.astimezone(KYIV).replace(tzinfo=None) != found:
        raise ValueError(f"clocks in Kyiv skip {text}")
    return told

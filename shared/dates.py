"""Days as our readers write them, by the calendar that they live by."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from babel import dates

KYIV = ZoneInfo("Europe/Kyiv")
# Not the calendar's own "р.", whose full stop would meet the one of a sentence; and no
# American order (November 22), which would read oddly beside Ukrainian dates.
_WRITTEN = {"uk": "d MMMM y 'року'", "en": "d MMMM y"}


def in_words(day: date, language: str) -> str:
    """``day`` in a sentence: 22 листопада 2026 року, 22 November 2026."""
    return str(dates.format_date(day, _WRITTEN[language], locale=language))

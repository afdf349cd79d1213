"""Contacts, notices and when to try a mail again. Pure: no I/O, no framework."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

# After the first try, after the second, and so on; with them the last of eight tries
# comes within 24 hours, jitter included.
_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
TRIES = len(_PAUSES) + 1
_JITTER = 0.05  # of a pause, earlier or later, so that many mails do not come at once


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach a person. Personal data: never logged, never in an event."""

    person_id: str
    email: str
    name: str
    language: str
    version: int


@dataclass(frozen=True, slots=True)
class Letter:
    """One template filled in one language, for every channel."""

    language: str
    sender: str  # what stands beside the sender's address
    subject: str  # one line that gives nothing away on a locked screen
    message: str | None  # for the inbox on the site, if it goes there
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person is to know, told once through each channel."""

    event_id: str
    template: str
    contact: Contact
    letter: Letter
    link: str  # on the site, from /
    at: datetime
    mail_domain: str  # what the mail's Message-ID ends with


def certificate_path(number: str, language: str) -> str:
    return f"/{language}/certificates/{number}"


def course_path(slug: str, language: str) -> str:
    return f"/{language}/courses/{slug}"


def password_code_path(language: str) -> str:
    """Where a code is typed. The code itself stands in no address (ADR 12)."""
    return f"/{language}/password-reset/code"


def pause_after(tries: int, chance_0_1: float) -> timedelta | None:
    """How long a mail waits after so many tries; None: give it up.

    Args:
        chance_0_1: a random number that spreads the pauses.
    """
    if tries >= TRIES:
        return None
    return _PAUSES[tries - 1] * (1 + _JITTER * (2 * chance_0_1 - 1))

"""``python -m services.notifications.sender``: sends queued mails, one at a time.

Several may run: each mail is held by one of them, under a lease that lapses soon
after its sender dies. A sender killed between the server's yes and our note of it
leaves a mail that is sent again, the same to the last byte, Message-ID included.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address
from functools import partial

from pymongo.errors import PyMongoError

from services.notifications import smtp
from services.notifications.domain import pause_after
from services.notifications.mailbag import LEASE_S, Mail, Mailbag
from shared import mongo
from shared.config import read
from shared.telemetry import configure, log

IDLE_S = 0.25
AWAY_S = 1.0  # the first pause while a server is away; doubles up to the longest
LONGEST_AWAY_S = 30.0

Deliver = Callable[[Mail], None]


@dataclass(frozen=True, slots=True)
class SenderSettings:
    service: str
    mongo_url: str
    smtp_url: str
    mail_from: str


def send_next(mails: Mailbag, deliver: Deliver, stopping: threading.Event) -> bool:
    """Send the mail that is due first; False if none is.

    Raises:
        ServerAway: the mail waits on, and this was no try.
        PyMongoError: the database is away.
    """
    mail = mails.claim()
    if mail is None:
        return False
    try:
        with _kept(mails, mail):
            deliver(mail)
    except smtp.ServerAway:
        mails.put_back(mail)
        raise
    except (smtp.NotNow, smtp.Never) as failure:
        _defer_or_end(mails, mail, failure, stopping)
    else:
        _settle(stopping, partial(mails.sent, mail))
        log.info("mail_sent", mail_id=mail.mail_id)
    return True


def _defer_or_end(
    mails: Mailbag,
    mail: Mail,
    failure: smtp.NotNow | smtp.Never,
    stopping: threading.Event,
) -> None:
    tries, pause = mail.tries + 1, None
    if isinstance(failure, smtp.NotNow):
        pause = pause_after(tries, random.random())  # noqa: S311  # spreads load
    if pause is None:
        _settle(stopping, partial(mails.give_up, mail, failure.code))
        log.warning("mail_undelivered", mail_id=mail.mail_id, code=failure.code)
    else:
        _settle(stopping, partial(mails.again_after, mail, pause, failure.code))
        log.info("mail_deferred", mail_id=mail.mail_id, code=failure.code, tries=tries)


def _settle(stopping: threading.Event, note: Callable[[], None]) -> None:
    """Note what became of a mail, however long the database is away.

    Without the note the mail would be sent again; only an order to stop is stronger.
    """
    while True:
        try:
            note()
        except PyMongoError as exc:
            log.warning("database_away", error=type(exc).__name__)
            if stopping.wait(AWAY_S):
                return
        else:
            return


@contextmanager
def _kept(mails: Mailbag, mail: Mail) -> Iterator[None]:
    """Hold the mail for as long as a slow server takes."""
    done = threading.Event()

    def keep() -> None:
        while not done.wait(LEASE_S / 3):
            try:
                mails.keep(mail)
            except PyMongoError as exc:
                log.warning("database_away", error=type(exc).__name__)

    keeper = threading.Thread(target=keep, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        done.set()


def run(mails: Mailbag, deliver: Deliver, stopping: threading.Event) -> None:
    """Send until told to stop; what is away is waited for."""
    away_s = AWAY_S
    while not stopping.is_set():
        try:
            if not send_next(mails, deliver, stopping):
                stopping.wait(IDLE_S)
            away_s = AWAY_S
        except (smtp.ServerAway, PyMongoError) as exc:
            # Not the database's own words: they may quote what was to be written.
            error = exc.code if isinstance(exc, smtp.ServerAway) else type(exc).__name__
            log.warning("sender_waiting", error=error)
            stopping.wait(away_s * random.uniform(0.8, 1.2))  # noqa: S311
            away_s = min(away_s * 2, LONGEST_AWAY_S)


def main() -> None:
    settings = read(SenderSettings)
    configure("notifications-sender", os.environ.get("LOG_LEVEL", "INFO"))
    try:
        server = smtp.Server.from_url(settings.smtp_url)
        Address(addr_spec=settings.mail_from)
    except (ValueError, HeaderParseError) as exc:
        sys.exit(f"Cannot start: SMTP_URL or MAIL_FROM: {exc}.")
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    db = mongo.connect(settings.mongo_url, f"{settings.service}-sender")
    log.info("sender_started")
    run(
        Mailbag(db),
        lambda mail: smtp.deliver(server, mail, settings.mail_from),
        stopping,
    )
    log.info("sender_stopped")


if __name__ == "__main__":
    main()

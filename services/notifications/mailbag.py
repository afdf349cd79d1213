"""The sender's side of ``mails``: take one, hold it, say what became of it.

Times are the database's own, so that no two machines' clocks can disagree.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pymongo import ASCENDING
from pymongo.database import Database

from shared.mongo import Doc

LEASE_S = 15


@dataclass(frozen=True, slots=True)
class Mail:
    mail_id: str
    claim: str  # this taking of it
    message_id: str
    date: datetime
    tries: int  # before this one
    to: str
    sender: str
    language: str
    subject: str
    text: str
    html: str


class Mailbag:
    def __init__(self, db: Database[Doc]) -> None:
        self._mails = db.mails

    def claim(self) -> Mail | None:
        """The mail that is due first and that no living sender holds."""
        claim = str(uuid.uuid4())
        doc = self._mails.find_one_and_update(
            {
                "state": "queued",
                "$expr": {
                    "$and": [
                        {"$lte": ["$due_at", "$$NOW"]},
                        # Missing sorts before every time.
                        {"$lte": ["$claimed_until", "$$NOW"]},
                    ]
                },
            },
            [{"$set": {"claim": claim, "claimed_until": _from_now(LEASE_S)}}],
            sort=[("due_at", ASCENDING)],
            return_document=True,
        )
        if doc is None:
            return None
        return Mail(
            mail_id=doc["_id"],
            claim=claim,
            message_id=doc["message_id"],
            date=doc["date"],
            tries=doc["tries"],
            **doc["content"],
        )

    def keep(self, mail: Mail) -> None:
        """Hold the mail for another ``LEASE_S`` seconds."""
        self._mails.update_one(
            _held(mail), [{"$set": {"claimed_until": _from_now(LEASE_S)}}]
        )

    def sent(self, mail: Mail) -> None:
        """A server has taken it, whoever may hold it by now."""
        self._end({"_id": mail.mail_id, "state": "queued"}, state="sent")

    def give_up(self, mail: Mail, code: str) -> None:
        """No further try will help; ``code`` is why."""
        self._end(_held(mail), state="undelivered", code=code)

    def again_after(self, mail: Mail, pause: timedelta, code: str) -> None:
        """This try failed with ``code``; the next comes after ``pause``."""
        self._mails.update_one(
            _held(mail),
            [
                {
                    "$set": {
                        "tries": {"$add": ["$tries", 1]},
                        "code": code,
                        "due_at": _from_now(pause.total_seconds()),
                    }
                },
                {"$unset": ["claim", "claimed_until"]},
            ],
        )

    def put_back(self, mail: Mail) -> None:
        """It was not tried at all: the server could not be reached."""
        self._mails.update_one(
            _held(mail), {"$unset": {"claim": True, "claimed_until": True}}
        )

    def _end(self, which: Doc, **outcome: Any) -> None:
        """Keep what became of the mail; its content and the address go."""
        self._mails.update_one(
            which,
            [
                {
                    "$set": {
                        **outcome,
                        "tries": {"$add": ["$tries", 1]},
                        "done_at": "$$NOW",
                    }
                },
                {"$unset": ["claim", "claimed_until", "due_at", "content"]},
            ],
        )


def _held(mail: Mail) -> Doc:
    return {"_id": mail.mail_id, "state": "queued", "claim": mail.claim}


def _from_now(seconds: float) -> Doc:
    return {
        "$dateAdd": {
            "startDate": "$$NOW",
            "unit": "millisecond",
            "amount": int(seconds * 1000),
        }
    }

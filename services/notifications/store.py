"""``contacts`` by person; ``titles`` by ``slug@version``; ``messages``, the inbox on
the site; ``mails``, what is to leave by e-mail.

A notice is one row in ``messages`` and one in ``mails``, or in ``mails`` alone. In both
the index ``once`` lets an event, or a request, reach a person through a template a
single time.
"""

import uuid

from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from services.notifications.domain import Contact, Notice
from shared import mongo, outbox
from shared.envelope import AlreadyHandled, Cause
from shared.errors import NotFound
from shared.mongo import Doc


class MongoContacts:
    def __init__(self, db: Database[Doc]) -> None:
        self._contacts = db.contacts

    def put(self, contact: Contact) -> bool:
        """Keep the contact unless the same or a newer version is known."""
        try:
            self._contacts.replace_one(
                {"_id": contact.person_id, "version": {"$lt": contact.version}},
                {
                    "email": contact.email,
                    "name": contact.name,
                    "language": contact.language,
                    "version": contact.version,
                },
                upsert=True,
            )
        except DuplicateKeyError:  # it is there, and not older
            return False
        return True

    def get(self, person_id: str) -> Contact:
        """Raises:
        NotFound: ``contact_unknown``.
        """
        doc = self._contacts.find_one({"_id": person_id})
        if doc is None:
            raise NotFound("contact_unknown", "Nobody told yet how to reach them.")
        return Contact(
            doc["_id"], doc["email"], doc["name"], doc["language"], doc["version"]
        )


class MongoTitles:
    def __init__(self, db: Database[Doc]) -> None:
        self._db = db

    def put(
        self, slug: str, version: int, titles: dict[str, str], *, cause: Cause
    ) -> None:
        def write(tx: ClientSession) -> None:
            self._db.titles.replace_one(
                {"_id": f"{slug}@{version}"},
                {"titles": titles},
                upsert=True,
                session=tx,
            )
            outbox.record(self._db, [], cause, session=tx)

        mongo.transact(self._db, write)

    def get(self, slug: str, version: int) -> dict[str, str]:
        """Titles by language.

        Raises:
            NotFound: ``title_unknown``.
        """
        doc = self._db.titles.find_one({"_id": f"{slug}@{version}"})
        if doc is None:
            raise NotFound("title_unknown", "Nobody told yet what it is called.")
        titles: dict[str, str] = doc["titles"]
        return titles


class MongoNotices:
    def __init__(self, db: Database[Doc]) -> None:
        self._db = db

    def send(self, notice: Notice, *, cause: Cause) -> None:
        """Put it in the inbox and queue its mail, together with the inbox record.

        Raises:
            AlreadyHandled: this event was told to this person before.
        """
        message, mail = _message(notice), _mail(notice)

        def write(tx: ClientSession) -> None:
            outbox.record(self._db, [], cause, session=tx)
            try:
                self._db.messages.insert_one(message, session=tx)
                self._db.mails.insert_one(mail, session=tx)
            except DuplicateKeyError as exc:
                raise AlreadyHandled(notice.event_id) from exc

        mongo.transact(self._db, write)

    def queue_mail(self, notice: Notice) -> bool:
        """Queue its mail and nothing else; False if that was done before."""
        try:
            self._db.mails.insert_one(_mail(notice))
        except DuplicateKeyError:
            return False
        return True


def _key(notice: Notice, channel: str) -> Doc:
    return {
        "event_id": notice.event_id,
        "person_id": notice.contact.person_id,
        "template": notice.template,
        "channel": channel,
    }


def _message(notice: Notice) -> Doc:
    return {
        "_id": str(uuid.uuid4()),
        **_key(notice, "site"),
        "language": notice.letter.language,
        "subject": notice.letter.subject,
        "body": notice.letter.message,
        "link": notice.link,
        "created_at": notice.at,
        "read": False,
    }


def _mail(notice: Notice) -> Doc:
    """All that the mail will say, so that every try sends the same one."""
    mail_id = str(uuid.uuid4())
    letter = notice.letter
    return {
        "_id": mail_id,
        **_key(notice, "email"),
        "message_id": f"<{mail_id}@{notice.mail_domain}>",
        "date": notice.at,
        "state": "queued",
        "due_at": notice.at,
        "tries": 0,
        "content": {
            "to": notice.contact.email,
            "sender": letter.sender,
            "language": letter.language,
            "subject": letter.subject,
            "text": letter.text,
            "html": letter.html,
        },
    }

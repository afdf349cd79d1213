"""What the notifications service can do: one function per use case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.notifications.domain import (
    Contact,
    Notice,
    certificate_path,
    course_path,
    password_code_path,
)
from services.notifications.letters import sentence, write
from shared.contracts.learning import (
    CertificateRenewed,
    CertificateRevoked,
    CourseCompleted,
    CoursePublished,
    LearnerNudged,
)
from shared.contracts.notifications_rpc import PASSWORD_CODE_MINUTES
from shared.dates import in_words
from shared.envelope import Cause, Envelope, open_event
from shared.identity import Identity
from shared.languages import resolve

Now = Callable[[], datetime]


class Contacts(Protocol):
    def put(self, contact: Contact) -> bool: ...
    def get(self, person_id: str) -> Contact: ...


class Titles(Protocol):
    def put(
        self, slug: str, version: int, titles: dict[str, str], *, cause: Cause
    ) -> None: ...
    def get(self, slug: str, version: int) -> dict[str, str]: ...


class Notices(Protocol):
    def send(self, notice: Notice, *, cause: Cause) -> None: ...
    def queue_mail(self, notice: Notice) -> bool: ...


@dataclass(frozen=True, slots=True)
class Addresses:
    """The platform's own."""

    public_url: str  # where links lead
    mail_from: str

    def link(self, path: str) -> str:
        return self.public_url.rstrip("/") + path

    @property
    def mail_domain(self) -> str:
        return self.mail_from.rpartition("@")[2]


def put_contact(contacts: Contacts, caller: Identity, contact: Contact) -> bool:
    """Learn how to reach a person; whether that was news.

    Raises:
        Forbidden: ``role_required``: only the gateway tells.
    """
    caller.require_role("system")
    return contacts.put(contact)


def send_password_code(
    contacts: Contacts,
    notices: Notices,
    now: Now,
    addresses: Addresses,
    caller: Identity,
    *,
    person_id: str,
    code: str,
    request_id: str,
) -> bool:
    """Queue the mail with a code, once for a request; whether it was queued now.

    Raises:
        Forbidden: ``role_required``: only the gateway asks.
        NotFound: ``contact_unknown``: it has not told the contact yet.
    """
    caller.require_role("system")
    contact = contacts.get(person_id)
    path = password_code_path(contact.language)
    letter = write(
        "password_code",
        contact.language,
        code=code,
        link=addresses.link(path),
        minutes=str(PASSWORD_CODE_MINUTES),
    )
    notice = Notice(
        request_id,
        "password_code",
        contact,
        letter,
        link=path,
        at=now(),
        mail_domain=addresses.mail_domain,
    )
    return notices.queue_mail(notice)


def keep_titles(titles: Titles, envelope: Envelope) -> None:
    """Remember what a course version is called; versions come in any order."""
    published = open_event(envelope, CoursePublished)
    titles.put(
        published.slug,
        published.course_version,
        published.titles,
        cause=envelope.cause,
    )


# What is said of a certificate, and the event that says it.
OF_CERTIFICATES: dict[
    str, type[CourseCompleted] | type[CertificateRenewed] | type[CertificateRevoked]
] = {
    "course_completed": CourseCompleted,
    "certificate_renewed": CertificateRenewed,
    "certificate_revoked": CertificateRevoked,
}


def tell_holder(
    contacts: Contacts,
    titles: Titles,
    notices: Notices,
    now: Now,
    addresses: Addresses,
    template: str,
    envelope: Envelope,
) -> None:
    """Tell a person what became of a certificate, once on the site and once by mail.

    Args:
        template: one of ``OF_CERTIFICATES``.

    Raises:
        NotFound: ``contact_unknown`` or ``title_unknown``: whoever knows has not
            told us yet; the event's delayed retry asks again.
    """
    told = open_event(envelope, OF_CERTIFICATES[template])
    contact = contacts.get(told.person_id)
    known = titles.get(told.slug, told.course_version)
    _, title = resolve(known, contact.language)
    link = certificate_path(told.certificate_number, contact.language)
    letter = write(
        template,
        contact.language,
        title=title,
        name=contact.name,
        number=told.certificate_number,
        link=addresses.link(link),
    )
    notice = Notice(
        envelope.id,
        template,
        contact,
        letter,
        link=link,
        at=now(),
        mail_domain=addresses.mail_domain,
    )
    notices.send(notice, cause=envelope.cause)


def remind_learner(
    contacts: Contacts,
    titles: Titles,
    notices: Notices,
    now: Now,
    addresses: Addresses,
    envelope: Envelope,
) -> None:
    """Remind a person of a course, once on the site and once by e-mail.

    Raises:
        NotFound: ``contact_unknown`` or ``title_unknown``, as for a certificate.
    """
    nudged = open_event(envelope, LearnerNudged)
    contact = contacts.get(nudged.person_id)
    language = contact.language
    _, title = resolve(titles.get(nudged.slug, nudged.course_version), language)
    said = sentence(
        "learner_nudged",
        language,
        reason=nudged.reason,
        title=title,
        due_on=in_words(nudged.due_on, language) if nudged.due_on else "",
    )
    link = course_path(nudged.slug, language)
    letter = write("learner_nudged", language, sentence=said, link=addresses.link(link))
    notice = Notice(
        envelope.id,
        "learner_nudged",
        contact,
        letter,
        link=link,
        at=now(),
        mail_domain=addresses.mail_domain,
    )
    notices.send(notice, cause=envelope.cause)

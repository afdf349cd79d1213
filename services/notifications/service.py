"""Wire the notifications use cases to nameko. No decisions here."""

from typing import Any

from services.notifications import handlers
from services.notifications.domain import Contact
from services.notifications.handlers import Addresses
from services.notifications.queries import Messages
from services.notifications.store import MongoContacts, MongoNotices, MongoTitles
from shared.contracts.learning import (
    CertificateRenewed,
    CertificateRevoked,
    CourseCompleted,
    CoursePublished,
    LearnerNudged,
)
from shared.contracts.notifications_rpc import (
    ContactView,
    ListMessages,
    MarkRead,
    MessagePageView,
    MessageView,
    PasswordCodeView,
    PutContact,
    SendPasswordCode,
)
from shared.envelope import Envelope
from shared.messaging import on_event
from shared.operations import Operations
from shared.providers import Caller, Clock, Settings, Store
from shared.rpc_server import rpc


class NotificationsService(Operations):
    name = "notifications"
    contacts = Store(MongoContacts)
    titles = Store(MongoTitles)
    notices = Store(MongoNotices)
    messages = Store(Messages)
    addresses = Settings(Addresses)
    now = Clock()
    caller = Caller()

    @rpc
    def put_contact(self, **payload: Any) -> Any:
        contact = Contact(**PutContact().load(payload))
        stored = handlers.put_contact(self.contacts, self.caller, contact)
        return ContactView().dump({"stored": stored})

    @rpc
    def send_password_code(self, **payload: Any) -> Any:
        asked = SendPasswordCode().load(payload)
        queued = handlers.send_password_code(
            self.contacts, self.notices, self.now, self.addresses, self.caller, **asked
        )
        return PasswordCodeView().dump({"queued": queued})

    @rpc
    def list_messages(self, **payload: Any) -> Any:
        asked = ListMessages().load(payload)
        person_id = self.caller.require_person()
        return MessagePageView().dump(self.messages.page(person_id, **asked))

    @rpc
    def mark_read(self, **payload: Any) -> Any:
        asked = MarkRead().load(payload)
        person_id = self.caller.require_person()
        return MessageView().dump(self.messages.mark_read(person_id, asked["id"]))

    @on_event(CoursePublished)
    def on_course_published(self, envelope: Envelope) -> None:
        handlers.keep_titles(self.titles, envelope)

    @on_event(CourseCompleted)
    def on_course_completed(self, envelope: Envelope) -> None:
        self._tell_holder("course_completed", envelope)

    @on_event(CertificateRenewed)
    def on_certificate_renewed(self, envelope: Envelope) -> None:
        self._tell_holder("certificate_renewed", envelope)

    @on_event(CertificateRevoked)
    def on_certificate_revoked(self, envelope: Envelope) -> None:
        self._tell_holder("certificate_revoked", envelope)

    def _tell_holder(self, template: str, envelope: Envelope) -> None:
        handlers.tell_holder(
            self.contacts,
            self.titles,
            self.notices,
            self.now,
            self.addresses,
            template,
            envelope,
        )

    @on_event(LearnerNudged)
    def on_learner_nudged(self, envelope: Envelope) -> None:
        handlers.remind_learner(
            self.contacts,
            self.titles,
            self.notices,
            self.now,
            self.addresses,
            envelope,
        )

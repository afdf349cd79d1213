"""Tells notifications whom to reach and how, and orders the mails with codes for new
passwords. ``python -m gateway.contacts``.

Runs beside the gateway. It looks at what is not told yet, not at what happened, so
it may be killed at any moment, run twice, or start late: notifications ignores
versions and requests it has seen.
"""

import signal
import threading
from types import FrameType

from pymongo.errors import PyMongoError

from gateway import settings
from gateway.accounts.store import Contact, MongoAccounts
from gateway.clock import now
from gateway.password_resets import handlers
from gateway.password_resets.domain import Keys
from gateway.password_resets.store import MongoResets
from shared import mongo, telemetry, tracing
from shared.errors import DeadlineExceeded, ServiceError, Unavailable
from shared.identity import SYSTEM
from shared.rpc import RpcClient
from shared.rpc_wire import ServiceFailed
from shared.telemetry import log

PAUSE_S = 1.0


def reconcile(accounts: MongoAccounts, client: RpcClient) -> int:
    """Tell what is untold now; how many people that were.

    Somebody whom notifications refuses is logged and passed over until the next
    round, so that one bad address holds up nobody else.

    Raises:
        Unavailable, DeadlineExceeded: notifications is not there.
    """
    told = 0
    for contact in list(accounts.untold()):
        tracing.start()
        try:
            _tell(client, contact)
        except (Unavailable, DeadlineExceeded):
            raise
        except (ServiceError, ServiceFailed) as refusal:
            log.error(
                "contact_refused",
                person_id=contact.person.person_id,
                error=getattr(refusal, "code", "failed"),
            )
            continue
        accounts.mark_told(contact)
        told += 1
    return told


def order_codes(
    resets: MongoResets, accounts: MongoAccounts, keys: Keys, client: RpcClient
) -> int:
    """Order the mails with codes that were asked for; how many that were.

    Comes after ``reconcile``, so that the contact is known; where it still is not,
    the order is refused and given again in the next round.

    Raises:
        Unavailable, DeadlineExceeded: notifications is not there.
    """

    def order(person_id: str, code: str, request_id: str) -> bool:
        tracing.start()
        try:
            client.call(
                "notifications",
                "send_password_code",
                identity=SYSTEM,
                traceparent=tracing.current.get(),
                person_id=person_id,
                code=code,
                request_id=request_id,
            )
        except (Unavailable, DeadlineExceeded):
            raise
        except (ServiceError, ServiceFailed) as refusal:
            log.error(
                "password_code_refused",
                person_id=person_id,
                error=getattr(refusal, "code", "failed"),
            )
            return False
        return True

    return handlers.order_mails(resets, accounts, now, keys, order)


def _tell(client: RpcClient, contact: Contact) -> None:
    person = contact.person
    client.call(
        "notifications",
        "put_contact",
        identity=SYSTEM,
        traceparent=tracing.current.get(),
        person_id=person.person_id,
        email=person.email,
        name=person.name,
        language=person.language,
        version=contact.version,
    )


def run(
    accounts: MongoAccounts,
    resets: MongoResets,
    keys: Keys,
    client: RpcClient,
    stopping: threading.Event,
) -> None:
    """Reconcile and order until told to stop; what is away is waited for."""
    while not stopping.is_set():
        try:
            if told := reconcile(accounts, client):
                log.info("contacts_told", count=told)
            if ordered := order_codes(resets, accounts, keys, client):
                log.info("password_codes_ordered", count=ordered)
        except (Unavailable, DeadlineExceeded) as away:
            log.warning("contacts_waiting", error=away.code)
        except PyMongoError as failure:
            log.warning("contacts_waiting", error=type(failure).__name__)
        stopping.wait(PAUSE_S)


def main() -> None:
    found = settings.load()
    telemetry.configure("gateway-contacts", found.log_level)
    stopping = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    client = RpcClient(found.amqp_url, services=("notifications",))
    db = mongo.connect(found.mongo_url, "gateway-contacts")
    try:
        run(MongoAccounts(db), MongoResets(db), Keys.of(found), client, stopping)
    finally:
        client.close()


if __name__ == "__main__":
    main()

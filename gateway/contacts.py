"""Tells notifications whom to reach and how. ``python -m gateway.contacts``.

Runs beside the gateway. It looks at what is not told yet, not at what happened, so
it may be killed at any moment, run twice, or start late: notifications ignores
versions it has seen.
"""

import signal
import threading
from types import FrameType

from pymongo.errors import PyMongoError

from gateway import settings
from gateway.accounts.store import Contact, MongoAccounts
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


def run(accounts: MongoAccounts, client: RpcClient, stopping: threading.Event) -> None:
    """Reconcile until told to stop; what is away is waited for."""
    while not stopping.is_set():
        try:
            if told := reconcile(accounts, client):
                log.info("contacts_told", count=told)
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
    accounts = MongoAccounts(mongo.connect(found.mongo_url, "gateway-contacts"))
    try:
        run(accounts, client, stopping)
    finally:
        client.close()


if __name__ == "__main__":
    main()

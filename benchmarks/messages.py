"""RPC and events: ours against nameko's own, on the same servers in one run."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from typing import Any

from nameko.standalone.events import event_dispatcher
from pymongo.database import Database

from benchmarks import load
from deploy.local.servers import Servers
from shared import mongo, outbox
from shared.contracts.content import ItemPublished
from shared.envelope import Cause
from shared.mongo import Doc
from shared.rpc import RpcClient

EVENTS = 3000
WRITERS = 8
TRACE = f"00-{'a' * 32}-{'b' * 16}-01"


def environment(servers: Servers, service: str) -> dict[str, str]:
    return {
        "SERVICE": service,
        "MONGO_URL": mongo_url(servers, service),
        "AMQP_URL": servers.addresses.amqp_url("operator"),
    }


def mongo_url(servers: Servers, service: str) -> str:
    admin = servers.addresses.mongo_admin_url
    return admin.replace("/?", f"/bench_{service}?", 1)


def prepare(servers: Servers) -> dict[str, Database[Doc]]:
    found = {}
    for service in ("stock", "ours"):
        db = mongo.connect(mongo_url(servers, service), "bench")
        db.client.drop_database(db.name)
        outbox.create_outbox_and_inbox(db)
        found[service] = db
    return found


def rpc(servers: Servers) -> tuple[float, float, float]:
    """Requests a second: (ours, nameko's pooled proxies, ratio)."""
    environ = environment(servers, "ours")
    with (
        load.gunicorn("multiplexed", environ) as ours,
        load.gunicorn("pooled", environ) as theirs,
    ):
        return load.compare(ours, theirs)


def events(servers: Servers, dbs: dict[str, Database[Doc]]) -> tuple[float, ...]:
    """Events a second from the first publication to the last effect."""
    pairs = []
    for _ in range(load.ROUNDS):
        pairs.append((_ours(dbs["ours"]), _stock(servers, dbs["stock"])))
    return (
        median(one for one, _ in pairs),
        median(other for _, other in pairs),
        median(one / other for one, other in pairs),
    )


def _ours(db: Database[Doc]) -> float:
    db.effects.delete_many({})

    def publish(number: int) -> None:
        def write(tx: Any) -> None:
            event = ItemPublished(slug=f"item-{number}", revision=1)
            outbox.record(db, [event], Cause(TRACE), session=tx)

        mongo.transact(db, write)

    began = time.monotonic()
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(publish, range(EVENTS)))
    return EVENTS / _until_all(db, began)


def _stock(servers: Servers, db: Database[Doc]) -> float:
    db.effects.delete_many({})
    config = {"AMQP_URI": servers.addresses.amqp_url("operator")}
    dispatch = event_dispatcher(config)
    began = time.monotonic()
    for number in range(EVENTS):
        payload = {"slug": f"item-{number}", "revision": 1}
        dispatch("bench", ItemPublished.type, payload)
    return EVENTS / _until_all(db, began)


def _until_all(db: Database[Doc], began: float) -> float:
    while db.effects.count_documents({}) < EVENTS:
        if time.monotonic() - began > 120:
            sys.exit("Not every event had its effect within two minutes.")
        time.sleep(0.02)
    return time.monotonic() - began


def wait_for_services(servers: Servers) -> None:
    client = RpcClient(servers.addresses.amqp_url("operator"), ("stock", "ours"))
    until = time.monotonic() + 30
    while not (client.is_present("stock") and client.is_present("ours")):
        if time.monotonic() > until:
            sys.exit("The services of the benchmark do not start.")
        time.sleep(0.1)
    client.close()

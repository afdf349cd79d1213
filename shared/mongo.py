"""MongoDB conventions: one database per service, transactions on a replica set."""

from collections.abc import Callable
from typing import Any, TypeVar

import pymongo
from pymongo import MongoClient
from pymongo.client_session import ClientSession
from pymongo.database import Database

Doc = dict[str, Any]
T = TypeVar("T")

# An operation, retries included, may take this long before the caller is told that
# the database is away. Longer than a primary's re-election or a quick restart.
OPERATION_S = 8.0


def connect(url: str, service: str) -> Database[Doc]:
    """The database named in the path of ``url``; connects when first used.

    A write is acknowledged by a majority, journal included, or raises.
    """
    client: MongoClient[Doc] = MongoClient(
        url,
        appname=service,
        tz_aware=True,
        w="majority",
        journal=True,
        readConcernLevel="majority",
        uuidRepresentation="standard",
        timeoutMS=int(OPERATION_S * 1000),
        serverSelectionTimeoutMS=int(OPERATION_S * 1000),
    )
    return client.get_default_database()


def transact(db: Database[Doc], work: Callable[[ClientSession], T]) -> T:
    """Run ``work`` in a transaction, again if the server asks for a retry.

    ``work`` may therefore run more than once: database calls only, no RPC, no mail.
    All runs together take ``OPERATION_S`` at most; the driver alone would try for two
    minutes and hold a worker for as long.
    """
    with pymongo.timeout(OPERATION_S), db.client.start_session() as session:
        return session.with_transaction(work)

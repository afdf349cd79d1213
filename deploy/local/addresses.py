"""Addresses of the servers as the platform's processes get them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from deploy.local.ports import HOST

REPLICA_SET = "hub"


@dataclass(frozen=True, slots=True)
class Addresses:
    """URLs with credentials.

    ``mongo_base`` and ``amqp_base`` are set when the person brought servers of their
    own (``MONGO_URL``, ``AMQP_URL``): then every process gets those credentials, and
    only the database in the path differs.
    """

    ports: Mapping[str, int]
    passwords: Mapping[str, str]
    mongo_base: str | None = None
    amqp_base: str | None = None

    def mongo_url(self, owner: str) -> str:
        """The address of one owner's database, for that owner's user."""
        if self.mongo_base:
            return with_database(self.mongo_base, owner)
        return self._own_mongo(owner, database=owner, source=owner)

    @property
    def mongo_admin_url(self) -> str:
        """The address for the one user who may do everything."""
        if self.mongo_base:
            return self.mongo_base
        return self._own_mongo("admin", database="", source="admin")

    def _own_mongo(self, user: str, *, database: str, source: str) -> str:
        host = f"{HOST}:{self.ports['mongod']}"
        login = f"{user}:{self.passwords[f'mongo.{user}']}"
        options = urlencode({"replicaSet": REPLICA_SET, "authSource": source})
        return f"mongodb://{login}@{host}/{database}?{options}"

    def amqp_url(self, owner: str) -> str:
        """The broker's address for one owner's user."""
        if self.amqp_base:
            return self.amqp_base
        login = f"{owner}:{self.passwords[f'rabbit.{owner}']}"
        return f"amqp://{login}@{HOST}:{self.ports['rabbitmq']}/"

    @property
    def public_url(self) -> str:
        """Where people open the platform."""
        return f"http://{HOST}:{self.ports['gateway']}"

    @property
    def smtp_url(self) -> str:
        return f"smtp://{HOST}:{self.ports['smtp']}"

    @property
    def mail_url(self) -> str:
        """The page (and REST interface) that shows the mail sent."""
        return f"http://{HOST}:{self.ports['mail']}"


def with_database(url: str, database: str) -> str:
    """The same server and login, another database.

    MongoDB checks a password in the database that the path names unless
    ``authSource`` says otherwise, so the old path becomes the ``authSource``.
    """
    parts = urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if parts.username and "authSource" not in options:
        options["authSource"] = parts.path.strip("/") or "admin"
    return urlunsplit(
        (parts.scheme, parts.netloc, f"/{database}", urlencode(options), "")
    )

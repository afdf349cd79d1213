"""The same work through our entrypoints: nothing is lost, nothing done twice."""

from typing import Any

from benchmarks.documents import Documents
from shared.contracts.content import ItemPublished
from shared.envelope import Envelope, open_event
from shared.messaging import on_event
from shared.operations import Operations
from shared.providers import Store
from shared.rpc_server import rpc


class OurService(Operations):
    name = "ours"
    documents = Store(Documents)

    @rpc
    def read(self, slug: str) -> dict[str, Any]:
        found: dict[str, Any] = self.documents.read(slug)
        return found

    @on_event(ItemPublished)
    def on_item_published(self, envelope: Envelope) -> None:
        published = open_event(envelope, ItemPublished)
        self.documents.count_once(published.slug, envelope.cause)

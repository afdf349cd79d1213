"""What nameko does by itself: the baseline for RPC and for events.

The same work as ``benchmarks.our_service``: read one document; count one effect.
"""

from typing import Any

from nameko.events import event_handler
from nameko.rpc import rpc

from benchmarks.documents import Documents
from shared.providers import Store


class StockService:
    name = "stock"
    documents = Store(Documents)

    @rpc
    def read(self, slug: str) -> dict[str, Any]:
        found: dict[str, Any] = self.documents.read(slug)
        return found

    @event_handler("bench", "content.item.published.v1")
    def count(self, payload: dict[str, Any]) -> None:
        self.documents.count(payload["slug"])

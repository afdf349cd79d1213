"""Entrypoints of the library as one file. No decisions here."""

from base64 import b64encode
from typing import Any

from services.content.copies.bundles import MongoBundles
from services.content.orders import LIBRARY
from shared.contracts import bundle_rpc as wire
from shared.providers import Caller, Store
from shared.rpc_server import rpc
from shared.schemas import dump, load


class BundleEntrypoints:
    bundles = Store(MongoBundles)
    caller = Caller()

    @rpc
    def get_bundle(self, **payload: Any) -> Any:
        asked = load(wire.OfBundle, payload)
        self._check(asked["kind"])
        return dump(wire.BundleView, self.bundles.newest(asked["kind"]))

    @rpc
    def read_bundle(self, **payload: Any) -> Any:
        asked = load(wire.ReadBundle, payload)
        self._check(asked["kind"])
        piece = self.bundles.read(**asked)
        return dump(wire.PieceView, {"content": b64encode(piece).decode()})

    @rpc
    def order_bundle(self, **payload: Any) -> Any:
        self.caller.require_role("administrator")
        self.bundles.order(load(wire.OfBundle, payload)["kind"])

    def _check(self, kind: str) -> None:
        if kind != LIBRARY:
            self.caller.require_role("administrator")

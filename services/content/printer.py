"""The library's printer: a process of its own that turns items into PDF (ADR 26).

A sheet is made when it is first asked for, in a native thread beside the loop, and
kept as long as it would come out the same.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import Any

from eventlet import tpool

from services.content.contents.store import MongoContents
from services.content.copies import article
from services.content.copies.pictures import read_picture
from services.content.copies.store import MongoSheets
from services.content.queries import ItemQueries
from shared import tagged_pdf
from shared.config import PublicSite
from shared.contracts.content_rpc import GetItem
from shared.contracts.library_printer_rpc import PrintedItemView
from shared.politeness import Politeness
from shared.providers import Settings, Store
from shared.rpc_server import rpc
from shared.schemas import dump, load

_TEMPLATE = "sheet.html"


class LibraryPrinterService:
    name = "library-printer"
    politeness = Politeness()
    items = Store(ItemQueries)
    contents = Store(MongoContents)
    sheets = Store(MongoSheets)
    site = Settings(PublicSite)

    @rpc
    def ping(self) -> dict[str, str]:
        return {"library-printer": "ok"}

    @rpc
    def print_item(self, **payload: Any) -> Any:
        asked = load(GetItem, payload)
        slug, language = asked["slug"], asked["language"]
        item = self.items.get(slug, language)
        html = article.render(
            _TEMPLATE,
            item,
            language,
            site=self.site.address,
            pictures=_pictures(item, self.contents),
        )
        made_from = sha256(html.encode()).hexdigest()
        made = self.sheets.find(slug, language, made_from)
        if made is None:
            made = tpool.execute(tagged_pdf.to_pdf, html)
            self.sheets.keep(slug, language, made_from, made)
        return dump(
            PrintedItemView,
            {"content": b64encode(made).decode(), "revision": item["revision"]},
        )


def _pictures(item: dict[str, Any], contents: MongoContents) -> dict[str, str]:
    """The item's pictures as addresses that hold them."""
    found = {}
    for file in item["files"]:
        if file["media_type"].startswith("image/"):
            content, media_type = read_picture(contents, file["digest"])
            encoded = b64encode(content).decode()
            found[file["name"]] = f"data:{media_type};base64,{encoded}"
    return found

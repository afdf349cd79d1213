"""``python -m services.content.bundle``: makes the library as one file for devices
without network, each night and whenever it is ordered (ADR 26).

It computes much, so it runs politely: the process asks the machine for what others
leave.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pymongo.database import Database

from services.content.contents.store import MongoContents
from services.content.copies import zim
from services.content.copies.bundles import MongoBundles
from services.content.copies.pictures import read_picture
from services.content.orders import KINDS, LIBRARY, WHOLE, fulfil, ordered
from services.content.queries import ItemQueries
from shared import rounds
from shared.config import PublicSite, read
from shared.dates import KYIV
from shared.errors import NotFound
from shared.languages import LANGUAGES
from shared.mongo import Doc
from shared.niceness import give_way

ROUND_S = 5
NIGHT = time(3, tzinfo=KYIV)  # by when editors have gone home
# Whoever ordered the whole library has fetched it by then.
_WHOLE_LASTS = timedelta(days=1)
# Nothing sensitive on a device unless somebody asks for it (SAFETY, R10).
SENSITIVE = "violence"


def keep(db: Database[Doc], *, site: str) -> int:
    """One round; how many bundles were made."""
    bundles, now = MongoBundles(db), _now()
    bundles.forget(WHOLE, before=now - _WHOLE_LASTS)
    made = 0
    for kind in KINDS:
        number = ordered(db, kind)
        is_due = kind == LIBRARY and is_old(bundles.made_at(kind), now)
        if number is not None or is_due:
            make(db, kind, site=site, at=now)
            made += 1
        if number is not None:
            fulfil(db, kind, number)
    return made


def is_old(made_at: datetime | None, now: datetime) -> bool:
    """Whether a night has begun since."""
    here = now.astimezone(KYIV)
    night = datetime.combine(here.date(), NIGHT)
    if night > here:
        night = datetime.combine(here.date() - timedelta(days=1), NIGHT)
    return made_at is None or made_at < night


def make(db: Database[Doc], kind: str, *, site: str, at: datetime) -> None:
    """Write a bundle and keep it in place of the one before.

    Raises:
        zim.Broken: what was written cannot be read back; the one before stays.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{zim.NAME}.zim"
        picture = partial(read_picture, MongoContents(db))
        count = zim.write(path, _items(db, kind), picture, site=site, at=at)
        MongoBundles(db).keep(kind, path, items=count, at=at)


def _items(db: Database[Doc], kind: str) -> Iterator[list[dict[str, Any]]]:
    """What readers have, each item in every language that its text exists in."""
    queries = ItemQueries(db)
    wanted = {} if kind == WHOLE else {"topics": {"$ne": SENSITIVE}}
    for doc in db.items.find(wanted, {"_id": 1}).sort("_id"):
        try:
            shown = [queries.get(doc["_id"], language) for language in LANGUAGES]
        except NotFound:  # taken away meanwhile
            continue
        yield [*{one["language"]: one for one in shown}.values()]


def _now() -> datetime:
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


if __name__ == "__main__":
    give_way()
    site = read(PublicSite).address
    rounds.main("bundle", partial(keep, site=site), every_s=ROUND_S)

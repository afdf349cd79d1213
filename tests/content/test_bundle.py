"""When the library is made as one file, what is in it, and who gets it."""

from __future__ import annotations

from base64 import b64decode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from libzim.reader import Archive
from nameko.testing.services import worker_factory
from pymongo.database import Database

from services.content import bundle
from services.content.bundle import is_old, keep
from services.content.copies.bundles import MongoBundles
from services.content.migrations import MIGRATIONS
from services.content.orders import LIBRARY, WHOLE, ordered
from services.content.service import ContentService
from shared.errors import Forbidden, NotFound
from shared.identity import ANONYMOUS, OPERATOR, Identity
from shared.migrations import migrate
from tests.content.builders import a_folder
from tests.content.test_service import a_service

Db = Database[dict[str, Any]]
SITE = "https://hub.example.org"


@pytest.mark.parametrize(
    ("made", "now", "old"),
    [
        # Kyiv is two hours ahead in winter and three in summer.
        ("2026-11-24T00:59:00", "2026-11-24T00:59:30", False),
        ("2026-11-24T00:59:00", "2026-11-24T01:00:00", True),
        ("2026-11-24T01:00:00", "2026-11-24T23:00:00", False),
        ("2026-11-24T01:00:00", "2026-11-25T00:59:00", False),
        ("2026-11-24T01:00:00", "2026-11-25T01:00:00", True),
        ("2026-07-01T12:00:00", "2026-07-02T00:00:00", True),
    ],
)
def test_it_is_made_anew_each_night(made: str, now: str, old: bool) -> None:
    times = [datetime.fromisoformat(at).replace(tzinfo=UTC) for at in (made, now)]
    assert is_old(*times) is old


def test_what_was_never_made_is_due() -> None:
    assert is_old(None, datetime.now(UTC))


@pytest.fixture
def db(mongo_db: Db) -> Db:
    migrate(mongo_db, MIGRATIONS)
    return mongo_db


def as_(db: Db, caller: Identity) -> Any:
    return worker_factory(ContentService, bundles=MongoBundles(db), caller=caller)


def publish(db: Db, slug: str, **changes: Any) -> None:
    a_service(db).import_items(files=a_folder(slug, **changes))


def content(db: Db, kind: str, folder: Path) -> Archive:
    operator, whole = as_(db, OPERATOR), b""
    told = operator.get_bundle(kind=kind)
    while len(whole) < told["size"]:
        asked = {"kind": kind, "digest": told["digest"], "start": len(whole)}
        piece = operator.read_bundle(**asked, length=50_000)
        whole += b64decode(piece["content"])
    path = folder / f"{told['digest']}.zim"
    path.write_bytes(whole)
    return Archive(path)


@pytest.mark.needs_mongo
def test_it_has_what_readers_have_and_no_violence(db: Db, tmp_path: Path) -> None:
    publish(db, "light")
    publish(db, "hurt", topics="violence", reviewed_by="Dr Example")
    publish(db, "only-here", en=None)
    a_service(db).create_item(
        slug="draft",
        type="guideline",
        audiences=["citizen"],
        topics=["public-space"],
        translations={"en": {"title": "x", "summary": "x", "body": "x"}},
    )
    assert db.items.count_documents({}) == 3
    assert keep(db, site=SITE) == 1
    found = content(db, LIBRARY, tmp_path)
    assert found.has_entry_by_path("uk/light")
    assert found.has_entry_by_path("en/light")
    assert found.has_entry_by_path("uk/only-here")
    for missing in ("en/only-here", "uk/hurt", "en/hurt", "en/draft"):
        assert not found.has_entry_by_path(missing)
    assert as_(db, ANONYMOUS).get_bundle()["items"] == 2
    assert keep(db, site=SITE) == 0  # until the next night


@pytest.mark.needs_mongo
def test_violence_is_in_it_when_the_operator_asks(db: Db, tmp_path: Path) -> None:
    publish(db, "hurt", topics="violence", reviewed_by="Dr Example")
    as_(db, OPERATOR).order_bundle(kind=WHOLE)
    assert keep(db, site=SITE) == 2
    assert content(db, WHOLE, tmp_path).has_entry_by_path("uk/hurt")
    for caller in (ANONYMOUS, Identity("ed", frozenset({"editor"}))):
        with pytest.raises(Forbidden):
            as_(db, caller).get_bundle(kind=WHOLE)
        with pytest.raises(Forbidden):
            as_(db, caller).order_bundle(kind=LIBRARY)


@pytest.mark.needs_mongo
def test_the_whole_library_is_forgotten_after_a_day(
    db: Db, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_(db, OPERATOR).order_bundle(kind=WHOLE)
    keep(db, site=SITE)
    later = datetime.now(UTC) + timedelta(days=1, hours=1)
    monkeypatch.setattr(bundle, "_now", lambda: later)
    keep(db, site=SITE)
    with pytest.raises(NotFound):
        as_(db, OPERATOR).get_bundle(kind=WHOLE)


@pytest.mark.needs_mongo
def test_what_is_taken_away_leaves_it_at_once(db: Db, tmp_path: Path) -> None:
    publish(db, "light")
    keep(db, site=SITE)
    before = as_(db, ANONYMOUS).get_bundle()
    a_service(db, minute=1).move_item(slug="light", to="archived")
    assert ordered(db, LIBRARY) is not None
    assert keep(db, site=SITE) == 1
    assert ordered(db, LIBRARY) is None
    assert not content(db, LIBRARY, tmp_path).has_entry_by_path("uk/light")
    with pytest.raises(NotFound):  # what is half read cannot be read on
        as_(db, ANONYMOUS).read_bundle(digest=before["digest"], start=0, length=10)
    assert db["bundles.files"].count_documents({}) == 1

"""Files in GridFS and on their way there, on a real MongoDB."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pymongo.database import Database

from services.content.contents.cleaning import Cleaned, clean
from services.content.contents.store import MongoContents
from services.content.migrations import MIGRATIONS
from services.content.uploads.domain import Upload
from services.content.uploads.store import MongoUploads
from shared.attachments import digest
from shared.errors import Conflict, NotFound
from shared.migrations import migrate
from shared.mongo import Doc
from tests.content.files import a_picture

pytestmark = pytest.mark.needs_mongo
LARGE = bytes(range(256)) * 3000  # more than two chunks of GridFS


@pytest.fixture
def db(mongo_db: Database[Doc]) -> Database[Doc]:
    migrate(mongo_db, MIGRATIONS)
    return mongo_db


def test_a_content_is_kept_once_whoever_sends_it(db: Database[Doc]) -> None:
    contents = MongoContents(db)
    with ThreadPoolExecutor(6) as pool:
        kept = pool.map(
            lambda sent: contents.keep(Cleaned("application/pdf", LARGE), sent=sent),
            [str(number) * 64 for number in range(6)],
        )
        assert set(kept) == {digest(LARGE)}
    assert db["contents.files"].count_documents({}) == 1
    assert db["contents.chunks"].count_documents({}) == 3
    assert contents.known(["3" * 64, "9" * 64, digest(LARGE)]) == {
        "3" * 64: digest(LARGE),
        digest(LARGE): digest(LARGE),
    }
    assert contents.media_types([digest(LARGE), "9" * 64]) == {
        digest(LARGE): "application/pdf"
    }


@pytest.mark.parametrize(
    ("start", "length"), [(0, 10), (261_100, 50), (767_990, 100), (900_000, 5)]
)
def test_any_part_of_it_is_read(db: Database[Doc], start: int, length: int) -> None:
    contents = MongoContents(db)
    kept = contents.keep(Cleaned("application/pdf", LARGE), sent="0" * 64)
    assert contents.read(kept, start, length) == LARGE[start : start + length]


def test_a_picture_is_kept_with_smaller_ones(db: Database[Doc]) -> None:
    contents = MongoContents(db)
    kept = contents.keep(clean("a.png", a_picture("PNG", (1000, 500))), sent="0" * 64)
    (described,) = contents.described([{"name": "a.png", "digest": kept}])
    assert (described["width"], described["height"]) == (1000, 500)
    assert described["media_type"] == "image/png"
    small = contents.find(kept, 320)
    assert small["media_type"] == "image/webp"
    assert small["digest"] != kept
    assert len(contents.read(small["digest"], 0, small["size"])) == small["size"]
    assert contents.find(small["digest"], 960) == small
    assert contents.find(kept)["digest"] == kept
    with pytest.raises(NotFound):
        contents.find("9" * 64)


def an_upload(**changes: object) -> Upload:
    upload = Upload(
        id="1",
        slug="night-light",
        by="ed",
        name="map.png",
        size=6,
        digest=None,
        expires_at=datetime(2100, 1, 1, tzinfo=UTC),
    )
    return replace(upload, **changes)  # type: ignore[arg-type]


def test_an_upload_grows_and_ends(db: Database[Doc]) -> None:
    uploads, upload = MongoUploads(db), an_upload()
    uploads.begin(upload)
    assert uploads.find("1", "ed") == upload
    assert uploads.find("1", None) is None
    uploads.add(upload, b"abc")
    grown = replace(upload, offset=3)
    assert uploads.unfinished("ed") == [grown]
    uploads.add(grown, b"def")
    assert uploads.content(grown) == b"abcdef"
    uploads.finish(grown, "0" * 64)
    assert uploads.unfinished("ed") == []
    assert uploads.content(grown) == b""
    with pytest.raises(Conflict):
        uploads.add(replace(upload, offset=6), b"more")
    uploads.drop(grown)
    assert uploads.find("1", "ed") is None


def test_of_one_piece_sent_twice_at_once_one_is_taken(db: Database[Doc]) -> None:
    uploads, upload = MongoUploads(db), an_upload()
    uploads.begin(upload)

    def send(piece: bytes) -> bool:
        try:
            uploads.add(upload, piece)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        pieces = [b"aaa", b"bbbb", b"cc", b"d"]
        taken = list(pool.map(send, pieces))
    assert taken.count(True) == 1
    assert uploads.content(upload) == pieces[taken.index(True)]


def test_an_interrupted_upload_goes_when_its_time_is_over(db: Database[Doc]) -> None:
    uploads = MongoUploads(db)
    over = an_upload(expires_at=datetime.now(UTC) - timedelta(seconds=1))
    uploads.begin(over)
    assert uploads.find("1", "ed") is None
    assert uploads.unfinished("ed") == []
    for kept in (db.uploads, db.upload_pieces):
        assert kept.index_information()["over"]["expireAfterSeconds"] == 0

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.content.editing.handlers.writing import save_item
from services.content.uploads import handlers
from services.content.uploads.domain import MOST_AT_ONCE
from shared.attachments import digest
from shared.contracts.files_rpc import MOST_PIECE
from shared.errors import Conflict, Forbidden, Invalid, NotFound
from tests.content.builders import a_content
from tests.content.sending_desk import OTHER, PICTURE, WORDS, Desk
from tests.content.test_import import CAUSE, EDITOR, NOON, REVIEWER


def test_a_file_comes_in_pieces_and_joins_its_item() -> None:
    desk = Desk()
    assert desk.begin().expires_at == NOON + timedelta(days=1)
    assert desk.go_on(PICTURE[:5]).offset == 5
    assert desk.go_on(PICTURE[5:], 5).offset == len(PICTURE)
    work = desk.finish()
    (file,) = work.item.files
    assert (work.revision, file.name, file.alt) == (2, "map.png", WORDS["alt"])
    assert work.files["files/map.png"] == file.digest == digest(PICTURE)
    assert desk.works.revisions["night-light", 1].keys() == {
        "item.yaml",
        "uk.md",
        "en.md",
    }


def test_what_is_kept_is_what_was_cleaned() -> None:
    work = Desk().attached(PICTURE + b" with GPS")
    assert work.item.files[0].digest == digest(PICTURE)


def test_a_file_sent_twice_is_one() -> None:
    desk = Desk()
    begun = desk.begin()
    desk.go_on(PICTURE[:5])
    assert desk.begin().id == begun.id
    assert desk.begin().offset == 5
    assert desk.begin(digest=None).id != begun.id
    assert desk.begin(caller=OTHER).id != begun.id
    desk.go_on(PICTURE[5:], 5)
    first = desk.finish()
    assert desk.finish() == first
    assert len(desk.contents.kept) == 1
    assert len(desk.works.history) == 2


@pytest.mark.parametrize("offset", [0, 4, 6, len(PICTURE)])
def test_only_the_next_piece_is_taken(offset: int) -> None:
    desk = Desk()
    desk.begin()
    desk.go_on(PICTURE[:5])
    with pytest.raises(Conflict) as refused:
        desk.go_on(b"x", offset)
    assert refused.value.code == "upload_offset_wrong"


def test_pieces_are_small_and_together_no_longer_than_was_said() -> None:
    desk = Desk()
    desk.begin(PICTURE, size=2 * MOST_PIECE)
    desk.go_on(bytes(MOST_PIECE))
    for piece, code in (
        (bytes(MOST_PIECE + 1), "upload_piece_wrong"),
        (b"", "upload_piece_wrong"),
    ):
        with pytest.raises(Invalid) as refused:
            desk.go_on(piece, MOST_PIECE)
        assert refused.value.code == code
    short = Desk()
    short.begin(size=3)
    with pytest.raises(Invalid) as too_long:
        short.go_on(b"four")
    assert too_long.value.code == "upload_too_long"


def test_an_unfinished_file_joins_nothing() -> None:
    desk = Desk()
    desk.begin()
    desk.go_on(PICTURE[:5])
    with pytest.raises(Conflict) as refused:
        desk.finish()
    assert refused.value.code == "upload_incomplete"


@pytest.mark.parametrize(
    ("content", "announced", "code"),
    [
        (b"bad", b"bad", "picture_broken"),
        (b"one", b"two", "upload_digest_wrong"),
    ],
)
def test_what_is_refused_leaves_nothing(
    content: bytes, announced: bytes, code: str
) -> None:
    desk = Desk()
    desk.begin(content, digest=digest(announced))
    desk.go_on(content)
    with pytest.raises(Invalid) as refused:
        desk.finish()
    assert refused.value.code == code
    assert not desk.contents.kept
    assert not desk.uploads.pieces
    assert not desk.works.works["night-light"].item.files


def test_words_are_checked_before_the_work_is_done() -> None:
    desk = Desk()
    desk.begin()
    desk.go_on(PICTURE)
    with pytest.raises(Invalid) as refused:
        desk.finish(alt=None, licence="cc-by-4.0")
    assert set(refused.value.fields) == {"alt", "source"}
    assert not desk.contents.kept


def test_a_file_waits_for_an_editor_who_was_overtaken() -> None:
    desk = Desk()
    desk.begin()
    desk.go_on(PICTURE)
    save_item(
        desk.works,
        lambda: NOON,
        OTHER,
        a_content(topics=["trust"]),
        slug="night-light",
        revision=1,
        cause=CAUSE,
    )
    with pytest.raises(Conflict) as refused:
        desk.finish(revision=1)
    assert refused.value.code == "overtaken"
    assert desk.finish(revision=2).revision == 3


def test_nobody_sees_a_file_that_another_sends() -> None:
    desk = Desk()
    desk.begin()
    with pytest.raises(NotFound):
        desk.go_on(PICTURE, caller=OTHER)
    for work in (desk.begin, lambda **how: desk.go_on(PICTURE, **how)):
        with pytest.raises(Forbidden):
            work(caller=REVIEWER)


def test_a_person_sends_a_few_files_at_once() -> None:
    desk = Desk()
    for number in range(MOST_AT_ONCE):
        desk.begin(name=f"map-{number}.png")
    with pytest.raises(Conflict) as refused:
        desk.begin(name="one-more.png")
    assert refused.value.code == "too_many_uploads"
    assert desk.begin(caller=OTHER)
    handlers.cancel_upload(desk.uploads, EDITOR, slug="night-light", upload_id="1")
    assert desk.begin(name="one-more.png")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": "map.svg"}, "file_kind_unknown"),
        ({"size": 0}, "file_empty"),
        ({"size": 11 * 2**20}, "file_too_large"),
        ({"slug": "nothing"}, "item_not_found"),
    ],
)
def test_what_would_be_refused_is_not_begun(changes: dict[str, Any], code: str) -> None:
    with pytest.raises((Invalid, NotFound)) as refused:
        Desk().begin(**changes)
    assert refused.value.code == code
